"""Checking the code of a node: forms, imports and the change of nomenclature all pass here."""

from collections.abc import Iterable

from django.db import models

from indicators.models.rencana import SimpulNomenklatur, SimpulRencana
from indicators.nomenklatur import NomenklaturVersion, WrongCode, check_below, read_code, version_of_year
from sakip.refusals import refuse

# What the check of a code depends on besides its parent: a node in which none of it changes is not judged again.
READ_FIELDS = ("kode", "versi_nomenklatur", "tahun_awal")


def codes_of_parents(model: type[models.Model], ids: Iterable[int]) -> dict[int, str]:
    """Return the code of each parent that has an official one; other models have none: no query."""
    if not issubclass(model, SimpulNomenklatur):
        return {}
    return dict(model._default_manager.filter(pk__in=set(ids)).values_list("pk", "kode"))


def check_code(
    node: SimpulRencana, stored: SimpulRencana | None, *, awal_renstra: int, induk: str, kode_induk: str
) -> None:
    """Check the code of Program and below and write it in its one spelling; Tujuan and Sasaran number freely.

    `induk` is the field of the parent. Blank is fine. A stored code that the change does not touch is left alone: it
    may be older than this check. Raises NotValid.
    """
    if not isinstance(node, SimpulNomenklatur) or not node.kode.strip():
        return
    if stored is not None and all(
        getattr(node, name) == getattr(stored, name) for name in (*READ_FIELDS, f"{induk}_id")
    ):
        return
    if node.versi_nomenklatur not in ("", *NomenklaturVersion):
        return  # the field itself refuses it
    try:
        kode = read_code(node.kode, tingkat=node.tingkat, versi=version_of(node, awal_renstra))
        check_below(kode, kode_induk)
    except WrongCode as wrong:
        raise refuse("kode", str(wrong)) from None
    node.kode = str(kode)


def version_of(node: SimpulNomenklatur, awal_renstra: int) -> NomenklaturVersion:
    """Return the nomenclature of a node: its own, or that of its first year."""
    if node.versi_nomenklatur:
        return NomenklaturVersion(node.versi_nomenklatur)
    return version_of_year(node.tahun_awal or awal_renstra)
