from django.db import migrations, models

from openimr.service.intake.numbering import statements


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(
            name="MailItem",
            fields=[
                ("dcn", models.CharField(max_length=12, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField()),
                ("state", models.CharField(max_length=10)),
                ("channel", models.CharField(max_length=12)),
                ("name", models.CharField(max_length=200)),
                ("sha256", models.CharField(db_index=True, max_length=64)),
                ("pages", models.PositiveIntegerField()),
                ("urgent", models.BooleanField()),
                ("received", models.DateField()),
                ("arrived", models.DateTimeField()),
                ("due", models.DateField()),
                ("guess", models.CharField(max_length=40, null=True)),
                ("claimed_by", models.CharField(max_length=80, null=True)),
                ("case_number", models.CharField(db_index=True, max_length=16, null=True)),
                ("done", models.DateTimeField(null=True)),
                ("data", models.TextField()),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("done__isnull", True)),
                        fields=["-urgent", "due", "arrived"],
                        name="intake_mail_open",
                    ),
                    models.Index(fields=["state", "-done"], name="intake_mail_done"),
                ],
            },
        ),
        migrations.RunSQL(statements(), reverse_sql=migrations.RunSQL.noop),
    ]
