import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("channels", "0005_approved_texts")]

    operations = [
        migrations.CreateModel(
            name="HeardPart",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sender", models.CharField(max_length=40)),
                ("reference", models.CharField(max_length=12)),
                ("total", models.PositiveSmallIntegerField()),
                ("number", models.PositiveSmallIntegerField()),
                ("content", models.BinaryField()),
                ("coding", models.PositiveSmallIntegerField()),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("told_as", models.CharField(blank=True, max_length=40)),
                ("channel", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="channels.channel")),
            ],
            options={"ordering": ["number"]},
        ),
        migrations.AddConstraint(
            model_name="heardpart",
            constraint=models.UniqueConstraint(fields=("channel", "sender", "reference", "total", "number"), name="a_part_of_a_text_once"),
        ),
    ]
