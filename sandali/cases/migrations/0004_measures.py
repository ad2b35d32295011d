"""What measuring needs: when cases were opened, when they were confirmed, lapsed or came back, and the waits of the past."""

from django.db import migrations, models
from django.utils import timezone

# Partial: of all events these few kinds are counted by time. The words must stand in the query as they stand here (measures.py).
OUTCOMES = (
    "CREATE INDEX IF NOT EXISTS history_outcomes ON history_event (kind, at, case_id)"
    " WHERE kind IN ('case_reopened', 'case_confirmed', 'case_lapsed')"
)


def measure_old_waits(apps, schema_editor):
    """Queue the job that writes the waits of cases that stand already."""
    if apps.get_model("cases", "Case").objects.exists():
        apps.get_model("history", "Job").objects.create(
            task="sandali.cases.jobs.measure_old_waits", run_after=timezone.now(), unique_key="measure_old_waits"
        )


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0003_handling"),
        ("history", "0001_initial"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["opened_at", "aside", "repeats"], name="cases_opened"),
        ),
        migrations.RunSQL(OUTCOMES, "DROP INDEX IF EXISTS history_outcomes"),
        migrations.RunPython(measure_old_waits, migrations.RunPython.noop),
    ]
