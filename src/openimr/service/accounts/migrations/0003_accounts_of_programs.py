"""Accounts of programs: no person signs in to them, and only they act by tokens."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_cache")]

    operations = [
        migrations.AddField(model_name="user", name="service", field=models.BooleanField(default=False)),
    ]
