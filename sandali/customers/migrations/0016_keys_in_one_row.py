import django.db.models.deletion
from django.db import migrations, models
from django.utils import timezone


def write_all_anew(apps, schema_editor):
    """All keys are written anew, by the hourly job or the next look; a look that runs cannot go on, as it counted the numbers of the old rows."""
    rules = apps.get_model("customers", "DuplicateRules")
    rules.objects.update(formula=0, written_to=0, looked_to=0)
    apps.get_model("customers", "DuplicateScan").objects.filter(running=True).update(running=None, ended_at=timezone.now())
    apps.get_model("customers", "KeysToCome").objects.all().delete()


class Migration(migrations.Migration):

    dependencies = [
        ("customers", "0015_keys_without_a_look_back"),
    ]

    operations = [
        migrations.DeleteModel(name="LikenessKey"),
        migrations.CreateModel(
            name="LikenessKey",
            fields=[
                ("pk", models.CompositePrimaryKey("key", "customer", blank=True, editable=False, primary_key=True, serialize=False)),
                ("key", models.BigIntegerField()),
                ("customer", models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="KeysOf",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("keys", models.BinaryField()),
                (
                    "customer",
                    models.OneToOneField(
                        db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", to="customers.customer"
                    ),
                ),
            ],
        ),
        migrations.RunPython(write_all_anew, migrations.RunPython.noop),
    ]
