"""What time in cases needs: snoozes that wait for a reply, reminders that are done, and finding what is still to leave."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0004_measures"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(model_name="case", name="sleeps_until_reply", field=models.BooleanField(default=False)),
        migrations.AddField(model_name="reminder", name="done_at", field=models.DateTimeField(null=True)),
        migrations.AddField(model_name="reminder", name="removed_at", field=models.DateTimeField(null=True)),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(
                fields=["author", "leaves_at", "id"], condition=models.Q(("leaves_at__isnull", False)), name="messages_leaving"
            ),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(fields=["case"], condition=models.Q(("leaves_at__isnull", False)), name="messages_leaving_of_case"),
        ),
        migrations.AddIndex(
            model_name="reminder",
            index=models.Index(
                fields=["person", "done_at", "at", "id"], condition=models.Q(("removed_at", None)), name="reminders_listed"
            ),
        ),
    ]
