from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("cases", "0014_calls")]

    operations = [
        migrations.AlterField(model_name="attachment", name="reference", field=models.CharField(blank=True, max_length=2000)),
    ]
