"""The numbers of an approved quarter are locked in the database: triggers on Realisasi, its evidence and the money.

Locked is what `workflow.LOCKED` names: approved, and approved but suspended. Services change the quarter's state first.
The triggers look into the quarter's row, so on SQLite they are away during `migrate` like those of `guards_pk`.
"""

from collections.abc import Mapping

from indicators.guards_pk import refusing_trigger

MESSAGE = "triwulan sudah disahkan, angka dan buktinya tidak boleh diubah"

REALISASI_TABLE = "indicators_realisasi"
BUKTI_TABLE = "indicators_buktidukung"
MONEY_TABLE = "indicators_realisasianggaran"
EVENTS = ("INSERT", "UPDATE", "DELETE")

_OF_QUARTER = (
    "EXISTS (SELECT 1 FROM indicators_triwulan t "
    "WHERE t.id = {row}.triwulan_id AND t.status IN ('disahkan', 'ditangguhkan'))"
)
# Per table: what tells that a row (`{row}` is OLD or NEW) belongs to a locked quarter.
LOCKED_TABLES: Mapping[str, str] = {
    REALISASI_TABLE: _OF_QUARTER,
    MONEY_TABLE: _OF_QUARTER,
    BUKTI_TABLE: (
        "EXISTS (SELECT 1 FROM indicators_realisasi r JOIN indicators_triwulan t ON t.id = r.triwulan_id "
        "WHERE r.id = {row}.realisasi_id AND t.status IN ('disahkan', 'ditangguhkan'))"
    ),
}
# SQLite's REPLACE takes the row with the same id away without a DELETE trigger: an INSERT looks for it as well.
_REPLACED = "EXISTS (SELECT 1 FROM {table} d WHERE d.id = NEW.id AND {locked})"


def _name(table: str, event: str) -> str:
    return f"{table}_approved_{event.lower()}"


def _condition(vendor: str, table: str, event: str) -> str:
    """Return when the event is refused: for a change, when the quarter before or the one after is locked."""
    locked = LOCKED_TABLES[table]
    rows = {"INSERT": ("NEW",), "UPDATE": ("OLD", "NEW"), "DELETE": ("OLD",)}[event]
    conditions = [locked.format(row=row) for row in rows]
    if vendor == "sqlite" and event == "INSERT":
        conditions.append(_REPLACED.format(table=table, locked=locked.format(row="d")))
    return " OR ".join(conditions)


def number_guard_statements(vendor: str, table: str) -> list[str]:
    """Return the statements that guard one table, safe to run again."""
    statements = number_removal_statements(vendor, table)
    for event in EVENTS:
        condition = _condition(vendor, table, event)
        statements += refusing_trigger(vendor, _name(table, event), event, table, condition, MESSAGE)
    return statements


def number_removal_statements(vendor: str, table: str) -> list[str]:
    suffix = f" ON {table}" if vendor == "postgresql" else ""
    return [f"DROP TRIGGER IF EXISTS {_name(table, event)}{suffix}" for event in EVENTS]
