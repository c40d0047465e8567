"""The price list."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """Its table."""

    initial = True
    dependencies = ()
    operations = (
        migrations.CreateModel(
            name="PriceRow",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("amount", models.PositiveIntegerField()),
                ("outcome", models.CharField(max_length=12)),
                ("priority", models.CharField(max_length=10, null=True)),
                ("tier", models.CharField(max_length=8, null=True)),
                ("since", models.DateField()),
                ("to", models.DateField(null=True)),
                ("why", models.TextField()),
                ("entered_by", models.CharField(max_length=80)),
                ("entered", models.DateTimeField()),
            ],
            options={"ordering": ["-since", "-id"]},
        ),
    )
