"""Forms with targets: one text per target, a figure or a letter, read by the indicator's kind and unit of measure."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.forms import BaseInlineFormSet
from django.utils.html import format_html

from indicators.admin.figures import FigureFormField, FigureInput, ask, read_figure
from indicators.capaian import ValueKind, write_number
from indicators.capaian.target_triwulan import TargetStyle
from indicators.models import ButirPK, Indikator, TargetRenstra
from indicators.models.perjanjian import TAHUN
from indicators.models.rencana import MeasureFields
from indicators.rules.facts import Severity
from indicators.rules.measuring import check_row
from indicators.selectors.comparison import TARGET_LABELS
from indicators.selectors.measure_facts import facts_of
from indicators.selectors.perjanjian import print_per_quarter
from indicators.selectors.skala import list_letters
from indicators.services.butir_entry import field_of
from indicators.services.target_entry import TargetEntry
from indicators.tingkat import Tingkat
from indicators.triwulan import QUARTERS

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
MEASURED = ("skala", *(name for name in MeasureFields.MEASURE_FIELDS if name != "skala_id"))
EXPLAINED = ("definisi_operasional", "formula", "sumber_data", "penanggung_jawab")
NO_TARGET = TargetEntry()
CARA_TARGET_NOTE = (
    "Untuk penjumlahan dan rata-rata boleh per triwulan (2, 2, 2, 2); program menghitung target sejak awal tahun "
    "(2, 4, 6, 8), yang disimpan dan dicetak."
)
ORDER = (*QUARTERS, TAHUN)
UPPER_LABELS = {quarter: label.replace("Target", "Batas atas") for quarter, label in TARGET_LABELS.items()}


def upper_field_of(quarter: int) -> str:
    return "batas_tahun" if quarter == TAHUN else f"batas_tw{quarter}"


def target_texts(cara: MeasureFields, target: TargetEntry) -> tuple[str, str]:
    """Return how a target and its upper bound are printed in their inputs."""
    if target.predikat:
        return target.predikat, ""
    kind = ValueKind(cara.jenis_nilai)
    if kind == ValueKind.PREDIKAT:
        kind = ValueKind.JUMLAH
    lower, upper = (
        "" if value is None else write_number(value, jenis=kind, desimal_minimal=cara.desimal_minimal)
        for value in (target.nilai, target.batas_atas)
    )
    return lower, upper


def read_target(
    cara: MeasureFields, texts: tuple[str, str], stored: TargetEntry
) -> tuple[TargetEntry, list[forms.ValidationError | None]]:
    """Read a target from its two texts; what the page printed itself stands for the stored value.

    Returns the target and, for each text, what refuses it or None.
    """
    if cara.jenis_nilai == ValueKind.PREDIKAT:
        return TargetEntry(predikat=texts[0].strip()), [None, None]
    kind, figures, errors = ValueKind(cara.jenis_nilai), [], []
    for text, printed, value in zip(texts, target_texts(cara, stored), (stored.nilai, stored.batas_atas), strict=True):
        error = None
        if text.strip() != printed:
            try:
                value = read_figure(text, kind, cara.satuan)
            except forms.ValidationError as wrong:
                error = wrong
        figures.append(value)
        errors.append(error)
    return TargetEntry(nilai=figures[0], batas_atas=figures[1]), errors


def refuse_figures(form: Any, names: Iterable[str], errors: Iterable[forms.ValidationError | None]) -> None:
    """Put each refusal at its field; a figure with two readings offers both there."""
    for name, error in zip(names, errors, strict=True):
        if error is not None:
            form.add_error(name, error)
            ask(form.fields[name], error)


def show_findings(form: Any, cara: MeasureFields, targets: Mapping[int, TargetEntry] | None = None) -> None:
    """Say at each field of a form what is odd about the stored row, by the rules of `rules.measuring`."""
    for temuan in check_row(facts_of(cara, targets)):
        field = form.fields.get(temuan.bidang)
        if field is not None:
            kind = "pesan-bahaya" if temuan.keparahan is Severity.SALAH else "pesan-awas"
            note = format_html('<span class="field-finding {}">{}</span>', kind, temuan.kalimat)
            field.help_text = format_html("{} {}", field.help_text, note) if field.help_text else note


def _target_input(label: str, help_text: str = "") -> forms.CharField:
    return forms.CharField(label=label, required=False, max_length=120, help_text=help_text, widget=FigureInput)


class TargetRenstraForm(forms.ModelForm[TargetRenstra]):
    """The Renstra's target of one year, on the page of its indicator."""

    target = _target_input("Target")
    atas = _target_input("Batas atas", "Hanya untuk polaritas rentang.")

    class Meta:
        model = TargetRenstra
        fields = ("tahun",)

    def __init__(self, *args: Any, cara: MeasureFields, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cara = cara
        row = self.instance
        self.stored = TargetEntry.of(row) if row.pk else NO_TARGET
        self.initial["target"], self.initial["atas"] = target_texts(cara, self.stored)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        target, errors = read_target(self.cara, (cleaned.get("target", ""), cleaned.get("atas", "")), self.stored)
        refuse_figures(self, ("target", "atas"), errors)
        self.instance.nilai, self.instance.batas_atas = target.nilai, target.batas_atas
        self.instance.predikat = target.predikat
        return cleaned


class MeasuredFigureField(FigureFormField):
    """A figure of a row that is measured, read like its target: by the kind and unit of measure beside it."""

    def follow(self, form: forms.BaseForm) -> None:
        kind, unit = form.cleaned_data.get("jenis_nilai"), form.cleaned_data.get("satuan")
        # The letters of a scale say nothing about a figure beside it.
        self.jenis = ValueKind(kind) if kind and kind != ValueKind.PREDIKAT else ValueKind.JUMLAH
        self.satuan = unit or ""


class IndikatorForm(forms.ModelForm[Indikator]):
    """An indicator; what is odd about how it is measured stands at the field."""

    class Meta:
        model = Indikator
        fields = (*Tingkat, "nama", "unit", "urutan", "menggantikan", *MEASURED, *EXPLAINED)
        field_classes = {"realisasi_terburuk": MeasuredFigureField}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance._state.adding:
            show_findings(self, self.instance)


class LabelledFormSet(BaseInlineFormSet[Any, Any, Any]):
    """Rows of a table whose inputs say what they are: the stock table has only its headers."""

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        row = "baris baru" if index is None else f"baris {index + 1}"
        for field in form.fields.values():
            if not field.widget.is_hidden:
                field.widget.attrs["aria-label"] = f"{field.label}, {row}"


class TargetRenstraFormSet(LabelledFormSet):
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
            *MEASURED,
        )
        field_classes = {"realisasi_terburuk": MeasuredFigureField}

    target_tw1 = _target_input(TARGET_LABELS[1])
    target_tw2 = _target_input(TARGET_LABELS[2])
    target_tw3 = _target_input(TARGET_LABELS[3])
    target_tw4 = _target_input(TARGET_LABELS[4])
    target_tahun = _target_input(TARGET_LABELS[TAHUN])
    cara_target = forms.ChoiceField(
        label="Target triwulan ditulis",
        choices=[(cara.value, cara.label) for cara in TargetStyle],
        initial=TargetStyle.SEJAK_AWAL_TAHUN.value,
        required=False,
        help_text=CARA_TARGET_NOTE,
    )
    batas_tw1 = _target_input(UPPER_LABELS[1])
    batas_tw2 = _target_input(UPPER_LABELS[2])
    batas_tw3 = _target_input(UPPER_LABELS[3])
    batas_tw4 = _target_input(UPPER_LABELS[4])
    batas_tahun = _target_input(UPPER_LABELS[TAHUN])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stored: dict[int, TargetEntry] = {}
        if not self.instance._state.adding:
            self.stored = {row.triwulan: TargetEntry.of(row) for row in self.instance.target.all()}
            self._print_targets()
        elif "unit" in self.fields:
            self.fields["unit"].required = False
            self.fields["unit"].help_text = "Kosongkan untuk unit penanggung jawab indikatornya."

    def _print_targets(self) -> None:
        for quarter in ORDER:
            lower, upper = target_texts(self.instance, self.stored.get(quarter, NO_TARGET))
            self.initial[field_of(quarter)], self.initial[upper_field_of(quarter)] = lower, upper
        for quarter, text in print_per_quarter(self.instance).items():
            if text and field_of(quarter) in self.fields:
                self.fields[field_of(quarter)].help_text = f"Per triwulan: {text}"
        show_findings(self, self.instance, self.stored)
        if self.instance.jenis_nilai == ValueKind.PREDIKAT:
            letters = list_letters([self.instance.skala_id]).get(self.instance.skala_id or 0, [])
            sentence = f"Pilih salah satu: {', '.join(letters)}."
            for quarter in ORDER:
                if field_of(quarter) in self.fields:
                    self.fields[field_of(quarter)].help_text = sentence

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        self.per_triwulan = cleaned.get("cara_target") == TargetStyle.PER_TRIWULAN
        if self.instance._state.adding and cleaned.get("indikator") is not None:
            self.instance.take_over(cleaned["indikator"])
            cleaned["unit"] = cleaned.get("unit") or cleaned["indikator"].unit
        # The row is measured as this form says, not as it was stored.
        cara = ButirPK(**self._measure(cleaned))
        self.isian: dict[int, TargetEntry] = {}
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
