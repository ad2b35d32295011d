import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("channels", "0006_heard_parts")]

    operations = [
        migrations.CreateModel(
            name="ToldBytes",
            fields=[
                (
                    "arrival",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name="+", serialize=False, to="channels.arrival"
                    ),
                ),
                ("content", models.BinaryField()),
            ],
        ),
    ]
