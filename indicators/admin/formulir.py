"""Forms with targets: one text per target, a figure or a letter, read by the indicator's kind and unit of measure."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.forms import BaseInlineFormSet

from indicators.admin.angka import AngkaField, AngkaInput, ask, read_figure
from indicators.capaian import JenisNilai, write_number
from indicators.models import ButirPK, TargetRenstra, TingkatPredikat
from indicators.models.perjanjian import TAHUN
from indicators.models.rencana import CaraUkur
from indicators.services.isian_target import IsianTarget
from indicators.services.perjanjian import field_of

MEASURE_FIELDS = (
    ("jenis_nilai", "satuan", "desimal_minimal"),
    ("polaritas", "rumus_minimalkan", "realisasi_terburuk"),
    ("konsolidasi", "pola_target"),
    "skala",
)
MEASURE_NOTE = (
    "Satuan dicetak di belakang angka. Rumus dan realisasi terburuk hanya untuk polaritas minimalkan, "
    "skala predikat hanya untuk jenis nilai predikat."
)
NO_TARGET = IsianTarget()
TARGET_LABELS = {1: "Target TW I", 2: "Target TW II", 3: "Target TW III", 4: "Target TW IV", TAHUN: "Target tahun"}
UPPER_LABELS = {quarter: label.replace("Target", "Batas atas") for quarter, label in TARGET_LABELS.items()}
ORDER = (1, 2, 3, 4, TAHUN)


def upper_field_of(quarter: int) -> str:
    return "batas_tahun" if quarter == TAHUN else f"batas_tw{quarter}"


def target_texts(cara: CaraUkur, target: IsianTarget) -> tuple[str, str]:
    """Return how a target and its upper bound are printed in their inputs."""
    if target.predikat:
        return target.predikat, ""
    kind = JenisNilai(cara.jenis_nilai)
    if kind == JenisNilai.PREDIKAT:
        kind = JenisNilai.JUMLAH
    lower, upper = (
        "" if value is None else write_number(value, jenis=kind, desimal_minimal=cara.desimal_minimal)
        for value in (target.nilai, target.batas_atas)
    )
    return lower, upper


def read_target(
    cara: CaraUkur, texts: tuple[str, str], stored: IsianTarget
) -> tuple[IsianTarget, list[forms.ValidationError | None]]:
    """Read a target from its two texts; what the page printed itself stands for the stored value.

    Returns the target and, for each text, what refuses it or None.
    """
    if cara.jenis_nilai == JenisNilai.PREDIKAT:
        return IsianTarget(predikat=texts[0].strip()), [None, None]
    kind, figures, errors = JenisNilai(cara.jenis_nilai), [], []
    for text, printed, value in zip(texts, target_texts(cara, stored), (stored.nilai, stored.batas_atas), strict=True):
        error = None
        if text.strip() != printed:
            try:
                value = read_figure(text, kind, cara.satuan)
            except forms.ValidationError as wrong:
                error = wrong
        figures.append(value)
        errors.append(error)
    return IsianTarget(nilai=figures[0], batas_atas=figures[1]), errors


def refuse_figures(form: Any, names: Iterable[str], errors: Iterable[forms.ValidationError | None]) -> None:
    """Put each refusal at its field; a figure with two readings offers both there."""
    for name, error in zip(names, errors, strict=True):
        if error is not None:
            form.add_error(name, error)
            ask(form.fields[name], error)


def _target_input(label: str, help_text: str = "") -> forms.CharField:
    return forms.CharField(label=label, required=False, max_length=120, help_text=help_text, widget=AngkaInput)


class TargetRenstraForm(forms.ModelForm[TargetRenstra]):
    """The Renstra's target of one year, on the page of its indicator."""

    target = _target_input("Target")
    atas = _target_input("Batas atas", "Hanya untuk polaritas rentang.")

    class Meta:
        model = TargetRenstra
        fields = ("tahun",)

    def __init__(self, *args: Any, cara: CaraUkur, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cara = cara
        row = self.instance
        self.stored = IsianTarget(row.nilai, row.batas_atas, row.predikat) if row.pk else NO_TARGET
        self.initial["target"], self.initial["atas"] = target_texts(cara, self.stored)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        target, errors = read_target(self.cara, (cleaned.get("target", ""), cleaned.get("atas", "")), self.stored)
        refuse_figures(self, ("target", "atas"), errors)
        self.instance.nilai, self.instance.batas_atas = target.nilai, target.batas_atas
        self.instance.predikat = target.predikat
        return cleaned


class FormSetBerlabel(BaseInlineFormSet[Any, Any, Any]):
    """Rows of a table whose inputs say what they are: the stock table has only its headers."""

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        row = "baris baru" if index is None else f"baris {index + 1}"
        for field in form.fields.values():
            if not field.widget.is_hidden:
                field.widget.attrs["aria-label"] = f"{field.label}, {row}"


class TargetRenstraFormSet(FormSetBerlabel):
    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        return {**super().get_form_kwargs(index), "cara": self.instance}


class ButirForm(forms.ModelForm[ButirPK]):
    """A row of a PK with its five targets. A new row takes over how its indicator is measured."""

    class Meta:
        model = ButirPK
        fields = (
            "pk_induk",
            "indikator",
            "unit",
            "urutan",
            *(name for name in CaraUkur.MEASURE_FIELDS if name != "skala_id"),
            "skala",
        )
        field_classes = {"realisasi_terburuk": AngkaField}

    target_tw1 = _target_input(TARGET_LABELS[1])
    target_tw2 = _target_input(TARGET_LABELS[2])
    target_tw3 = _target_input(TARGET_LABELS[3])
    target_tw4 = _target_input(TARGET_LABELS[4])
    target_tahun = _target_input(TARGET_LABELS[TAHUN])
    batas_tw1 = _target_input(UPPER_LABELS[1])
    batas_tw2 = _target_input(UPPER_LABELS[2])
    batas_tw3 = _target_input(UPPER_LABELS[3])
    batas_tw4 = _target_input(UPPER_LABELS[4])
    batas_tahun = _target_input(UPPER_LABELS[TAHUN])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stored: dict[int, IsianTarget] = {}
        if not self.instance._state.adding:
            self.stored = {
                row.triwulan: IsianTarget(row.nilai, row.batas_atas, row.predikat) for row in self.instance.target.all()
            }
            self._print_targets()
        elif "unit" in self.fields:
            self.fields["unit"].required = False
            self.fields["unit"].help_text = "Kosongkan untuk unit penanggung jawab indikatornya."

    def _print_targets(self) -> None:
        for quarter in ORDER:
            lower, upper = target_texts(self.instance, self.stored.get(quarter, NO_TARGET))
            self.initial[field_of(quarter)], self.initial[upper_field_of(quarter)] = lower, upper
        if self.instance.jenis_nilai == JenisNilai.PREDIKAT:
            letters = TingkatPredikat.objects.filter(skala_id=self.instance.skala_id).order_by("-skor")
            sentence = f"Pilih salah satu: {', '.join(letters.values_list('huruf', flat=True))}."
            for quarter in ORDER:
                if field_of(quarter) in self.fields:
                    self.fields[field_of(quarter)].help_text = sentence

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.instance._state.adding and cleaned.get("indikator") is not None:
            self.instance.take_over(cleaned["indikator"])
            cleaned["unit"] = cleaned.get("unit") or cleaned["indikator"].unit
        # The row is measured as this form says, not as it was stored.
        cara = ButirPK(**self._measure(cleaned))
        self.isian: dict[int, IsianTarget] = {}
        for quarter in ORDER:
            names = (field_of(quarter), upper_field_of(quarter))
            texts = (cleaned.get(names[0], ""), cleaned.get(names[1], ""))
            self.isian[quarter], errors = read_target(cara, texts, self.stored.get(quarter, NO_TARGET))
            refuse_figures(self, names, errors)
        return cleaned

    def _measure(self, cleaned: dict[str, Any]) -> dict[str, Any]:
        values = self.instance.measure_values()
        for name in values:
            field = name.removesuffix("_id")
            if not self.instance._state.adding and field in self.fields and cleaned.get(field) is not None:
                values[name] = cleaned[field].pk if field == "skala" else cleaned[field]
        return values
