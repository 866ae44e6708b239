"""The file with keys for backups holds some."""

from pathlib import Path

import pytest
from pytest_django import Settings

from sakip.keeping.encryption import make_key
from sakip.keeping.key_checks import check_backup_keys

pytestmark = pytest.mark.one_database


def test_a_key_file_without_keys_is_named(settings: Settings, tmp_path: Path) -> None:
    public = make_key(tmp_path / "rahasia")
    file = tmp_path / "kunci"
    for name, content, right in (
        ("", "", True),
        (str(file), f"# dinas\n{public}\n", True),
        (str(file), "", False),
        (str(file), "age1salah", False),
        (str(tmp_path / "tidak-ada"), public, False),
    ):
        file.write_text(content)
        settings.BACKUP_KEY_FILE = name
        assert [message.id for message in check_backup_keys()] == ["keeping.E001"] * (not right)
