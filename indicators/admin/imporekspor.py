"""Import and export buttons of a planning model, over the guarded reader and the services."""

from collections.abc import Sequence
from typing import Any

from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from import_export.admin import ImportExportMixin

from indicators.acts import Act
from indicators.admin.base import user_of
from indicators.imports.formats import FORMATS
from indicators.imports.forms import EksporForm, KonfirmasiForm, UnggahForm
from indicators.imports.penyimpanan import BerkasSementara
from indicators.imports.pratinjau import check_file_of
from indicators.models import PerangkatDaerah
from indicators.permissions import Izin
from indicators.selectors.kewenangan import list_offices_with, today_in
from indicators.services.errors import NotAllowed
from indicators.services.jejak import record
from sakip.answers import denied_again
from sakip.files import RefusedFile
from sakip.owners import choose, narrow, owner_of, with_owner
from sakip.pages import report_refusal, report_success

# So many causes help nobody; rows that would be written are all shown.
PREVIEW_ROWS = 200
# A message holds this many causes; the page that follows a new upload lists all of them.
REFUSALS = 20


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

    def get_import_resource_kwargs(self, request: HttpRequest, **kwargs: Any) -> dict[str, Any]:
        """Import into the page's office alone, whatever a file says."""
        return {**super().get_import_resource_kwargs(request, **kwargs), "opd": owner_of(request)}

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

    def get_import_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {"preview_rows": PREVIEW_ROWS, "preview_slice": f":{PREVIEW_ROWS}"}

    def import_action(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not self.has_import_permission(request):
            raise PermissionDenied
        choose(request, self._keeps(request))
        if request.method == "POST":
            return self._recorded(request, self._preview)
        response: HttpResponse = super().import_action(request, **kwargs)
        return response

    def _preview(self, request: HttpRequest) -> HttpResponse:
        """Show what the file would change. The package's own page reads and tries it in this process."""
        form = self.create_import_form(request)
        context = {**self.admin_site.each_context(request), **self.get_import_context_data()}
        if form.is_valid():
            self._check(request, form, context)
        context |= {"title": "Impor", "form": form, "opts": self.opts, "media": self.media + form.media}
        request.current_app = self.admin_site.name
        return TemplateResponse(request, [self.import_template_name], context)

    def _check(self, request: HttpRequest, form: Any, context: dict[str, Any]) -> None:
        """Check the form's file; one that may be confirmed waits under a signed name."""
        upload = form.cleaned_data["import_file"]
        upload.seek(0)
        data = upload.read()
        owner: Any = owner_of(request)
        resource = self.choose_import_resource_class(form, request)
        try:
            result = check_file_of(by=user_of(request), opd=owner, sumber=resource.__name__, data=data)
            waiting = BerkasSementara()
            if result.boleh_simpan:
                waiting.save(data)
        except RefusedFile as refusal:
            form.add_error("import_file", str(refusal))
            return
        context["result"] = result
        if result.boleh_simpan:
            upload.tmp_storage_name = waiting.name
            context["confirm_form"] = self.create_confirm_form(request, import_form=form)

    def _keeps(self, request: HttpRequest) -> list[PerangkatDaerah]:
        return list_offices_with(user_of(request), Izin.KELOLA_RENCANA)

    def process_import(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not self.has_import_permission(request):
            raise PermissionDenied
        choose(request, self._keeps(request), switch=self._url("import"))
        try:
            return self._recorded(request, super().process_import, **kwargs)
        except RefusedFile as refusal:
            report_refusal(request, str(refusal))
            return HttpResponseRedirect(self._back(request, "import"))

    def _recorded(self, request: HttpRequest, view: Any, **kwargs: Any) -> HttpResponse:
        """Answer 403 when a service refuses the user; the import's transaction took the audit row back with it."""
        try:
            response: HttpResponse = view(request, **kwargs)
        except NotAllowed as refusal:
            raise denied_again(refusal) from None
        return response

    def process_result(self, result: Any, request: HttpRequest) -> HttpResponse:
        """Say what was written; what changed since the preview is said instead, and nothing was written."""
        if result.kalimat:
            more = len(result.kalimat) - REFUSALS
            told = [*result.kalimat[:REFUSALS], *([f"Juga {more} hal lain: unggah kembali."] if more > 0 else [])]
            report_refusal(request, f"Tidak ada yang diimpor. {' '.join(told)}")
            return HttpResponseRedirect(self._back(request, "import"))
        totals = result.totals
        report_success(
            request,
            f"Impor selesai: {totals['new']} baru, {totals['update']} berubah, {totals['skip']} tidak berubah.",
        )
        return HttpResponseRedirect(self._back(request, "changelist"))

    def _url(self, name: str) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{name}")

    def _back(self, request: HttpRequest, name: str) -> str:
        """Return a page of the model, of the office that the page belongs to if the user has several."""
        owner = owner_of(request)
        several = len(self._keeps(request)) > 1
        return with_owner(self._url(name), owner) if several and owner is not None else self._url(name)

    # --- export -----------------------------------------------------------------------------------------------------

    def export_action(self, request: HttpRequest) -> HttpResponse:
        if offices := self._reads(request):
            narrow(request, offices)
        response: HttpResponse = super().export_action(request)
        return response

    def _reads(self, request: HttpRequest) -> list[PerangkatDaerah]:
        return list_offices_with(user_of(request), Izin.LIHAT_RENCANA, Izin.KELOLA_RENCANA)

    def _exported(self, request: HttpRequest) -> list[PerangkatDaerah]:
        """Return the offices whose rows the file holds."""
        owner = owner_of(request)
        return [opd for opd in self._reads(request) if owner is None or opd.pk == owner.pk]

    def get_export_filename(self, request: HttpRequest, queryset: Any, file_format: Any) -> str:
        resource = self.choose_export_resource_class(self._export_form(request), request)
        name = resource.get_display_name().lower().replace(" ", "-")
        exported = self._exported(request)
        whose = exported[0].nama_berkas if len(exported) == 1 else "semua-kantor"
        return f"{name}-{whose}-{today_in():%Y-%m-%d}.{file_format.get_extension()}"

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
        for opd in self._exported(request):
            record(
                by=user,
                tindakan=Act.EKSPOR,
                objek=self.model,
                opd=opd,
            )
        return data
