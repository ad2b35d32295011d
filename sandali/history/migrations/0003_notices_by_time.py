"""Notices are read in the order of their time: one that folds takes a newer event and keeps its number."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("history", "0002_ways")]

    operations = [
        migrations.RemoveIndex("notice", name="notices_of_person"),
        migrations.AddIndex("notice", models.Index(fields=["person", "-at", "-id"], name="notices_by_time")),
    ]
