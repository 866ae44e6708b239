"""A PK that is ditetapkan is frozen in the database: triggers on the agreement, its rows, their targets
and its sheets.

The triggers on all but the first look into other tables. SQLite cannot rebuild a table while another one's trigger
speaks of it, so these guards are taken away before `migrate` there and put back after it.
"""

from collections.abc import Mapping

MESSAGE = "perjanjian kinerja sudah ditetapkan, isinya tidak boleh diubah"

PK_TABLE = "indicators_perjanjiankinerja"
BUTIR_TABLE = "indicators_butirpk"
TARGET_TABLE = "indicators_target"
LEMBAR_TABLE = "indicators_lembarpk"
ISI_LEMBAR_TABLE = "indicators_butirlembar"

# Per table: what tells that a row belongs to a frozen agreement (`{row}` is OLD or NEW), and the refused events.
FROZEN_TABLES: Mapping[str, tuple[str, tuple[str, ...]]] = {
    PK_TABLE: ("{row}.status = 'ditetapkan'", ("UPDATE", "DELETE")),
    BUTIR_TABLE: (
        "EXISTS (SELECT 1 FROM indicators_perjanjiankinerja p "
        "WHERE p.id = {row}.pk_induk_id AND p.status = 'ditetapkan')",
        ("INSERT", "UPDATE", "DELETE"),
    ),
    TARGET_TABLE: (
        "EXISTS (SELECT 1 FROM indicators_butirpk b JOIN indicators_perjanjiankinerja p ON p.id = b.pk_induk_id "
        "WHERE b.id = {row}.butir_id AND p.status = 'ditetapkan')",
        ("INSERT", "UPDATE", "DELETE"),
    ),
    LEMBAR_TABLE: (
        "EXISTS (SELECT 1 FROM indicators_perjanjiankinerja p "
        "WHERE p.id = {row}.pk_induk_id AND p.status = 'ditetapkan')",
        ("INSERT", "UPDATE", "DELETE"),
    ),
    # A sheet of a draft may not take a row away from a frozen agreement either.
    ISI_LEMBAR_TABLE: (
        "EXISTS (SELECT 1 FROM indicators_perjanjiankinerja p WHERE p.status = 'ditetapkan' AND "
        "(p.id = (SELECT l.pk_induk_id FROM indicators_lembarpk l WHERE l.id = {row}.lembar_id) "
        "OR p.id = (SELECT b.pk_induk_id FROM indicators_butirpk b WHERE b.id = {row}.butir_id)))",
        ("INSERT", "UPDATE", "DELETE"),
    ),
}


def _condition(table: str, event: str) -> str:
    """Return when the event is refused: the row's own agreement, for a change the one before and the one after."""
    frozen, _ = FROZEN_TABLES[table]
    if event == "UPDATE" and table != PK_TABLE:
        return f"{frozen.format(row='OLD')} OR {frozen.format(row='NEW')}"
    return frozen.format(row="NEW" if event == "INSERT" else "OLD")


def _name(table: str, event: str) -> str:
    return f"{table}_frozen_{event.lower()}"


def frozen_guard_statements(vendor: str, table: str) -> list[str]:
    """Return the statements that guard one table, safe to run again."""
    _, events = FROZEN_TABLES[table]
    statements = frozen_removal_statements(vendor, table)
    for event in events:
        statements += refusing_trigger(vendor, _name(table, event), event, table, _condition(table, event), MESSAGE)
    return statements


def refusing_trigger(vendor: str, name: str, event: str, table: str, condition: str, message: str) -> list[str]:
    """Return the statements of a trigger that refuses the event on rows for which the condition holds."""
    if vendor == "sqlite":
        return [
            f"CREATE TRIGGER {name} BEFORE {event} ON {table} WHEN {condition} "
            f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
        ]
    kept = "OLD" if event == "DELETE" else "NEW"
    return [
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {condition} THEN "
        f"RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation'; END IF; "
        f"RETURN {kept}; END $$",
        f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()",
    ]


def frozen_removal_statements(vendor: str, table: str) -> list[str]:
    suffix = f" ON {table}" if vendor == "postgresql" else ""
    _, events = FROZEN_TABLES[table]
    return [f"DROP TRIGGER IF EXISTS {_name(table, event)}{suffix}" for event in events]
