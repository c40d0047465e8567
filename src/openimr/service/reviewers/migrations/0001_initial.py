from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(
            name="ReviewerRow",
            fields=[
                ("code", models.CharField(max_length=8, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField()),
                ("active", models.BooleanField()),
                ("degree", models.CharField(max_length=20, null=True)),
                ("specialties", models.TextField()),
                ("states", models.CharField(max_length=200)),
                ("first_expiry", models.DateField(null=True)),
                ("data", models.JSONField()),
            ],
            options={"ordering": ["code"]},
        ),
        migrations.CreateModel(
            name="SealedIdentity",
            fields=[
                ("code", models.CharField(max_length=8, primary_key=True, serialize=False)),
                ("name", models.TextField(null=True)),
                ("email", models.TextField(null=True)),
                ("phone", models.TextField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="SealedLicense",
            fields=[
                ("id", models.CharField(max_length=12, primary_key=True, serialize=False)),
                ("number", models.TextField()),
            ],
        ),
    ]
