"""The forms of import and export: the file's kind is told from its content, nobody has to choose it."""

from typing import Any

from django import forms
from import_export.forms import ExportForm, ImportForm

from indicators.exchange.uploads import check_file
from sakip.files import RefusedFile


class UploadForm(ImportForm):
    """The first step: a file, judged before it is parsed."""

    def __init__(self, formats: Any, resources: Any, **kwargs: Any) -> None:
        super().__init__(formats, resources, **kwargs)
        self.fields["resource"].label = "Isi berkas"
        self.fields["import_file"].label = "Berkas"
        self.fields["import_file"].help_text = "XLSX, CSV, atau tabel HTML dengan judul kolom seperti berkas ekspor."
        self.fields["import_file"].widget.attrs = {"accept": ".xlsx,.csv,.xls,.htm,.html"}
        del self.fields["format"]

    @property
    def media(self) -> forms.Media:
        # The package's scripts only guess the format from the name.
        return forms.Media()

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        upload = cleaned.get("import_file")
        if upload is not None:
            try:
                check_file(upload, upload.size)
            except RefusedFile as refusal:
                self.add_error("import_file", str(refusal))
        return cleaned


class ExportContentForm(ExportForm):
    """Which content in which format; all columns, so that the file can come back."""

    def __init__(self, formats: Any, resources: Any, **kwargs: Any) -> None:
        super().__init__(formats, resources, **kwargs)
        self.fields["resource"].label = "Isi berkas"
        self.fields["format"].label = "Format berkas"
        self.fields["format"].choices = [(str(i), format_.title) for i, format_ in enumerate(formats)]
        self.fields["format"].initial = "0"
        del self.fields["export_items"]
