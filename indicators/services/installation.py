"""The trail of what is done with the whole installation: it is recorded with none of the offices."""

from collections.abc import Mapping

from indicators.acts import Act
from indicators.services.jejak import make_jejak, record_in
from sakip.keeping.registry import Deed

ACTS = {
    Deed.BACKUP: Act.CADANGKAN,
    Deed.RESTORE: Act.PULIHKAN,
    Deed.MOVE: Act.PINDAHKAN_BASIS_DATA,
    Deed.MOVE_FILES: Act.PINDAHKAN_BERKAS,
}


def record_deed(deed: Deed, using: str, facts: Mapping[str, object]) -> None:
    """Write an audit row into a database of ours."""
    record_in(using, make_jejak(by=None, tindakan=ACTS[deed], objek="Instalasi", sesudah=facts))
