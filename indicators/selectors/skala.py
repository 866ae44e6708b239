"""Reading the scales of predicates."""

from collections.abc import Iterable

from indicators.models import TingkatPredikat


def list_letters(skala_ids: Iterable[int | None]) -> dict[int, list[str]]:
    """Return the letters of each scale, best first: one query, none where there is no scale."""
    rows = TingkatPredikat.objects.filter(skala_id__in={pk for pk in skala_ids if pk is not None}).order_by("-skor")
    letters: dict[int, list[str]] = {}
    for skala_id, huruf in rows.values_list("skala_id", "huruf"):
        letters.setdefault(skala_id, []).append(huruf)
    return letters
