"""The errors that a caller of the renderer has to know."""


class RenderError(Exception):
    """The report cannot be rendered; the message is a sentence for the user."""


class RenderBroke(Exception):
    """The process that rendered broke off; another try may succeed. The message is a sentence for the user."""
