from django.db import migrations

# The role of the pages has no right to change or delete; this refuses it to everybody else too, the owner included.
FORWARD = """
CREATE FUNCTION ledger_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The ledger is only ever added to (% on %); record a new event instead.', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER ledger_event_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_event
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change();
"""
BACKWARD = "DROP TRIGGER ledger_event_is_final ON ledger_event; DROP FUNCTION ledger_refuse_change();"


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
