from django.db import migrations, models

ROLES = [("agent", "Agent"), ("lead", "Lead"), ("manager", "Manager"), ("executive", "Executive")]


class Migration(migrations.Migration):

    dependencies = [
        ("company", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="RoleScope",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("role", models.CharField(choices=[*ROLES, ("admin", "Administrator")], max_length=10)),
                ("right", models.CharField(max_length=30)),
                ("scope", models.CharField(blank=True, max_length=10)),
            ],
            options={"constraints": [models.UniqueConstraint(fields=("role", "right"), name="one_scope_a_cell")]},
        ),
        migrations.AddField(
            model_name="membership",
            name="reads_only",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="membership",
            name="role",
            field=models.CharField(blank=True, choices=ROLES, max_length=10),
        ),
    ]
