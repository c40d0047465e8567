"""A home of before there were accounts becomes one with them."""

from __future__ import annotations

import os
import subprocess
import sys

OLD = """
from openimr.service import bootstrap
with bootstrap.database():
    import os
    os.environ["DJANGO_SETTINGS_MODULE"] = "openimr.service.settings"
    import django
    django.setup()
    from django.core.management import call_command
    from django.db import connections, transaction
    from openimr.service.database import rights
    owner = connections["owner"]
    with transaction.atomic(using="owner"):
        rights.ensure_role(owner)
    for app in ("public", "sessions", "uploads"):
        call_command("migrate", app, database="owner", interactive=False, verbosity=0)
    with owner.cursor() as cursor:
        cursor.execute("INSERT INTO django_session VALUES ('old', 'x', now() + interval '1 hour')")
        cursor.execute("SELECT to_regclass('accounts_user')")
        assert cursor.fetchone() == (None,)
    connections.close_all()
"""
NEW = """
from openimr.service import bootstrap
with bootstrap.database():
    bootstrap.prepare()
    bootstrap.prepare()
    from django.core.management import call_command
    from django.db import connection, connections
    call_command("check", fail_level="WARNING")
    from openimr.service.accounts.models import User
    User.objects.create_user("a@example.org", "intake", name="A")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM django_session WHERE session_key = 'old'")
        print("kept", cursor.fetchone()[0], "accounts", User.objects.count())
    connections.close_all()
"""


def test_a_home_without_accounts_is_upgraded(tmp_path):
    environment = {**os.environ, "OPENIMR_HOME": str(tmp_path / "home")}
    environment.pop("DATABASE_URL", None)
    for code in (OLD, NEW):
        done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
    assert "kept 1 accounts 1" in done.stdout
