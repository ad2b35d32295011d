"""What waits on the recovery path is read by when it began, or when somebody looks again."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('resolution', '0009_buttons'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='apology',
            index=models.Index(condition=models.Q(('state', 'asked')), fields=['at', 'id'], name='apologies_waiting'),
        ),
        migrations.AddIndex(
            model_name='causelook',
            index=models.Index(fields=['look_at', 'id'], name='causes_waiting'),
        ),
    ]
