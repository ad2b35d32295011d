"""Notices by mail and push: ways of each kind, settings of a person, what waits to leave, browsers."""

from datetime import time

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

PERSON = settings.AUTH_USER_MODEL
MAIL_WAYS = [("off", "No mail"), ("away", "When I am away"), ("at_once", "At once"), ("digest", "In the digest")]


def move_quiet_hours(apps, schema_editor):
    """Quiet hours stood in the row of no kind; rows that wanted a kind said nothing beyond the usual."""
    choices = apps.get_model("history", "NoticeChoice").objects
    kept = apps.get_model("history", "NoticeSettings").objects
    for row in choices.filter(kind="").exclude(quiet_from=None):
        kept.create(person_id=row.person_id, quiet_from=row.quiet_from, quiet_until=row.quiet_until)
    choices.filter(models.Q(kind="") | models.Q(bell=True)).delete()
    choices.update(push=False)


class Migration(migrations.Migration):

    dependencies = [("history", "0001_initial"), migrations.swappable_dependency(PERSON)]

    operations = [
        migrations.RenameField("noticechoice", "wanted", "bell"),
        migrations.AddField("noticechoice", "mail", models.CharField(choices=MAIL_WAYS, default="off", max_length=7)),
        migrations.AddField("noticechoice", "push", models.BooleanField(default=True)),
        migrations.CreateModel(
            name="NoticeSettings",
            fields=[
                ("person", models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name="+", serialize=False, to=PERSON)),
                ("quiet_from", models.TimeField(blank=True, null=True)),
                ("quiet_until", models.TimeField(blank=True, null=True)),
                ("digest", models.CharField(choices=[("daily", "Once a day"), ("hourly", "Every hour")], default="daily", max_length=6)),
                ("digest_at", models.TimeField(default=time(8))),
                ("push_excerpts", models.BooleanField(default=False)),
            ],
        ),
        migrations.RunPython(move_quiet_hours, migrations.RunPython.noop),
        migrations.RemoveField("noticechoice", "quiet_from"),
        migrations.RemoveField("noticechoice", "quiet_until"),
        migrations.AlterField("noticechoice", "kind", models.CharField(max_length=50)),
        migrations.CreateModel(
            name="MutedGroup",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("group", models.CharField(max_length=40)),
                ("person", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to=PERSON)),
            ],
            options={"constraints": [models.UniqueConstraint(fields=("group", "person"), name="one_mute_a_group")]},
        ),
        migrations.CreateModel(
            name="Outgoing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("way", models.CharField(choices=[("mail", "Mail"), ("push", "Push")], max_length=4)),
                ("how", models.CharField(choices=MAIL_WAYS, max_length=7)),
                ("kind", models.CharField(max_length=50)),
                ("about", models.CharField(max_length=50)),
                ("count", models.PositiveIntegerField(default=1)),
                ("at", models.DateTimeField()),
                ("fold_until", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("batch", models.CharField(blank=True, max_length=32)),
                ("ended_at", models.DateTimeField(null=True)),
                ("outcome", models.CharField(blank=True, max_length=10)),
                ("event", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="history.event")),
                ("person", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to=PERSON)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["batch", "due_at"], name="outgoing_due"),
                    models.Index(fields=["person", "way", "ended_at"], name="outgoing_of_person"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("batch", "")), fields=("person", "way", "about", "kind"), name="one_waiting_outgoing"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PushSubscription",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("endpoint", models.CharField(max_length=700, unique=True)),
                ("key", models.CharField(max_length=100)),
                ("secret", models.CharField(max_length=40)),
                ("browser", models.CharField(blank=True, max_length=300)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("last_ok_at", models.DateTimeField(null=True)),
                ("failures", models.PositiveSmallIntegerField(default=0)),
                ("person", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="push_subscriptions", to=PERSON)),
            ],
            options={"ordering": ["pk"]},
        ),
    ]
