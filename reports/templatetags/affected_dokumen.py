"""Names the documents that reopening a quarter touches, on a page of the numbers, which knows nothing of reports."""

from typing import Any

from django import template

from reports.selectors import list_touched

register = template.Library()


@register.inclusion_tag("reports/_affected.html")
def affected_dokumen(triwulan: Any) -> dict[str, Any]:
    """Show the final and signed documents that rest on the quarter; `triwulan` is the quarter that a page shows."""
    return {"dokumen": list_touched(triwulan.opd_id, triwulan.tahun, triwulan.triwulan)}
