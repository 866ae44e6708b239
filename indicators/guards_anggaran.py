"""The money of an approved quarter is locked in the database: triggers on RealisasiAnggaran.

They look into the quarter's row, so on SQLite they are away during `migrate` like those of `guards_pk`.
"""

from indicators.guards_pk import refusing_trigger

MESSAGE = "triwulan sudah disahkan, realisasi anggarannya tidak boleh diubah"
MONEY_TABLE = "indicators_realisasianggaran"
EVENTS = ("INSERT", "UPDATE", "DELETE")
_APPROVED = "EXISTS (SELECT 1 FROM indicators_triwulan t WHERE t.id = {row}.triwulan_id AND t.status = 'disahkan')"


def _name(event: str) -> str:
    return f"{MONEY_TABLE}_approved_{event.lower()}"


def _condition(event: str) -> str:
    """Return when the event is refused: for a change, when the quarter before or the one after is approved."""
    rows = {"INSERT": ("NEW",), "UPDATE": ("OLD", "NEW"), "DELETE": ("OLD",)}[event]
    return " OR ".join(_APPROVED.format(row=row) for row in rows)


def money_guard_statements(vendor: str) -> list[str]:
    """Return the statements that guard the table, safe to run again."""
    statements = money_removal_statements(vendor)
    for event in EVENTS:
        statements += refusing_trigger(vendor, _name(event), event, MONEY_TABLE, _condition(event), MESSAGE)
    return statements


def money_removal_statements(vendor: str) -> list[str]:
    suffix = f" ON {MONEY_TABLE}" if vendor == "postgresql" else ""
    return [f"DROP TRIGGER IF EXISTS {_name(event)}{suffix}" for event in EVENTS]
