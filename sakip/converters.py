"""Numbers in addresses."""

from django.urls.converters import IntConverter


class NumberConverter(IntConverter):
    """A whole number that a database can hold. Django's own takes any, which SQLite answers with an error."""

    regex = "[0-9]{1,18}"
