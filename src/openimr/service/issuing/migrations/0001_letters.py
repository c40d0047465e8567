import django.db.models.deletion
from django.db import migrations, models

from openimr.service.issuing.schema import statements


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.RunSQL(
            statements(),
            # Without a way back: an issued letter is never deleted.
            state_operations=[
                migrations.CreateModel(
                    name="IssuedLetter",
                    fields=[
                        ("id", models.BigAutoField(primary_key=True, serialize=False)),
                        ("case_number", models.CharField(max_length=20)),
                        ("kind", models.CharField(max_length=10)),
                        ("version", models.IntegerField()),
                        ("sha256", models.CharField(max_length=64)),
                        ("size", models.BigIntegerField()),
                        ("determination", models.JSONField(null=True)),
                        ("issued_at", models.DateTimeField()),
                        (
                            "supersedes",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="superseded_by",
                                to="issuing.issuedletter",
                            ),
                        ),
                    ],
                    options={"db_table": "issuing_letter"},
                ),
            ],
        ),
    ]
