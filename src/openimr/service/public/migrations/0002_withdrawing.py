from django.db import migrations

# The pages may add to the public archive and take nothing out of it. One thing must leave all the same: the public
# copy of a letter that a newer public copy of the same case has replaced. This function does that and nothing else.
FORWARD = """
CREATE FUNCTION issuing_withdraw_replaced(gone text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM public.issuing_letter AS old
        JOIN public.issuing_letter AS new USING (case_number, kind)
        WHERE old.sha256 = gone AND old.kind = 'public' AND new.version > old.version
    ) THEN
        RAISE EXCEPTION 'Only a public copy that a newer one of its case has replaced leaves the archive.'
            USING ERRCODE = 'restrict_violation';
    END IF;
    DELETE FROM archive.letter WHERE sha256 = gone;
    RETURN FOUND;
END $$;
"""
BACKWARD = "DROP FUNCTION issuing_withdraw_replaced(text);"


class Migration(migrations.Migration):
    dependencies = [("issuing", "0001_letters"), ("public", "0001_letters")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
