from django.db import migrations, models

DIRECTIONS = [
    ('in', 'From the customer'), ('out', 'Answer'), ('note', 'Internal note'), ('visit', 'Visit'), ('call', 'Phone call'),
    ('fwd', 'Forwarded'), ('third', 'From somebody else we asked'),
]


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0012_by_priority'),
    ]

    operations = [
        migrations.AddField(
            model_name='draft',
            name='copies',
            field=models.JSONField(null=True),
        ),
        migrations.AddField(
            model_name='draft',
            name='files',
            field=models.JSONField(default=list),
        ),
        migrations.AlterField(
            model_name='message',
            name='direction',
            field=models.CharField(choices=DIRECTIONS, max_length=5),
        ),
        migrations.AlterField(
            model_name='draft',
            name='direction',
            field=models.CharField(choices=DIRECTIONS, default='out', max_length=5),
        ),
    ]
