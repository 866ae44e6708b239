"""Workbooks: what is taken and what is brought in."""

import io

from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from indicators.exchange.workbook import importing
from indicators.exchange.workbook.downloads import office_book, plan_book
from indicators.exchange.workbook.kantor import check_office, import_office
from tests.crowd import Life
from tests.deeds.deed import Deed, deed
from tests.indicators.exchange.tools import confirm, export, sentences, upload


def _export(it: Life) -> None:
    """Take the list of indicators from the admin."""
    client = Client()
    client.force_login(it.cast.perencana, backend="django.contrib.auth.backends.ModelBackend")
    fields = dict.fromkeys(("kode", "nama"), "on")
    answer = client.post(reverse("admin:indicators_indikator_export"), {"format": "1", "resource": "0", **fields})
    assert answer.status_code == 200


def _with(book: bytes, old: str, new: str) -> list[tuple[str, bytes]]:
    """Return the workbook with another text in the cells that bear one."""
    opened = load_workbook(io.BytesIO(book))
    for sheet in opened:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value == old:
                    cell.value = new
    changed = io.BytesIO()
    opened.save(changed)
    return [("buku.xlsx", changed.getvalue())]


def _import_plan(it: Life) -> None:
    by, opd, pilihan = it.cast.perencana, it.office.opd, importing.BookChoices(tahun=2024, serupa="perbaiki")
    files = _with(plan_book(by=by, opd=opd, periode=it.office.renstra, pk=it.draft), "Layanan Surat", "Layanan Surel")
    seen = importing.check_plan(by=by, opd=opd, files=files, pilihan=pilihan)
    importing.import_plan(by=by, opd=opd, files=files, pilihan=pilihan, dilihat=seen.digest())


def _import_office(it: Life) -> None:
    by, opd = it.cast.administrator, it.office.opd
    files = _with(office_book(by=by, opd=opd), "Pembina Utama Muda", "Pembina Tingkat I")
    seen = check_office(by=by, opd=opd, files=files)
    import_office(by=by, opd=opd, files=files, dilihat=seen.digest())


def _import_sheet(it: Life, model: str, old: str, new: str) -> None:
    """Take a list from the admin, write another text into it and bring it in again."""
    client = Client()
    client.force_login(it.cast.perencana, backend="django.contrib.auth.backends.ModelBackend")
    ((name, changed),) = _with(export(client, model), old, new)
    preview = upload(client, model, changed, name=name)
    assert sentences(preview) == [], sentences(preview)
    assert confirm(client, model, preview).status_code == 200


DEEDS: dict[str, Deed] = {
    "export": deed(_export, "EKSPOR", "Pengguna Session"),
    "import money": deed(
        lambda it: _import_sheet(it, "anggaran", "Budi", "Ani"),
        "EKSPOR UBAH",
        "Anggaran Pengguna Session",
        tahun=2024,
    ),
    "import support": deed(
        lambda it: _import_sheet(it, "dukungan", "Tidak", "Ya"), "EKSPOR UBAH", "Dukungan Pengguna Session"
    ),
    "import a plan": deed(_import_plan, "EKSPOR_BUKU_RENCANA IMPOR_BUKU_RENCANA UBAH", "SubKegiatan"),
    "import an office": deed(_import_office, "EKSPOR_BUKU_KANTOR IMPOR_BUKU_KANTOR UBAH", "Pejabat", unit="dinas"),
}
