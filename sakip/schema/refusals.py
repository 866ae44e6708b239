"""What is refused where code and database do not fit."""


class SchemaRefused(Exception):
    """Code and database do not fit; `str()` is a full Indonesian sentence that says what to do."""
