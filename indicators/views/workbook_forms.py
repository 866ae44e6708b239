"""The upload forms of the workbooks: files judged before they are parsed, and what a flat sheet does not say."""

from typing import Any

from django import forms
from django.conf import settings

from indicators.exchange.parsing import MAX_FILES
from indicators.exchange.uploads import check_file
from indicators.exchange.workbook.importing import BookChoices
from indicators.exchange.workbook.lookalikes import BARU, LABELS, NOMENKLATUR, PERBAIKI
from indicators.exchange.workbook.runner import BookOutcome
from indicators.models import PerangkatDaerah
from indicators.selectors.renstra import list_periods
from sakip.files import RefusedFile, check_size
from sakip.waiting import Files


class ManyFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Several files, each judged by its content; together they may be as large as one."""

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        if not data and not self.required:
            return []
        given = (data if isinstance(data, list | tuple) else [data]) or [None]
        files = [super(ManyFilesField, self).clean(item, initial) for item in given]
        if len(files) > MAX_FILES:
            raise forms.ValidationError(f"Paling banyak {MAX_FILES} berkas sekaligus.")
        try:
            check_size(sum(file.size for file in files), settings.MAX_UPLOAD_BYTES)
            for file in files:
                check_file(file, file.size)
        except RefusedFile as refusal:
            raise forms.ValidationError(str(refusal)) from None
        return files


class BookForm(forms.Form):
    use_required_attribute = False
    # Fields that answer a question of the check: each is shown when its question was asked.
    jawaban: tuple[str, ...] = ()

    berkas = ManyFilesField(
        label="Berkas",
        help_text="XLSX dari templat atau hasil unduhan.",
        widget=ManyFilesInput(attrs={"accept": ".xlsx"}),
        error_messages={"required": "Pilih berkasnya lebih dahulu.", "empty": "Berkas ini kosong. Pilih berkas lain."},
    )

    def __init__(self, *args: Any, opd: PerangkatDaerah, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.opd = opd

    def files_wait(self) -> None:
        """The files of an earlier check wait, so none has to be picked."""
        self.fields["berkas"].required = False

    def files_gone(self, sentence: str) -> None:
        """The files of an earlier check no longer wait: say so where one has to be picked."""
        self.fields["berkas"].error_messages["required"] = sentence

    def files_read(self) -> Files:
        """Return the files that were picked and can be read: none when the field is wrong or left empty."""
        found = []
        for file in self.cleaned_data.get("berkas", ()):
            file.seek(0)
            found.append((str(file.name), file.read()))
        return found

    def choices(self) -> BookChoices:
        return BookChoices()

    def take_found(self, result: BookOutcome) -> None:
        """Propose in the answers what the check found out about the file: nothing, unless a form knows better."""


def _year(label: str, help_text: str) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=2000,
        max_value=2100,
        localize=False,
        help_text=help_text,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": "4"}),
        error_messages={"invalid": "Tulis tahun dengan empat angka, misalnya 2024."},
    )


class PlanBookForm(BookForm):
    jawaban = ("kantor_benar", "serupa", "mulai")
    tahun = _year(
        "Tahun perjanjian kinerja",
        "Boleh kosong bila berkasnya sendiri menyebut tahunnya. Bila berkasnya menyebut tahun lain, Anda ditanya.",
    )
    renstra_awal = _year("Renstra dari tahun", "")
    renstra_akhir = _year("sampai tahun", "Diisi sekali, karena Renstra kantor ini belum terdaftar.")

    kantor_benar = forms.BooleanField(
        label="Judul berkas menyebut kantor lain, tetapi isinya memang untuk kantor ini", required=False
    )

    serupa = forms.ChoiceField(
        label="Kode atau nama yang berubah",
        required=False,
        choices=[("", "Tanyakan dahulu"), *((name, LABELS[name]) for name in (NOMENKLATUR, PERBAIKI, BARU))],
    )
    mulai = _year("Mulai tahun", "Hanya untuk perubahan nomenklatur: tahun pertama kode atau nama yang baru.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[
            "berkas"
        ].help_text = "XLSX dengan satu lembar per tingkat, XLSX seperti Lampiran I, atau beberapa CSV sekaligus."
        self.fields["berkas"].widget.attrs["accept"] = ".xlsx,.csv,.xls,.htm,.html"
        if list_periods(self.opd):
            del self.fields["renstra_awal"], self.fields["renstra_akhir"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = cleaned.get("renstra_awal"), cleaned.get("renstra_akhir")
        if first is not None and last is not None and last < first:
            self.add_error("renstra_akhir", "Tahun akhir tidak boleh sebelum tahun awal.")
        return cleaned

    def choices(self) -> BookChoices:
        facts = self.cleaned_data
        return BookChoices(
            facts.get("tahun"),
            facts.get("renstra_awal"),
            facts.get("renstra_akhir"),
            facts["kantor_benar"],
            facts["serupa"],
            facts.get("mulai"),
        )

    def take_found(self, result: BookOutcome) -> None:
        """Propose the year of the file's PK as the first of another nomenclature, unless a year was typed."""
        if "mulai" in result.jawaban and result.tahun is not None and self.is_bound and not self.data.get("mulai"):
            self.data = {**{name: self.data.get(name) for name in self.data}, "mulai": str(result.tahun)}
