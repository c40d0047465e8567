from django.db import migrations

from openimr import archive

BACKWARD = """
DROP TABLE archive.entry, archive.gone, archive.dmhc;
DROP FUNCTION archive.note_gone();
DROP SEQUENCE archive.revision;
DROP INDEX archive.letter_by_reader;
DELETE FROM archive.letter WHERE kind = 'json';
ALTER TABLE archive.letter DROP COLUMN of_sha256;
ALTER TABLE archive.letter DROP CONSTRAINT letter_kind_check;
ALTER TABLE archive.letter ADD CONSTRAINT letter_kind_check CHECK (kind IN ('pdf', 'text'));
"""


class Migration(migrations.Migration):
    dependencies = [("public", "0002_withdrawing")]
    operations = [migrations.RunSQL(archive.statements("0002_entries"), BACKWARD)]
