"""The user as whom the application runs on PostgreSQL: it reads and writes rows and owns nothing, so that it can
neither empty a table nor switch off a trigger (ADR 35)."""

from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from sakip.triggers import list_append_only

# Written by `migrate` alone.
READ_ONLY = ("django_migrations", "schema_expandingmigration")


class RoleRefused(Exception):
    """A role that cannot be the runtime's, with a sentence that says why."""


def grant(name: str, *, using: str = DEFAULT_DB_ALIAS) -> list[str]:
    """Give an existing role what the application needs at run time and nothing else; return the tables that it may
    only add to. To be called as the owner of the tables, again after each `migrate`. Raises RoleRefused."""
    connection = connections[using]
    if connection.vendor != "postgresql":
        raise RoleRefused("Peran basis data hanya ada di PostgreSQL.")
    _check_role(connection, name)
    existing = set(connection.introspection.table_names())
    added_to = [table for table in list_append_only() if table in existing]
    with transaction.atomic(using=using), connection.cursor() as cursor:
        for statement in _statements(connection, name, added_to, existing):
            cursor.execute(statement)
    return added_to


def _check_role(connection: BaseDatabaseWrapper, name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper OR rolcreaterole OR rolreplication OR rolbypassrls, rolname = current_user, "
            "EXISTS (SELECT 1 FROM pg_class WHERE relowner = r.oid), "
            "EXISTS (SELECT 1 FROM pg_auth_members m WHERE m.member = r.oid) FROM pg_roles r WHERE rolname = %s",
            [name],
        )
        row = cursor.fetchone()
    if row is None:
        raise RoleRefused(f"Peran {name} belum ada. Buat dahulu: CREATE ROLE {name} LOGIN PASSWORD '...';")
    powerful, own, owner, member = row
    if own:
        raise RoleRefused(f"{name} adalah pengguna yang sedang dipakai. Jalankan perintah ini sebagai pemilik tabel.")
    if powerful or owner or member:
        raise RoleRefused(
            f"Peran {name} terlalu kuat: superuser, CREATEROLE, REPLICATION, BYPASSRLS, pemilik tabel, atau anggota "
            "peran lain. Buat peran baru yang tidak memiliki apa pun."
        )


def _statements(connection: BaseDatabaseWrapper, name: str, added_to: list[str], existing: set[str]) -> list[str]:
    role, quote = connection.ops.quote_name(name), connection.ops.quote_name
    schema = quote(_schema(connection))
    changed = sorted(existing - {*added_to, *READ_ONLY})
    ordinary, append_only, read = (", ".join(map(quote, tables)) for tables in (changed, added_to, READ_ONLY))
    return [
        f"REVOKE ALL ON SCHEMA {schema} FROM {role}",
        f"GRANT USAGE ON SCHEMA {schema} TO {role}",
        f"REVOKE ALL ON ALL TABLES IN SCHEMA {schema} FROM {role}",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON {ordinary} TO {role}",
        f"GRANT SELECT, INSERT ON {append_only} TO {role}",
        f"GRANT SELECT ON {read} TO {role}",
        f"REVOKE ALL ON ALL SEQUENCES IN SCHEMA {schema} FROM {role}",
        f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {schema} TO {role}",
        # Until the next call: whatever `migrate` makes has its triggers already, and may not be emptied.
        f"ALTER DEFAULT PRIVILEGES IN SCHEMA {schema} GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {role}",
        f"ALTER DEFAULT PRIVILEGES IN SCHEMA {schema} GRANT USAGE, SELECT ON SEQUENCES TO {role}",
    ]


def _schema(connection: BaseDatabaseWrapper) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_schema()")
        return str(cursor.fetchone()[0])


def find_excess(connection: BaseDatabaseWrapper) -> list[str]:
    """Return by what the application's own user could pass the triggers by: words of PostgreSQL."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper, rolcreaterole FROM pg_roles WHERE rolname = current_user")
        superuser, makes_roles = cursor.fetchone()
        # Whoever may act as the owner may do what the owner may.
        cursor.execute(
            "SELECT EXISTS (SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
            "WHERE n.nspname = current_schema() AND c.relkind = 'r' AND pg_has_role(current_user, c.relowner, 'USAGE'))"
        )
        (owner,) = cursor.fetchone()
        cursor.execute("SELECT has_schema_privilege(current_user, current_schema(), 'CREATE')")
        (creates,) = cursor.fetchone()
    found = {"superuser": superuser, "CREATEROLE": makes_roles, "owner of tables": owner, "CREATE": creates}
    return [word for word, so in found.items() if so]
