"""What the web pages may do in the database, table by table; everything that is not listed they may not.

Tables that are only ever added to get ``SELECT, INSERT`` here; the database then keeps that promise.
"""

from __future__ import annotations

from openimr.archive.connection import Connection, run
from openimr.service.database.address import WEB

#: Table to the rights of the role ``openimr_web``.
RIGHTS = {
    "account_emailaddress": "SELECT",
    "accounts_cache": "SELECT, INSERT, UPDATE, DELETE",
    "accounts_signin": "SELECT, INSERT, UPDATE",
    "accounts_user": "SELECT, INSERT, UPDATE",
    "axes_accessattempt": "SELECT, INSERT, UPDATE, DELETE",
    "axes_accessattemptexpiration": "SELECT, DELETE",
    "mfa_authenticator": "SELECT, INSERT, UPDATE, DELETE",
    # Publishing puts a case's public copy into the archive. What a newer copy replaced leaves it by a function that
    # does nothing else (issuing_withdraw_replaced).
    "archive.letter": "SELECT, INSERT",
    "archive.item": "SELECT, INSERT",
    "archive.entry": "SELECT, INSERT",
    "SEQUENCE archive.revision": "USAGE",
    "archive.dmhc": "SELECT",
    "archive.gone": "SELECT",
    # The ledger and the letters are only ever added to.
    "ledger_event": "SELECT, INSERT",
    "issuing_letter": "SELECT, INSERT",
    # Finance's own price list: prices are added and ended.
    "after_pricerow": 'SELECT, INSERT, UPDATE ("to")',
    "notices_outgoing": "SELECT, INSERT, UPDATE",
    # Projections of the ledger.
    "cases_caserow": "SELECT, INSERT, UPDATE, DELETE",
    "cases_itemrow": "SELECT, INSERT, UPDATE, DELETE",
    "cases_taskrow": "SELECT, INSERT, UPDATE, DELETE",
    "cases_clockrow": "SELECT, INSERT, UPDATE, DELETE",
    "intake_mailitem": "SELECT, INSERT, UPDATE",
    "reviewers_reviewerrow": "SELECT, INSERT, UPDATE",
    # Who a reviewer is: written by the pages, read by none of them (LC 4610.6(f)); the code alone finds the row.
    "reviewers_sealedidentity": "SELECT (code), INSERT, UPDATE",
    "reviewers_sealedlicense": "SELECT (id), INSERT, UPDATE",
    # What reviewers type, and which pages they opened: only ever added to.
    "review_reviewdraft": "SELECT, INSERT",
    "review_pageopened": "SELECT, INSERT",
    # Invitations of parties, tokens of programs, counts of requests, and what waits for the worker.
    "portal_invitation": "SELECT, INSERT, UPDATE, DELETE",
    "rates_count": "SELECT, INSERT, UPDATE, DELETE",
    # Alerts: an address leaves the table when it is asked to.
    "takeaway_alert": "SELECT, INSERT, UPDATE, DELETE",
    "api_token": "SELECT, INSERT, UPDATE",
    "api_filing": "SELECT, INSERT",
    "procrastinate_jobs": "SELECT, INSERT, UPDATE, DELETE",
    "procrastinate_events": "SELECT, INSERT, DELETE",
    "procrastinate_periodic_defers": "SELECT, INSERT, UPDATE, DELETE",
    "procrastinate_workers": "SELECT, INSERT, UPDATE, DELETE",
    "SEQUENCE procrastinate_jobs_id_seq": "USAGE",
    "SEQUENCE procrastinate_events_id_seq": "USAGE",
    "SEQUENCE procrastinate_periodic_defers_id_seq": "USAGE",
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
