from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(
            name="ReviewDraft",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("case", models.CharField(max_length=16)),
                ("review", models.PositiveIntegerField()),
                ("version", models.PositiveIntegerField()),
                ("based_on", models.PositiveIntegerField()),
                ("reviewer", models.CharField(max_length=8)),
                ("saved", models.DateTimeField()),
                ("content", models.JSONField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("case", "review", "version"), name="review_draft_once")
                ]
            },
        ),
        migrations.CreateModel(
            name="PageOpened",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("case", models.CharField(max_length=16)),
                ("actor", models.CharField(max_length=80)),
                ("document", models.CharField(max_length=32)),
                ("page", models.PositiveIntegerField()),
                ("opened", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("case", "actor", "document", "page"), name="review_page_once"
                    )
                ]
            },
        ),
    ]
