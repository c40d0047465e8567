"""What the log of a PostgreSQL of one's own would hold of what people typed.

The embedded server writes no statement and no value into its log (see ``embedded.py``). For another one its
administrator decides; by default PostgreSQL logs every statement that fails, with the names that stand in it.
"""

from __future__ import annotations

from typing import Any

#: Setting to the value that keeps names out of the log, and what it logs otherwise.
WANTED = {
    "log_min_error_statement": ("panic", "every statement that fails"),
    "log_error_verbosity": ("terse", "values of the rows at fault"),
    "log_parameter_max_length_on_error": ("0", "the values of a statement that fails"),
    "log_statement": ("none", "every statement"),
    "log_min_duration_statement": ("-1", "every slow statement"),
}


def warnings(connection: Any) -> list[str]:
    """A sentence for what the server's log would hold of names, as the settings stand for this connection's role.

    Empty where nothing would be there.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, setting FROM pg_settings WHERE name = ANY(%s)", [list(WANTED)])
        found = dict(cursor.fetchall())
    wrong = [name for name, (value, _) in WANTED.items() if found.get(name, value) != value]
    if not wrong:
        return []
    what = "; ".join(dict.fromkeys(WANTED[name][1] for name in wrong))
    orders = ", ".join(f"{name} = {WANTED[name][0]}" for name in wrong)
    return [
        f"The log of the database of DATABASE_URL would hold {what}, and so names of people: let its administrator "
        f"set {orders} for this database (see docs/how-to/run-the-service.md)."
    ]
