"""How a state looks on the public page: its colour and its sign."""

from django import template

from reports.services.verification import DocumentState

register = template.Library()

_GOOD, _WARN, _BAD, _SCAN, _PLAIN = (
    ("good", "centang"),
    ("warn", "peringatan"),
    ("bad", "silang"),
    ("scan", "pindaian"),
    ("plain", "kosong"),
)
_LOOKS = {
    DocumentState.SAH: _GOOD,
    DocumentState.SAMA: _GOOD,
    DocumentState.PINDAIAN: _SCAN,
    DocumentState.BELUM: _PLAIN,
    DocumentState.SEBAGIAN: _PLAIN,
    DocumentState.TIDAK_DIKENAL: ("plain", "tanya"),
    DocumentState.BERUBAH: _BAD,
    DocumentState.BERBEDA: _BAD,
    DocumentState.TIDAK_SAH: _BAD,
    DocumentState.TIDAK_ADA: _BAD,
}


@register.filter
def state_colour(state: DocumentState) -> str:
    """Return the colour; a state that is neither good nor bad warns."""
    return _LOOKS.get(state, _WARN)[0]


@register.filter
def state_icon(state: DocumentState) -> str:
    return _LOOKS.get(state, _WARN)[1]
