from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0011_conversations'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('waiting_since__isnull', False)), fields=['-priority', '-reach', 'id'], name='cases_by_priority'),
        ),
    ]
