"""Commands of ours that write ask first whether code and database fit."""

import pytest
from django.core.management import get_commands, load_command_class

from sakip.schema.commands import WritingCommand

pytestmark = pytest.mark.one_database

APPS = ("sakip", "indicators", "reports")
# Those that write nothing a wrong code could spoil, each with its reason.
OTHERS = {
    "schema_status": "says how both stand",
    "grant_runtime_role": "grants rights, also before all fits",
    "run_worker": "asks before each job, and waits for a database that is away",
    "backup": "has to be possible whatever is wrong",
    "restore": "fills an empty database, and judges the backup",
    "move_database": "migrates the other database itself",
    "verify": "says what does not fit",
    "verify_trail": "only reads",
    "check_files": "writes a file and no row",
    "check_bsre": "asks a service",
    "send_test_mail": "sends a mail and writes no row",
    "render_report": "only reads",
}


def test_every_command_that_writes_asks_for_the_schema() -> None:
    ours = {name: app for name, app in get_commands().items() if str(app).partition(".")[0] in APPS}
    loose = {name for name, app in ours.items() if not isinstance(load_command_class(str(app), name), WritingCommand)}
    assert loose == set(OTHERS)
