"""The model of each level of the plan; the level of a model or a node is its `tingkat`."""

from indicators.models.rencana import (
    Kegiatan,
    PeriodeRenstra,
    Program,
    Sasaran,
    SimpulNomenklatur,
    SimpulRencana,
    SubKegiatan,
    Tujuan,
)
from indicators.tingkat import Tingkat

MODEL_OF: dict[Tingkat, type[SimpulRencana]] = {
    model.tingkat: model for model in (Tujuan, Sasaran, Program, Kegiatan, SubKegiatan)
}
NOMENKLATUR_MODEL_OF: dict[Tingkat, type[SimpulNomenklatur]] = {
    level: model for level, model in MODEL_OF.items() if issubclass(model, SimpulNomenklatur)
}


def parent_model_of(tingkat: Tingkat) -> type[SimpulRencana] | type[PeriodeRenstra]:
    return PeriodeRenstra if tingkat.induk is None else MODEL_OF[tingkat.induk]


def child_model_of(induk: SimpulRencana | PeriodeRenstra) -> type[SimpulRencana] | None:
    """Return the model of the nodes below a node or a Renstra; None below the lowest level."""
    below = Tingkat.TUJUAN if isinstance(induk, PeriodeRenstra) else induk.tingkat.anak
    return None if below is None else MODEL_OF[below]
