"""The forms of import and export: the file's kind is told from its content, nobody has to choose it."""

from typing import Any

from django import forms
from django.core import signing
from import_export.forms import ConfirmImportForm, ExportForm, ImportForm

from indicators.imports.berkas import check_file
from indicators.imports.formats import FORMATS
from indicators.imports.penyimpanan import EXPIRED, MAX_AGE_SECONDS
from sakip.files import RefusedFile


class UnggahForm(ImportForm):
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
                kind = check_file(upload, upload.size)
            except RefusedFile as refusal:
                self.add_error("import_file", str(refusal))
            else:
                # A page's table is read like a CSV file: which of the two reads it makes no difference.
                cleaned["format"] = str(next((i for i, format_ in enumerate(FORMATS) if format_.kind == kind), 1))
        return cleaned


class KonfirmasiForm(ConfirmImportForm):
    """The second step: which waiting file is meant is signed for the user and the page that uploaded it."""

    def __init__(self, *args: Any, salt: str, resources: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.salt, self.resources = salt, resources

    def clean_import_file_name(self) -> str:
        try:
            name: str = signing.loads(self.cleaned_data["import_file_name"], salt=self.salt, max_age=MAX_AGE_SECONDS)
        except signing.BadSignature:
            raise forms.ValidationError(EXPIRED) from None
        return name

    def clean_format(self) -> str:
        return self._index("format", len(FORMATS))

    def clean_resource(self) -> str:
        return self._index("resource", self.resources)

    def _index(self, field: str, count: int) -> str:
        value: str = self.cleaned_data[field] or "0"
        if value not in map(str, range(count)):
            raise forms.ValidationError(EXPIRED)
        return value


class EksporForm(ExportForm):
    """Which content in which format; all columns, so that the file can come back."""

    def __init__(self, formats: Any, resources: Any, **kwargs: Any) -> None:
        super().__init__(formats, resources, **kwargs)
        self.fields["resource"].label = "Isi berkas"
        self.fields["format"].label = "Format berkas"
        self.fields["format"].choices = [(str(i), format_.title) for i, format_ in enumerate(formats)]
        self.fields["format"].initial = "0"
        del self.fields["export_items"]
