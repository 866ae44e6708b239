"""Numbers that come as text from a form, an address, a header or a setting: plain digits, or none at all.

Python's `int` also reads blanks, signs, underscores and the digits of every script, and `str.isdigit` says yes to "²";
here only 0 to 9 count, and only so many that no database refuses them.
"""

from sakip.refusals import NotFound

# What the columns hold that keys, versions and counts are compared with.
LARGEST_KEY = 2**63 - 1
LARGEST_NUMBER = 2**31 - 1
# A version that no row has, not even one that was never saved (0).
NO_VERSION = -1
INCOMPLETE = "Alamat ini tidak lengkap."


def is_digits(text: str) -> bool:
    """Say whether a text is nothing but the digits 0 to 9, one at least."""
    return text.isascii() and text.isdigit()


def number_in(text: str, *, least: int = 0, most: int = LARGEST_NUMBER) -> int | None:
    """Return the whole number that a text says; None when it says none, or one outside the bounds."""
    # The length first: turning millions of digits into a number takes minutes.
    if not is_digits(text) or len(text) > len(str(most)):
        return None
    number = int(text)
    return number if least <= number <= most else None


def key_in(text: str) -> int | None:
    """Return the key of a row, None for what can be none."""
    return number_in(text, least=1, most=LARGEST_KEY)


def version_in(text: str) -> int:
    """Return the version that a form was made of; NO_VERSION when it says none, so that the service, which asks first
    whether the user may at all, answers that it is not the version that stands."""
    found = number_in(text)
    return NO_VERSION if found is None else found


def year_in(text: str) -> int | None:
    """Return a year: four digits."""
    return number_in(text, least=1000, most=9999)


def year_asked(text: str) -> int | None:
    """Return the year that an address asks for, None when it asks for none. Raises NotFound for what is no year."""
    if not text:
        return None
    found = year_in(text)
    if found is None:
        raise NotFound(INCOMPLETE)
    return found


def number_within(text: str) -> int:
    """Return the number that a text's digits make together, such as the row of a cell's address; 0 without any."""
    return int("".join(letter for letter in text if is_digits(letter)) or 0)
