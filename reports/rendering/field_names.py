"""What the signature fields of a document are called."""

SIGNATURE_FIELD = "TandaTangan"


def paraf_field(number: int) -> str:
    """Return the name of the field of a paraf, counted from 1."""
    return f"Paraf{number}"
