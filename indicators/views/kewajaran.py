"""What the plausibility rules do in an office: the Sekretaris sets it, whoever keeps the plan reads it."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from indicators.capaian import NotANumber, read_number, text_of_figure
from indicators.models import AturanKewajaran, PerangkatDaerah
from indicators.permissions import Izin
from indicators.rules.realisasi import RULES, Aturan, Rule, RuleSetting, Sifat
from indicators.selectors.kewajaran import list_rule_settings
from indicators.selectors.kewenangan import get_kewenangan
from indicators.selectors.seen import seen_rule_settings
from indicators.services.kewajaran import set_rules
from indicators.views.support import acting_user, chosen_opd
from sakip.answers import INVALID, mark_fields, status_of
from sakip.owners import with_owner
from sakip.pages import page, render_page, report_success
from sakip.refusals import Correctable

# A note that is missing stops the row anyway: nothing of it is for the office to set.
SETTABLE = tuple(rule for rule in RULES if rule.aturan is not Aturan.CATATAN)
NOT_A_LIMIT = "Tulis angka di atas 0 seperti 120, atau kosongkan untuk memakai {biasa}."


class LimitField(forms.CharField):
    """A number as people write it; blank for the rule's own."""

    def __init__(self, rule: Rule) -> None:
        self.biasa = "" if rule.batas is None else text_of_figure(rule.batas)
        widget = forms.TextInput(attrs={"inputmode": "decimal", "placeholder": self.biasa, "class": "figure"})
        super().__init__(label=f"Batas ({rule.arti_batas})", required=False, max_length=20, widget=widget)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        try:
            read = read_number(text)
        except NotANumber:
            read = None
        if read is None or read.nilai is None or read.nilai <= 0:
            raise forms.ValidationError(NOT_A_LIMIT.format(biasa=self.biasa))
        return read.nilai


class RulesForm(forms.Form):
    """Three fields of each rule, by its id: what it does, its limit, whether its explanations are printed."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for rule in SETTABLE:
            choices = [(sifat.value, sifat.label) for sifat in Sifat]
            self.fields[f"{rule.aturan}_sifat"] = forms.ChoiceField(
                label="Bila ditemukan", choices=choices, error_messages={"required": "Pilih salah satu."}
            )
            self.fields[f"{rule.aturan}_cetak"] = forms.BooleanField(
                label="Cetak penjelasannya dalam laporan", required=False
            )
            if rule.batas is not None:
                self.fields[f"{rule.aturan}_batas"] = LimitField(rule)

    def read(self) -> dict[Aturan, RuleSetting]:
        typed = self.cleaned_data
        return {
            rule.aturan: RuleSetting(
                Sifat(typed[f"{rule.aturan}_sifat"]),
                typed.get(f"{rule.aturan}_batas"),
                typed[f"{rule.aturan}_cetak"],
            )
            for rule in SETTABLE
        }


@dataclass(frozen=True)
class ShownRule:
    """A rule with its fields, and what is set, for the reader who sets nothing."""

    aturan: Rule
    sifat: forms.BoundField
    cetak: forms.BoundField
    batas: forms.BoundField | None
    berlaku: RuleSetting

    @property
    def batas_teks(self) -> str:
        value = self.aturan.batas if self.berlaku.batas is None else self.berlaku.batas
        return "" if value is None else text_of_figure(value)


@page
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    """Every rule with its sentence and what the office lets it do."""
    opd = chosen_opd(request, Izin.KELOLA_KEWAJARAN, Izin.LIHAT_RENCANA)
    stored = list_rule_settings(opd.pk)
    if request.method != "POST":
        return _render(request, opd, stored, RulesForm(initial=_initial(stored)))
    form = RulesForm(request.POST)
    if not form.is_valid():
        return _render(request, opd, stored, form, status=INVALID)
    try:
        dilihat = request.POST.get("dilihat", "")
        changed = set_rules(by=acting_user(request), opd=opd, isian=form.read(), dilihat=dilihat)
    except Correctable as error:
        mark_fields(form, error)
        return _render(request, opd, list_rule_settings(opd.pk), form, error=error, status=status_of(error))
    report_success(request, f"{len(changed)} aturan diubah." if changed else "Tidak ada aturan yang diubah.")
    return HttpResponseRedirect(with_owner(reverse("indicators:kewajaran"), opd))


def _settings_of(stored: list[AturanKewajaran]) -> dict[Aturan, RuleSetting]:
    own = {Aturan(row.aturan): RuleSetting(Sifat(row.sifat), row.batas, row.cetak) for row in stored}
    return {rule.aturan: own.get(rule.aturan, RuleSetting(rule.sifat)) for rule in SETTABLE}


def _initial(stored: list[AturanKewajaran]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for aturan, setting in _settings_of(stored).items():
        found[f"{aturan}_sifat"], found[f"{aturan}_cetak"] = setting.sifat.value, setting.cetak
        found[f"{aturan}_batas"] = "" if setting.batas is None else text_of_figure(setting.batas)
    return found


def _render(
    request: HttpRequest,
    opd: PerangkatDaerah,
    stored: list[AturanKewajaran],
    form: RulesForm,
    *,
    error: Correctable | None = None,
    status: int = 200,
) -> HttpResponse:
    berlaku = _settings_of(stored)
    context = {
        "opd": opd,
        "galat": error,
        "form": form,
        "dilihat": seen_rule_settings(stored),
        "boleh_ubah": get_kewenangan(acting_user(request)).may(Izin.KELOLA_KEWAJARAN, opd_id=opd.pk),
        "daftar": [
            ShownRule(
                rule,
                form[f"{rule.aturan}_sifat"],
                form[f"{rule.aturan}_cetak"],
                form[f"{rule.aturan}_batas"] if rule.batas is not None else None,
                berlaku[rule.aturan],
            )
            for rule in SETTABLE
        ],
    }
    return render_page(request, "indicators/kewajaran/rules.html", context, title="Aturan kewajaran", status=status)
