"""What the reports of a quarter wait for, on a page of the numbers, which knows nothing of reports."""

from collections.abc import Sequence
from typing import Any

from django import template
from django.template import Context

from reports.selectors import NextStep, ReportStep, list_steps

register = template.Library()


@register.simple_tag(takes_context=True)
def list_report_steps(context: Context, triwulan: Any) -> list[ReportStep]:
    """Return the reports of an approved quarter, each with its next step for who reads the page."""
    return list_steps(context["user"], triwulan.opd, triwulan.tahun, triwulan.triwulan)


@register.filter
def next_step(steps: Sequence[ReportStep]) -> ReportStep | None:
    """Return the report that waits for somebody, the reader first; else the first one."""
    waiting = [step for step in steps if step.langkah is not NextStep.TERBIT]
    own = (step for step in waiting if step.milik_sendiri)
    return next(own, None) or next(iter(waiting), None) or next(iter(steps), None)
