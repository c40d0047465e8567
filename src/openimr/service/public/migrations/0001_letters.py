from django.db import migrations

from openimr import archive


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.RunSQL(archive.statements("0001_letters"), reverse_sql="DROP SCHEMA archive CASCADE"),
    ]
