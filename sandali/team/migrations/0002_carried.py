from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0011_conversations'),
        ('team', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Carried',
            fields=[
                ('regrouping', models.OneToOneField(on_delete=models.CASCADE, primary_key=True, related_name='+', serialize=False, to='cases.regrouping')),
                ('rows', models.JSONField(default=list)),
            ],
        ),
    ]
