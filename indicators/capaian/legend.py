"""The rules behind the figures in sentences, for a report's legend (DOMAIN 4: what is marked R is printed)."""

from collections.abc import Iterable

from indicators.capaian import formulas
from indicators.capaian.exact import as_fraction
from indicators.capaian.formulas import RUMUS, formula_text, percent_text
from indicators.capaian.kinds import JenisNilai, Polaritas, PolaTarget, RumusMinimalkan
from indicators.capaian.values import AturanUkur, Hasil, PengaturanUkur


def legend(
    rules: Iterable[AturanUkur], pengaturan: PengaturanUkur | None = None, *, results: Iterable[Hasil] = ()
) -> list[str]:
    """The sentences that explain the figures of indicators with these rules, each once, in a fixed order.

    `results`: the figures themselves; a formula that only a target called for (a negative one) is printed with them.
    """
    settings = pengaturan or PengaturanUkur()
    used = list(rules)
    names = {name for rule in used for name in _formulas_of(rule)} | {result.rumus for result in results}
    sentences = [f"{formula_text(name)}." for name in RUMUS if name in names]
    if sentences:
        sentences.insert(0, "Capaian dalam persen; R realisasi sampai dengan triwulan, T target.")
    sentences.append(
        "n/a: tidak dihitung (target 0 atau belum ada, realisasi tidak tersedia, atau rumus tidak terdefinisi) dan "
        "tidak diikutkan dalam rata-rata. Kosong: realisasi belum diisi; realisasi 0 dihitung sebagai 0."
    )
    if any(rule.pola_target == PolaTarget.TETAP for rule in used) and not settings.nilai_tetap_sebelum_akhir_tahun:
        sentences.append(
            "Indikator bertarget tetap (target tahun diulang setiap triwulan) baru diberi predikat pada Triwulan IV."
        )
    sentences.append("Capaian suatu tingkat adalah rata-rata sederhana capaian indikatornya sebelum dibulatkan.")
    if settings.batas_capaian is not None:
        cap = percent_text(as_fraction(settings.batas_capaian))
        sentences.append(f"Dalam rata-rata, capaian di atas {cap} dihitung {cap}; tabel memuat capaian sebenarnya.")
    sentences.append(_predicates(settings))
    return sentences


def _formulas_of(rule: AturanUkur) -> tuple[str, ...]:
    if rule.jenis_nilai == JenisNilai.PREDIKAT:
        return (formulas.PREDIKAT,)
    minimalkan = (
        formulas.MINIMALKAN if rule.rumus_minimalkan == RumusMinimalkan.SELISIH else formulas.MINIMALKAN_PERBANDINGAN
    )
    match rule.polaritas:
        case Polaritas.MAKSIMALKAN:
            return (formulas.MAKSIMALKAN,)
        case Polaritas.MINIMALKAN:
            return (minimalkan, formulas.MINIMALKAN_TERBURUK)
        case Polaritas.STABILKAN:
            return (formulas.STABILKAN,)
        case Polaritas.RENTANG:
            return (formulas.RENTANG, minimalkan)


def _predicates(settings: PengaturanUkur) -> str:
    steps = [f"{name} (mulai {percent_text(as_fraction(bound))})" for bound, name in settings.ambang]
    return "Predikat capaian: " + ", ".join([*steps, f"{settings.predikat_terendah} (di bawahnya)"]) + "."
