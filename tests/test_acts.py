"""The acts of the trail are one list: each has words and is used, none is spelt out where it is recorded."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction

from indicators.acts import Act
from indicators.models import Jejak, PerangkatDaerah
from indicators.services.jejak import make_jejak, record, write
from indicators.workflow import PengajuanAct
from sakip.refusals import NotAllowed
from tests.cast import Cast, Office
from tests.source import nodes_of, tree_of

ROOT = Path(__file__).resolve().parent.parent
APPS = ("indicators", "reports", "sakip")
# What is only ever refused: a preview, and a rendering in the worker, leave their own rows when they are done.
ONLY_REFUSED = {"SUSUN_DOKUMEN"}


def sources() -> Iterator[tuple[str, ast.Module]]:
    for app in APPS:
        for file in sorted((ROOT / app).rglob("*.py")):
            name = str(file.relative_to(ROOT))
            if "migrations" not in name and name != "indicators/acts.py":
                yield name, tree_of(file)


def acts_in(node: ast.AST) -> set[str]:
    """Return the members that are named below the node."""
    return {
        part.attr
        for part in ast.walk(node)
        if isinstance(part, ast.Attribute) and isinstance(part.value, ast.Name) and part.value.id == "Act"
    }


def frames_of(tree: ast.AST) -> Iterator[ast.expr]:
    """Return the frames of the tree's writes."""
    for node in nodes_of(tree):
        if isinstance(node, ast.FunctionDef):
            for decorator in node.decorator_list:
                called = decorator.func if isinstance(decorator, ast.Call) else decorator
                if isinstance(called, ast.Name) and called.id == "write":
                    yield decorator


def spelt_out(tree: ast.AST) -> list[int]:
    """Return the lines where an act is given as a text, or a write has none."""
    lines = [frame.lineno for frame in frames_of(tree) if not (isinstance(frame, ast.Call) and frame.args)]
    for node in nodes_of(tree):
        if not isinstance(node, ast.Call):
            continue
        named = node.func.id if isinstance(node.func, ast.Name) else ""
        for item in node.keywords:
            if item.arg == "tindakan" and named in {"record", "make_jejak"}:
                parts = ast.walk(item.value)
                keys = {id(key) for part in ast.walk(item.value) if isinstance(part, ast.Dict) for key in part.keys}
                lines += [
                    part.lineno
                    for part in parts
                    if isinstance(part, ast.JoinedStr)
                    or (isinstance(part, ast.Constant) and isinstance(part.value, str) and id(part) not in keys)
                ]
    return lines


def test_every_act_has_words_of_its_own() -> None:
    labels = [act.label for act in Act]
    assert all(label == label.strip() and label[:1].isupper() for label in labels)
    assert len(set(labels)) == len(labels)


def test_every_act_is_recorded_somewhere() -> None:
    used = {name for _, tree in sources() for name in acts_in(tree)} | {act.name for act in PengajuanAct}
    assert {act.name for act in Act} - used == set()


def test_no_write_of_the_trail_spells_its_act_out() -> None:
    assert {name: lines for name, tree in sources() if (lines := spelt_out(tree))} == {}


def test_what_is_refused_bears_the_act_that_is_recorded_when_it_is_done() -> None:
    refused: set[str] = set()
    done = {act.name for act in PengajuanAct}
    for _, tree in sources():
        for frame in frames_of(tree):
            refused |= acts_in(frame)
            frame.args = []  # type: ignore[attr-defined]  # a call, see above
        done |= acts_in(tree)
    assert len(refused) > 30
    assert refused - done == ONLY_REFUSED


def test_each_step_of_a_submission_is_an_act() -> None:
    assert [Act(step).name for step in PengajuanAct] == [step.name for step in PengajuanAct]


@pytest.mark.parametrize(
    "source",
    [
        'record(by=by, tindakan="ubah_unit", objek=row)',
        'make_jejak(by=by, tindakan=f"ubah_{name}", objek=row)',
        'record(by=by, tindakan=Act.UBAH if row else "tambah", objek=row)',
        "@write\ndef f(*, by): ...",
        "@write()\ndef f(*, by): ...",
    ],
)
def test_the_reader_sees_an_act_spelt_out(source: str) -> None:
    assert spelt_out(ast.parse(source))


def test_an_unknown_act_is_not_recorded(db: None) -> None:
    with pytest.raises(ValueError, match="lipat_kertas"), transaction.atomic():
        record(by=None, tindakan="lipat_kertas", objek="kertas")
    assert not Jejak.objects.exists()


def test_a_row_names_an_object_a_kind_or_what_no_table_holds(office: Office) -> None:
    rows = [make_jejak(by=None, tindakan=Act.UBAH, objek=what) for what in (office.opd, PerangkatDaerah, "/admin/")]
    assert [(row.objek_jenis, row.objek_id, row.objek) for row in rows] == [
        ("indicators.perangkatdaerah", str(office.opd.pk), str(office.opd)),
        ("indicators.perangkatdaerah", "", "perangkat daerah"),
        ("", "", "/admin/"),
    ]


@write(Act.UBAH, "baris", "kantor", PerangkatDaerah)
def refuse(*, by: object, baris: object = (), kantor: object = None, sandi: str = "") -> None:
    raise NotAllowed("Bukan Anda.")


def test_a_refusal_tells_what_it_was_about(office: Office, cast: Cast) -> None:
    new = PerangkatDaerah(nama="Dinas Baru")
    calls = ({"baris": [office.opd]}, {"baris": [new]}, {"baris": [], "kantor": office.dinas}, {"sandi": "rahasia"})
    for call in calls:
        with pytest.raises(NotAllowed):
            refuse(by=cast.staf, **call)
    rows = Jejak.objects.filter(ditolak=True).order_by("pk")
    assert [(row.tindakan, row.objek_jenis, row.objek) for row in rows] == [
        ("ubah", "indicators.perangkatdaerah", str(office.opd)),
        ("tambah", "indicators.perangkatdaerah", "Dinas Baru"),
        ("ubah", "indicators.unitkerja", str(office.dinas)),
        ("ubah", "indicators.perangkatdaerah", "perangkat daerah"),
    ]
    assert all(row.pelaku == f"{cast.staf} (staf)" for row in rows)
    assert "rahasia" not in str([row.sesudah for row in rows])
