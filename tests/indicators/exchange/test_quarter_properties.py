"""Properties: whatever a unit has entered, its sheet out and in changes nothing; what is written reads back equal."""

import io
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from indicators.capaian import ValueKind, read_cell, write_number
from indicators.exchange.formats import typed_cell
from indicators.exchange.quarter_preview import preview_sheet, save_sheet
from indicators.exchange.quarter_sheet import write_sheet
from indicators.models import Indikator, Jejak, Realisasi, SkalaPredikat, TingkatPredikat
from indicators.selectors.quarter_sheet import list_rows
from indicators.triggers import TRIGGERS
from sakip.triggers import install, remove
from tests.cast import Cast, Office, make_butir
from tests.indicators.exchange.tools import sheet_in

pytestmark = pytest.mark.one_database

FIGURES = st.one_of(
    st.decimals("-99999999999.9999", "99999999999.9999", places=4), st.decimals(-(10**15 - 1), 10**15 - 1, places=0)
)
# Everything that the grid stores: without what no database takes, and trimmed.
TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t=+-@'"), max_size=40).map(
    str.strip
)
LETTERS = ("AA", "BB", "-C")
KINDS = (ValueKind.JUMLAH, ValueKind.PERSEN, ValueKind.RUPIAH, ValueKind.RASIO, ValueKind.PREDIKAT)


@st.composite
def entries(draw: st.DrawFn) -> list[dict[str, Any] | None]:
    """Return one entry per kind of value; None: no row yet."""
    found: list[dict[str, Any] | None] = []
    for kind in KINDS:
        state = draw(st.sampled_from(["none", "blank", "missing", "filled", "filled"]))
        texts = {"kendala": draw(TEXTS), "catatan": draw(TEXTS)}
        if state == "none":
            found.append(None)
        elif state == "blank":
            found.append({"status": "belum_diisi", **texts})
        elif state == "missing":
            found.append({"status": "tidak_tersedia", "alasan": draw(TEXTS) or "Survei diundur", **texts})
        elif kind == ValueKind.PREDIKAT:
            found.append({"status": "terisi", "predikat": draw(st.sampled_from(LETTERS)), **texts})
        else:
            found.append({"status": "terisi", "nilai": draw(FIGURES), **texts})
    return found


@pytest.fixture
def rows(office: Office, cast: Cast) -> list[Indikator]:
    """One indicator of the Bidang per kind of value."""
    skala = SkalaPredikat.objects.create(opd=office.opd, nama="SAKIP")
    for number, huruf in enumerate(LETTERS):
        TingkatPredikat.objects.create(skala=skala, huruf=huruf, skor=90 - number)
    remove(connection, TRIGGERS)
    made = []
    for kind in KINDS:
        indikator = Indikator.objects.create(
            opd=office.opd,
            unit=office.bidang,
            program=office.program,
            nama=f"=Indikator {kind.value}",
            satuan="" if kind in (ValueKind.RASIO, ValueKind.PREDIKAT) else "Buah",
            jenis_nilai=kind.value,
            desimal_minimal=1,
            skala=skala if kind == ValueKind.PREDIKAT else None,
        )
        make_butir(office.pk, indikator, ("", "", "", ""))
        made.append(indikator)
    install(connection, TRIGGERS)
    return made


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(entries())
def test_sheet_out_and_in_changes_nothing(
    office: Office, cast: Cast, rows: list[Indikator], entered: list[dict[str, Any] | None]
) -> None:
    with transaction.atomic():
        for indikator, values in zip(rows, entered, strict=True):
            if values is not None:
                Realisasi.objects.create(
                    indikator=indikator,
                    triwulan=office.tw1,
                    diubah_oleh="uji",
                    diubah_pada=timezone.now(),
                    versi=7,
                    **values,
                )
        before = list(Realisasi.objects.order_by("pk").values())
        sheet = sheet_in(write_sheet(list_rows(office.opd, 2024, 1, unit_ids=[office.bidang.pk]), office.tw1))
        pengajuan = office.pengajuan(office.bidang)
        preview = preview_sheet(by=cast.staf, pengajuan=pengajuan, sheet=sheet)
        assert [(item.sel, item.isi, item.kalimat) for item in (*preview.galat, *preview.peringatan)] == []
        assert (preview.baris, preview.tetap) == ([], 8)
        assert save_sheet(by=cast.staf, pengajuan=pengajuan, sheet=sheet) == 0
        assert list(Realisasi.objects.order_by("pk").values()) == before
        assert not Jejak.objects.filter(tindakan="isi_realisasi").exists()
        transaction.set_rollback(True)


@settings(max_examples=80, deadline=None)
@given(st.lists(FIGURES, min_size=1, max_size=20))
def test_figure_written_reads_back_equal(figures: list[Decimal]) -> None:
    """As a figure by way of the spreadsheet's own number, and as printed text where one reading is certain."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Data")
    sheet.append([typed_cell(sheet, "Angka"), typed_cell(sheet, "Teks")])
    for figure in figures:
        sheet.append([typed_cell(sheet, figure, number_format="#,##0.00"), typed_cell(sheet, write_number(figure))])
    target = io.BytesIO()
    book.save(target)
    for figure, (_, (number, text)) in zip(figures, sheet_in(target.getvalue()).baris, strict=True):
        assert read_cell(number).nilai == figure
        read = read_cell(text)
        assert figure == (read.nilai if read.ambiguous is None else read.ambiguous.indonesia)
