from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("customers", "0007_duplicates")]

    operations = [
        migrations.AlterField(model_name="identity", name="kind", field=models.CharField(max_length=20)),
    ]
