from django.db import migrations

# The table of Django's DatabaseCache, as createcachetable makes it, so that migrate alone makes everything.
TABLE = """
CREATE TABLE accounts_cache (
    cache_key varchar(255) PRIMARY KEY,
    value text NOT NULL,
    expires timestamp with time zone NOT NULL
);
CREATE INDEX accounts_cache_expires ON accounts_cache (expires);
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_accounts")]
    operations = [migrations.RunSQL(TABLE, reverse_sql="DROP TABLE accounts_cache")]
