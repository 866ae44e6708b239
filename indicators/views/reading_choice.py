"""What a form sends of a figure below which two readings were offered (`indicators/reading_choice.html`)."""

from collections.abc import Mapping


def posted_figure(data: Mapping[str, str], name: str) -> str | None:
    """Return a field's text, None when it was not sent: the reading that was chosen, written so that it has no second
    one, unless the text was changed since it was asked about."""
    text, chosen, asked_about = data.get(name), data.get(f"{name}-bacaan"), data.get(f"{name}-dibaca")
    return chosen if chosen and text and asked_about and text.strip() == asked_about.strip() else text
