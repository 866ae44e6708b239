"""What the lines above a table say about it, held against the page that it was uploaded to."""

from collections.abc import Collection, Iterable, Mapping
from types import MappingProxyType

from indicators.exchange.layout import FileTitles, names_office
from indicators.exchange.texts import joined
from indicators.models import PerangkatDaerah
from indicators.triwulan import short_name

TAHUN, TRIWULAN, KANTOR = "tahun", "triwulan", "kantor"
_WHICH = "Mana yang benar? Unggah di halaman yang sesuai, atau perbaiki judulnya lalu unggah kembali."


def title_questions(
    atas: FileTitles,
    against: Mapping[str, str],
    *,
    offices: Iterable[PerangkatDaerah],
    tahun: Collection[int] = (),
    triwulan: int | None = None,
    units: Iterable[str] = (),
    answers: Mapping[str, str] = MappingProxyType({}),
) -> dict[str, str]:
    """Ask where the lines above the headings name another year, quarter or office than the page.

    `against` says, by what is asked, what the page holds against the title. Years and quarters that are not given are
    not asked about; a title may name one of the `units` instead of the office. `answers` says how a page takes the
    answer. Returns the questions by what they ask.
    """
    said: dict[str, str] = {}
    if atas.tahun and tahun and not {*tahun} & {*atas.tahun}:
        said[TAHUN] = f"tahun {joined([str(year) for year in atas.tahun])}"
    if atas.triwulan and triwulan is not None and triwulan not in atas.triwulan:
        said[TRIWULAN] = joined([short_name(number) for number in atas.triwulan])
    names = [name for opd in offices for name in (opd.nama, opd.singkatan, opd.kode) if name] + [*units]
    wrong = [title for title in atas.kantor if not names_office(title, names)]
    if wrong and len(wrong) == len(atas.kantor):
        said[KANTOR] = f"“{wrong[0]}”"
    return {
        what: f"Judul berkas menyebut {text}, sedangkan {against[what]}. {answers.get(what, _WHICH)}"
        for what, text in said.items()
    }
