"""What is odd about a row's figures: one set of plausibility rules, for those who type and for those who check.

`facts` holds what a rule is told and answers, `figures` the rules of a figure beside its target and kind, `past` beside
earlier figures, `around` beside evidence, money and the rows below.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from indicators.capaian import EntryStatus
from indicators.rules.realisasi import around, figures, past
from indicators.rules.realisasi.facts import Aturan, ChildFacts, MoneyBeside, Oddity, RowFacts, Said, Sifat
from indicators.triwulan import QUARTERS, short_name

__all__ = [
    "RULES",
    "RULE_OF",
    "Aturan",
    "ChildFacts",
    "MoneyBeside",
    "Oddity",
    "RowFacts",
    "Rule",
    "RuleSetting",
    "Said",
    "Sifat",
    "find_oddities",
]


@dataclass(frozen=True)
class Rule:
    """A rule with what an office may set of it. `keterangan` says when it strikes, as the settings page prints it.

    `batas` is the number that it is asked with unless the office sets another, in per cent as `arti_batas` says; None:
    it has none. `berkait`: it looks at other rows too. `besaran`: it says that the figure is of the wrong size.
    """

    aturan: Aturan
    keterangan: str
    find: Callable[..., Said | None]
    sifat: Sifat = Sifat.PERINGATAN
    batas: Decimal | None = None
    arti_batas: str = ""
    berkait: bool = False
    besaran: bool = False


@dataclass(frozen=True)
class RuleSetting:
    """What an office set of a rule; `batas` None: the rule's own. `cetak`: its explanations go into the report."""

    sifat: Sifat
    batas: Decimal | None = None
    cetak: bool = False


RULES: tuple[Rule, ...] = (
    Rule(
        Aturan.TANPA_KENDALA,
        "Capaian yang sudah dinilai berada di bawah target, tetapi kendalanya tidak ditulis.",
        figures.below_target_without_kendala,
    ),
    Rule(
        Aturan.CATATAN,
        "Angka kumulatif turun, atau capaiannya tidak dapat dihitung, tanpa catatan. Tanpa catatan, baris ini memang "
        "tidak dapat diajukan.",
        figures.engine_note,
    ),
    Rule(
        Aturan.NEGATIF,
        "Angkanya kurang dari nol, padahal targetnya tidak.",
        figures.below_zero,
        besaran=True,
    ),
    Rule(
        Aturan.DI_ATAS_SERATUS,
        "Persentase suatu bagian lebih dari 100 %, padahal targetnya tidak.",
        figures.share_above_whole,
        besaran=True,
    ),
    Rule(
        Aturan.DI_LUAR_SKALA,
        "Indeks di luar skala yang ditulis pada satuannya, misalnya Indeks (1-5).",
        figures.outside_scale,
        besaran=True,
    ),
    Rule(
        Aturan.JAUH_DI_ATAS_TARGET,
        "Angkanya jauh di atas target tahun.",
        figures.far_above_year_target,
        batas=figures.FAR_ABOVE,
        arti_batas="persen dari target tahun",
        besaran=True,
    ),
    Rule(
        Aturan.LONJAKAN,
        f"Angkanya {past.JUMP_STANDING} kali lipat atau sepertiga dari triwulan sebelumnya; yang bertambah sepanjang "
        f"tahun: {past.JUMP_CUMULATIVE} kali lipat.",
        past.jump_from_last_quarter,
        besaran=True,
    ),
    Rule(
        Aturan.BEDA_TAHUN_LALU,
        f"Angkanya {past.JUMP_YEAR} kali lipat atau sepertiga dari triwulan yang sama tahun lalu.",
        past.jump_from_last_year,
        besaran=True,
    ),
    Rule(
        Aturan.DI_LUAR_KEBIASAAN,
        f"Angkanya bergerak lebih dari {past.SPREADS} kali gerak terjauhnya sejak tahun lalu.",
        past.outside_habit,
        besaran=True,
    ),
    Rule(
        Aturan.MELAMPAUI,
        "Capaian triwulan melampaui target.",
        figures.above_target,
        batas=Decimal(figures.WHOLE),
        arti_batas="persen capaian",
        besaran=True,
    ),
    Rule(
        Aturan.SELALU_SAMA,
        "Hasil pengukuran (indeks, persentase, durasi) sama persis dengan target pada keempat triwulan.",
        figures.always_equal_to_target,
    ),
    Rule(
        Aturan.SEKALI_SETAHUN,
        f"Sudah terisi pada {short_name(QUARTERS[0])}, padahal menurut perjanjian kinerja atau tahun lalu baru "
        "diketahui sekali setahun.",
        past.known_once_a_year,
    ),
    Rule(
        Aturan.HILANG,
        "Dinyatakan tidak tersedia, padahal triwulan yang sama tahun lalu ada angkanya.",
        figures.not_available_but_was,
    ),
    Rule(
        Aturan.TANPA_BUKTI,
        "Baris yang terisi belum mempunyai bukti dukung.",
        around.evidence_missing,
        # Many offices hand in their evidence on paper: whoever wants it here says so.
        sifat=Sifat.MATI,
    ),
    Rule(
        Aturan.UANG_TANPA_HASIL,
        "Uang sub kegiatan sudah banyak terpakai, tetapi hasilnya masih 0.",
        around.money_without_output,
        batas=around.MONEY_FIRST,
        arti_batas="persen dari pagu",
        berkait=True,
    ),
    Rule(
        Aturan.HASIL_TANPA_UANG,
        "Sudah ada hasil, tetapi uang sub kegiatannya 0.",
        around.output_without_money,
        berkait=True,
    ),
    Rule(
        Aturan.INDUK_TERCAPAI,
        "Baris induk mencapai targetnya, sedangkan baris unit yang sama di bawahnya tidak.",
        around.parent_reached_while_child_fails,
        berkait=True,
    ),
)
RULE_OF: dict[Aturan, Rule] = {rule.aturan: rule for rule in RULES}


def find_oddities(fakta: RowFacts, atur: Mapping[Aturan, RuleSetting] | None = None) -> list[Oddity]:
    """Return everything that is odd about one row, in the order of RULES; nothing of a blank one.

    `atur` holds what the office set. Of the rules that doubt the size of the figure the first that strikes answers: one
    slip of the pen is one thing to mend.
    """
    if fakta.status == EntryStatus.BELUM_DIISI:
        return []
    found: list[Oddity] = []
    doubted = False
    for rule in RULES:
        if rule.besaran and doubted:
            continue
        said = _ask(rule, fakta, (atur or {}).get(rule.aturan))
        if said is not None:
            found.append(_describe(rule, fakta, said))
            doubted = doubted or rule.besaran
    return found


def _ask(rule: Rule, fakta: RowFacts, setting: RuleSetting | None) -> Said | None:
    if (rule.sifat if setting is None else setting.sifat) == Sifat.MATI:
        return None
    if rule.batas is None:
        return rule.find(fakta)
    own = None if setting is None else setting.batas
    return rule.find(fakta, rule.batas if own is None else own)


def _describe(rule: Rule, fakta: RowFacts, said: Said) -> Oddity:
    return Oddity(
        rule.aturan.value,
        rule.aturan.label,
        f"{said.hal} {said.pemeriksa}".strip(),
        f"{said.hal} {said.pengisi}".strip(),
        perihal=" | ".join(part for part in (fakta.angka, said.perihal) if part),
        berkait=rule.berkait,
    )
