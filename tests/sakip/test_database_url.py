"""The database of DATABASE_URL is the one that was meant, or none; its password is never shown."""

from pathlib import Path

import pytest

from sakip.database_url import read_database

pytestmark = pytest.mark.one_database
HERE = Path("/srv/sakip")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("postgres://sakip:a%40b%2Fc@db:5433/kantor", ("sakip", "a@b/c", "db", 5433, "kantor")),
        ("postgresql://sakip@db/kantor", ("sakip", "", "db", "", "kantor")),
        ("postgres:///kantor", ("", "", "", "", "kantor")),
        ("postgres://%2Frun%2Fpostgresql/kantor", ("", "", "/run/postgresql", "", "kantor")),
        ("postgres://sakip:a:b%25@[::1]:5432/kantor", ("sakip", "a:b%", "::1", 5432, "kantor")),
    ],
)
def test_a_server_is_read_part_by_part(text: str, expected: tuple[object, ...]) -> None:
    read = read_database(text, beside=HERE)
    assert read["ENGINE"] == "django.db.backends.postgresql"
    assert tuple(read[part] for part in ("USER", "PASSWORD", "HOST", "PORT", "NAME")) == expected


def test_options_go_along() -> None:
    assert read_database("postgres://db/kantor?sslmode=verify-full", beside=HERE)["OPTIONS"] == {
        "sslmode": "verify-full"
    }


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("sqlite:////data/s.sqlite3", "/data/s.sqlite3"),
        ("sqlite:///var/s.sqlite3", "/srv/sakip/var/s.sqlite3"),
        ("sqlite:////data/a%23b.sqlite3", "/data/a#b.sqlite3"),
    ],
)
def test_a_file_does_not_depend_on_where_a_command_was_started(text: str, path: str) -> None:
    read = read_database(text, beside=HERE)
    assert (read["ENGINE"], read["NAME"]) == ("sakip.sqlite3", path)
    assert read["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


@pytest.mark.parametrize(
    "text",
    [
        "postgres://sakip:rahasia/1@db/kantor", "postgres://sakip:rahasia#1@db/kantor", "postgres://sakip:rahasia?1@db/k",
        "postgres://sakip:rahasia@1@db/kantor", "postgres://sakip:rahasia%@db/kantor", "postgres://sakip:rahasia 1@d/k",
        "postgres://sakip:rahasia[1@db/kantor", "postgres://sakip:rahasia%zz@db/kantor", "postgres://db/rahasia#1",
        "postgres://sakip:rahasia@db:port/kantor", "postgres://sakip:rahasia@db:99999/kantor",
        "postgres://sakip:rahasia@db", "postgres://sakip:rahasia@db/", "postgres://sakip:rahasia@db/a/b",
        "postgres://sakip:rahasia", "mysql://sakip:rahasia@db/kantor", "rahasia", "", "://rahasia",
        "sqlite://rahasia/s.sqlite3", "sqlite://", "sqlite://:memory:", "sqlite:////data/rahasia#1", "sqlite:////rahasia?1",
    ],
)  # fmt: skip
def test_what_would_be_another_database_is_refused_without_its_password(text: str) -> None:
    with pytest.raises(ValueError, match=r"write|name") as refused:
        read_database(text, beside=HERE)
    assert "rahasia" not in str(refused.value)
    assert refused.value.__cause__ is None
