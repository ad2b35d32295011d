import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("channels", "0004_to_somebody")]

    operations = [
        migrations.CreateModel(
            name="ApprovedText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=512)),
                ("language", models.CharField(max_length=20)),
                ("text", models.TextField()),
                ("places", models.PositiveSmallIntegerField(default=0)),
                ("channel", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="approved_texts", to="channels.channel")),
            ],
            options={"ordering": ["name", "language"]},
        ),
        migrations.AddConstraint(
            model_name="approvedtext",
            constraint=models.UniqueConstraint(fields=("channel", "name", "language"), name="an_approved_text_once"),
        ),
        migrations.AddField(model_name="deliverypart", name="reference", field=models.CharField(blank=True, max_length=40)),
        migrations.AddIndex(
            model_name="deliverypart",
            index=models.Index(condition=models.Q(("delivery__isnull", True)), fields=["channel", "reference"], name="parts_unmatched"),
        ),
    ]
