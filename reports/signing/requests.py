"""The plain values that go into a signing call and come out of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from reports.rendering.field_names import SIGNATURE_FIELD
from reports.signing.certificates import CertificateFacts
from reports.signing.time_proof import TimeFacts

LONGEST_PASSPHRASE = 512  # characters

_LIBERATION_SANS = "".join(
    f'@font-face {{ font-family: "Liberation Sans"; font-weight: {weight}; '
    f"src: url(sakip:fonts/liberation-sans/LiberationSans-{face}.ttf) }}\n"
    for weight, face in (("normal", "Regular"), ("bold", "Bold"))
)


class Credentials:
    """Account and passphrase for the length of one call; they never show in a repr or a pickle."""

    __slots__ = ("_account", "_passphrase")

    def __init__(self, *, passphrase: str, account: str = "") -> None:
        self._account = account
        self._passphrase = passphrase

    def reveal_account(self) -> str:
        return self._account

    def reveal_passphrase(self) -> str:
        """Use the value inline and do not bind it to a name: error pages print local variables."""
        return self._passphrase

    @property
    def is_usable(self) -> bool:
        """Whether libraries may be given the passphrase: not too long, no NUL, no half of a character."""
        return len(self._passphrase) <= LONGEST_PASSPHRASE and not any(
            letter == "\0" or "\ud800" <= letter <= "\udfff" for letter in self._passphrase
        )

    def __repr__(self) -> str:
        return "Credentials(***)"

    def __reduce__(self) -> str:
        raise TypeError("Credentials are never stored.")


@dataclass(frozen=True, slots=True)
class FieldPlacement:
    """Where to create the signature field: page index from 0, PDF points from the lower left."""

    page_index: int
    left: float
    bottom: float
    right: float
    top: float

    @property
    def box(self) -> tuple[float, float, float, float]:
        return (self.left, self.bottom, self.right, self.top)


@dataclass(frozen=True, slots=True)
class StampStyle:
    """Typeface of the visible stamp; the default is the sans serif that ships with the project.

    `font_css` holds the @font-face rules; their addresses follow the report's private scheme
    ("sakip:fonts/..."), every other address is refused.
    """

    font_family: str = '"Liberation Sans", sans-serif'
    font_css: str = _LIBERATION_SANS


@dataclass(frozen=True, slots=True)
class SignRequest:
    """One signature: who signs as what, why, where, and the address behind the QR.

    `footer_text` is written at the foot of every page in the same update as the signature: by the first one.
    """

    name: str
    jabatan: str
    verify_url: str
    rank: str = ""
    nip: str = ""
    reason: str = "Pengesahan dokumen"
    location: str = ""
    footer_text: str = ""
    field_name: str = SIGNATURE_FIELD
    placement: FieldPlacement | None = None
    time_zone: str = "Asia/Jakarta"
    style: StampStyle = field(default_factory=StampStyle)
    # The last signature closes the document; an earlier one leaves room for those after it.
    closing: bool = True


@dataclass(frozen=True, slots=True)
class SignedPdf:
    """The signed bytes and what to store beside them: hash, the signer's certificate, when, what proves when, and the
    number under which a service keeps the file ("" without one)."""

    pdf: bytes = field(repr=False)
    sha256: str
    certificate: CertificateFacts
    signed_at: datetime
    time: TimeFacts = field(default_factory=TimeFacts)
    document_number: str = ""
