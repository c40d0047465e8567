"""What the web pages may do in the database, table by table; everything that is not listed they may not.

Tables that are only ever added to get ``SELECT, INSERT`` here; the database then keeps that promise.
"""

from __future__ import annotations

from openimr.archive.connection import Connection, run
from openimr.service.database.address import WEB

#: Table to the rights of the role ``openimr_web``.
RIGHTS = {
    "archive.letter": "SELECT",
    "archive.item": "SELECT",
    "django_session": "SELECT, INSERT, UPDATE, DELETE",
    "uploads_upload": "SELECT, INSERT, UPDATE, DELETE",
    "django_migrations": "SELECT",
}
SCHEMAS = ("public", "archive")


def ensure_role(connection: Connection) -> None:
    """Make the web's role where it is missing, and let the owner take it on.

    Needs CREATEROLE only where the role is missing (the embedded database has it from its start).
    """
    run(
        connection,
        # A DO block takes no parameters; the role's name is a constant of ours.
        f"""
        DO $$ BEGIN
            IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = '{WEB}') THEN
                CREATE ROLE {WEB} NOLOGIN;
            END IF;
            IF NOT pg_has_role(current_user, '{WEB}', 'MEMBER') AND (
                SELECT rolcreaterole OR rolsuper FROM pg_roles WHERE rolname = current_user
            ) THEN
                EXECUTE format('GRANT {WEB} TO %I', current_user);
            END IF;
        END $$
        """,  # noqa: S608
    )


def apply(connection: Connection) -> None:
    """Give the web's role exactly the rights of :data:`RIGHTS`. Safe to repeat."""
    for schema in SCHEMAS:
        run(connection, f"REVOKE ALL ON ALL TABLES IN SCHEMA {schema} FROM {WEB}")
        run(connection, f"REVOKE ALL ON SCHEMA {schema} FROM {WEB}")
        run(connection, f"GRANT USAGE ON SCHEMA {schema} TO {WEB}")
    run(connection, "REVOKE CREATE ON SCHEMA public FROM PUBLIC")
    for table, rights in RIGHTS.items():
        run(connection, f"GRANT {rights} ON {table} TO {WEB}")
