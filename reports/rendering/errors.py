"""The one error that a caller of the renderer has to know."""


class RenderError(Exception):
    """The report cannot be rendered; the message is a sentence for the user."""
