"""Import and export buttons of a planning model, over the guarded reader and the services."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from import_export.admin import ImportExportMixin

from indicators.acts import Act
from indicators.admin.base import user_of
from indicators.exchange.formats import FORMATS, as_dataset
from indicators.exchange.forms import ExportContentForm, UploadForm
from indicators.exchange.outcome import ImportOutcome
from indicators.exchange.preview import check_file_of
from indicators.exchange.tables import read_sheet
from indicators.models import PerangkatDaerah
from indicators.permissions import Izin
from indicators.selectors.kewenangan import list_offices_with
from indicators.services.jejak import record
from indicators.views.support import answer_gone
from sakip.answers import INVALID, denied_again, status_of
from sakip.files import RefusedFile
from sakip.owners import choose, narrow, owner_of, with_owner
from sakip.pages import report_refusal, report_success
from sakip.refusals import Busy, Correctable, NotAllowed, NotValid
from sakip.waiting import Expired, SavedBefore, confirm, find_waiting, keep, salt_of

# So many causes help nobody; rows that would be written are all shown.
PREVIEW_ROWS = 200
# A message holds this many causes; the page that follows a new upload lists all of them.
REFUSALS = 20


class ExchangeMixin(ImportExportMixin):
    """Mix in before ScopedAdmin. Import needs the right to change, export the right to see."""

    formats = FORMATS
    import_form_class = UploadForm
    export_form_class = ExportContentForm
    resource_classes: Sequence[Any] = ()

    def has_import_permission(self, request: HttpRequest) -> bool:
        return bool(self.has_change_permission(request))

    def has_export_permission(self, request: HttpRequest) -> bool:
        return bool(self.has_view_permission(request))

    def get_resource_kwargs(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {"user": user_of(request)}

    # --- import -----------------------------------------------------------------------------------------------------

    def _salt(self, request: HttpRequest) -> str:
        owner: Any = owner_of(request)
        return salt_of(f"impor:{self.opts.label_lower}", user_of(request).pk, owner.pk)

    def get_import_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {"preview_rows": PREVIEW_ROWS, "preview_slice": f":{PREVIEW_ROWS}"}

    def import_action(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not self.has_import_permission(request):
            raise PermissionDenied
        choose(request, self._keeps(request))
        if request.method == "POST":
            return self._preview(request)
        response: HttpResponse = super().import_action(request, **kwargs)
        return response

    def _preview(self, request: HttpRequest) -> HttpResponse:
        """Show what the file would change. The package's own page reads and tries it in this process."""
        form = self.create_import_form(request)
        context = {**self.admin_site.each_context(request), **self.get_import_context_data()}
        if form.is_valid():
            context |= self._check(request, form)
        context |= {"title": "Impor", "form": form, "opts": self.opts, "media": self.media + form.media}
        request.current_app = self.admin_site.name
        status = context.pop("status", INVALID) if form.errors or not context["result"].may_save else None
        return TemplateResponse(request, [self.import_template_name], context, status=status)

    def _check(self, request: HttpRequest, form: Any) -> dict[str, Any]:
        """Check the form's file; one that may be confirmed waits. Return what the page shows, and the `status` of what
        kept it from being checked."""
        upload = form.cleaned_data["import_file"]
        upload.seek(0)
        data = upload.read()
        owner: Any = owner_of(request)
        sumber = self.choose_import_resource_class(form, request).__name__
        try:
            result = check_file_of(by=user_of(request), opd=owner, sumber=sumber, data=data)
            if not result.may_save:
                return {"result": result}
            waiting = keep([(str(upload.name), data)])
        except NotAllowed as refusal:
            raise denied_again(refusal) from None
        except (Busy, RefusedFile) as refusal:
            form.add_error("import_file", str(refusal))
            return {"status": status_of(refusal)}
        return {"result": result, "token": waiting.token(self._salt(request), sumber=sumber)}

    def _keeps(self, request: HttpRequest) -> list[PerangkatDaerah]:
        return list_offices_with(user_of(request), Izin.KELOLA_RENCANA)

    def process_import(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Write the waiting file, all or nothing."""
        if not self.has_import_permission(request):
            raise PermissionDenied
        choose(request, self._keeps(request), switch=self._url("import"))
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        upload, rows = self._back(request, "import"), self._back(request, "changelist")
        try:
            waiting = find_waiting(request.POST.get("token", ""), self._salt(request))
            [(_, data)] = waiting.read()
            totals = confirm(waiting, lambda: self._write(request, waiting.facts["sumber"], data))
        except (Expired, SavedBefore) as gone:
            return answer_gone(request, gone, upload=upload, done=rows)
        except NotAllowed as refusal:
            raise denied_again(refusal) from None
        except (Correctable, RefusedFile) as refusal:
            report_refusal(request, str(refusal))
            return HttpResponseRedirect(upload)
        report_success(
            request,
            f"Impor selesai: {totals['new']} baru, {totals['update']} berubah, {totals['skip']} tidak berubah.",
        )
        return HttpResponseRedirect(rows)

    def _write(self, request: HttpRequest, sumber: str, data: bytes) -> Mapping[str, int]:
        """Import the file; return how many rows were new, changed or the same. What changed since the preview is said
        instead, and nothing was written: raises NotValid."""
        resources = {row.__name__: row for row in self.get_import_resource_classes(request)}
        resource = resources[sumber](user=user_of(request), opd=owner_of(request))
        result: ImportOutcome = resource.import_data(as_dataset(read_sheet(data)), rollback_on_validation_errors=True)
        if result.kalimat:
            more = len(result.kalimat) - REFUSALS
            told = [*result.kalimat[:REFUSALS], *([f"Juga {more} hal lain: unggah kembali."] if more > 0 else [])]
            raise NotValid(f"Tidak ada yang diimpor. {' '.join(told)}")
        totals: Mapping[str, int] = result.totals
        return totals

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
        return f"{name}-{whose}-{timezone.localdate():%Y-%m-%d}.{file_format.get_extension()}"

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
