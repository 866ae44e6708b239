"""What may be added to a signed file: further signatures with what shows them, and validation data; nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyhanko.pdf_utils.generic import DictionaryObject
    from pyhanko.sign import diff_analysis as diff
    from pyhanko.sign.diff_analysis.rules_api import Context


def signatures_only() -> diff.DiffPolicy:
    """Return pyHanko's policy of differences without its rule for fields that somebody fills in, but for the place in
    which the specimen of a signature is shown."""
    from pyhanko.sign import diff_analysis as diff

    extending = diff.ModificationLevel.LTA_UPDATES
    rules = (
        diff.DocInfoRule(),
        diff.XrefStreamRule(),
        diff.ObjectStreamRule(),
        diff.DSSCompareRule(),
        diff.MetadataUpdateRule(),
    )
    return diff.StandardDiffPolicy(
        global_rules=[diff.CatalogModificationRule(), *(rule.as_qualified(extending) for rule in rules)],
        form_rule=diff.FormUpdatingRule(
            field_rules=[diff.SigFieldCreationRule(), _tagged_signature_rule(), _specimen_rule()]
        ),
    )


def _tagged_signature_rule() -> diff.SigFieldModificationRule:
    """Return pyHanko's rule for a place that is signed, which also finds its tag where tags list their contents.

    Our pages do ("/K [object]"). pyHanko 0.38 looks for a tag whose only content stands there without a list, and
    calls the paraf on a tagged document changed by the signature after it.
    """
    from pyhanko.sign import diff_analysis as diff

    class TaggedSignatureRule(diff.SigFieldModificationRule):
        def check_form_field(
            self, fq_name: str, spec: diff.FieldComparisonSpec, context: diff.FieldComparisonContext
        ) -> Iterable[tuple[diff.ModificationLevel, diff.FormUpdate]]:
            for level, update in super().check_form_field(fq_name, spec, context):
                yield level, update
                if update.updated_ref == spec.new_field_ref:
                    yield from ((level, replace(update, context_checked=tag)) for tag in _tags_of(spec))

    return TaggedSignatureRule()


# Read only, push button (ISO 32000-1, tables 221 and 226).
SHOWS_ONLY = 1 | 1 << 16


def _specimen_rule() -> diff.FieldMDPRule:
    """Return the rule for a place that shows a specimen and can be neither signed nor clicked (`adapters.bsre`): it may
    be given its appearance once, before the signature that the specimen belongs to."""
    from pyhanko.sign import diff_analysis as diff

    class SpecimenRule(diff.GenericFieldModificationRule):
        def check_form_field(
            self, fq_name: str, spec: diff.FieldComparisonSpec, context: diff.FieldComparisonContext
        ) -> Iterable[tuple[diff.ModificationLevel, diff.FormUpdate]]:
            if spec.field_type != "/Btn" or spec.old_field is None or not _awaits_specimen(spec.old_field):
                return
            for level, update in super().check_form_field(fq_name, spec, context):
                yield level, update
                if update.updated_ref == spec.new_field_ref:
                    yield from ((level, replace(update, context_checked=tag)) for tag in _tags_of(spec))

    return SpecimenRule(value_update_keys=("/AP",))


def _awaits_specimen(field: DictionaryObject) -> bool:
    return int(field.get("/Ff", 0)) & SHOWS_ONLY == SHOWS_ONLY and is_blank(field)


def is_blank(field: DictionaryObject) -> bool:
    """Tell whether nothing is drawn in a field yet."""
    if "/AP" not in field or "/N" not in field["/AP"]:
        return True
    drawing = field["/AP"]["/N"]
    # An empty stream that is said to be packed cannot be unpacked.
    return not drawing.encoded_data or not drawing.data.strip()


def _tags_of(spec: diff.FieldComparisonSpec) -> list[Context]:
    """Return the places in the tags that list the field among their contents."""
    from pyhanko.sign.diff_analysis.rules_api import Context

    if spec.old_field_ref is None:
        return []
    old = spec.old_field_ref.get_pdf_handler()
    # The difference policy itself asks so; there is no public way to who uses an object.
    usages = old._get_usages_of_ref(spec.old_field_ref)
    return [Context.from_absolute(old, path) for path in usages if _is_listed_in_a_tag(path.path)]


def _is_listed_in_a_tag(path: list[str | int]) -> bool:
    in_tags = list(path[:3]) == ["/Root", "/StructTreeRoot", "/K"]
    return in_tags and len(path) > 5 and path[-1] == "/Obj" and isinstance(path[-2], int) and path[-3] == "/K"
