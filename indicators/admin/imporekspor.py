"""Import and export buttons of a planning model, over the guarded reader and the services."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from import_export.admin import ImportExportMixin

from indicators.admin.base import denied_again, user_of
from indicators.imports.formats import FORMATS
from indicators.imports.forms import EksporForm, KonfirmasiForm, UnggahForm
from indicators.imports.penyimpanan import BerkasSementara
from indicators.permissions import Izin
from indicators.selectors.kewenangan import get_kewenangan, list_opd, today_in
from indicators.services.errors import NotAllowed
from indicators.services.jejak import record
from sakip.files import RefusedFile

# A preview of thousands of rows helps nobody and chokes the browser.
PREVIEW_ROWS = 200


class ImporEkspor(ImportExportMixin):
    """Mix in before ScopedAdmin. Import needs the right to change, export the right to see."""

    formats = FORMATS
    import_form_class = UnggahForm
    confirm_form_class = KonfirmasiForm
    export_form_class = EksporForm
    tmp_storage_class = BerkasSementara
    resource_classes: Sequence[Any] = ()

    def has_import_permission(self, request: HttpRequest) -> bool:
        return bool(self.has_change_permission(request))

    def has_export_permission(self, request: HttpRequest) -> bool:
        return bool(self.has_view_permission(request))

    def get_resource_kwargs(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {"user": user_of(request)}

    def get_import_data_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return {"rollback_on_validation_errors": True}

    # --- import -----------------------------------------------------------------------------------------------------

    def _salt(self, request: HttpRequest) -> str:
        return f"impor:{user_of(request).pk}:{self.opts.label_lower}"

    def get_confirm_form_kwargs(self, request: HttpRequest, import_form: Any = None) -> dict[str, Any]:
        kwargs: dict[str, Any] = super().get_confirm_form_kwargs(request, import_form)
        return {**kwargs, "salt": self._salt(request), "resources": len(self.resource_classes)}

    def get_confirm_form_initial(self, request: HttpRequest, import_form: Any) -> dict[str, Any]:
        initial: dict[str, Any] = super().get_confirm_form_initial(request, import_form)
        if initial:
            initial["import_file_name"] = signing.dumps(initial["import_file_name"], salt=self._salt(request))
        return initial

    def add_data_read_fail_error_to_form(self, form: Any, e: Exception) -> None:
        if not isinstance(e, RefusedFile):
            raise e
        form.add_error("import_file", str(e))

    def get_import_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {"preview_rows": PREVIEW_ROWS, "preview_slice": f":{PREVIEW_ROWS}"}

    def import_action(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not self.has_import_permission(request):
            raise PermissionDenied
        return self._recorded(request, super().import_action, **kwargs)

    def process_import(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not self.has_import_permission(request):
            raise PermissionDenied
        try:
            return self._recorded(request, super().process_import, **kwargs)
        except RefusedFile as refusal:
            messages.error(request, str(refusal))
            return HttpResponseRedirect(self._url("import"))

    def _recorded(self, request: HttpRequest, view: Any, **kwargs: Any) -> HttpResponse:
        """Answer 403 when a service refuses the user; the import's transaction took the audit row back with it."""
        try:
            response: HttpResponse = view(request, **kwargs)
        except NotAllowed as refusal:
            raise denied_again(refusal) from None
        return response

    def process_result(self, result: Any, request: HttpRequest) -> HttpResponse:
        """Say what was written; what changed since the preview is said instead, and nothing was written."""
        problems = [str(error.error) for error in result.base_errors]
        problems += [
            f"Baris {row.number}: {' '.join(text for texts in row.error_dict.values() for text in texts)}"
            for row in result.invalid_rows
        ]
        if problems:
            messages.error(request, f"Tidak ada yang diimpor. {' '.join(problems[:3])}")
            return HttpResponseRedirect(self._url("import"))
        totals = result.totals
        messages.success(
            request,
            f"Impor selesai: {totals['new']} baru, {totals['update']} berubah, {totals['skip']} tidak berubah.",
        )
        return HttpResponseRedirect(self._url("changelist"))

    def _url(self, name: str) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{name}")

    # --- export -----------------------------------------------------------------------------------------------------

    def get_export_filename(self, request: HttpRequest, queryset: Any, file_format: Any) -> str:
        resource = self.choose_export_resource_class(self._export_form(request), request)
        name = resource.get_display_name().lower().replace(" ", "-")
        return f"{name}-{today_in():%Y-%m-%d}.{file_format.get_extension()}"

    def _export_form(self, request: HttpRequest) -> Any:
        form = self.export_form_class(
            self.get_export_formats(), self.get_export_resource_classes(request), data=request.POST
        )
        form.is_valid()
        return form

    def get_export_data(self, file_format: Any, request: HttpRequest, queryset: Any, **kwargs: Any) -> Any:
        data = super().get_export_data(file_format, request, queryset, **kwargs)
        user = user_of(request)
        # A row without an office would be nobody's to read.
        for opd in list_opd(user).filter(pk__in=get_kewenangan(user).opd_ids(Izin.LIHAT_RENCANA)):
            record(
                by=user,
                tindakan=f"ekspor_{self.opts.model_name}",
                objek=str(self.opts.verbose_name_plural),
                opd=opd,
            )
        return data
