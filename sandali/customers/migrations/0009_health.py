
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('customers', '0002_words'),
    ]

    operations = [
        migrations.AddField(
            model_name='customer',
            name='checked_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddIndex(
            model_name='customer',
            index=models.Index(condition=models.Q(('name', '')), fields=['-id'], name='customers_nameless'),
        ),
        migrations.AddIndex(
            model_name='customer',
            index=models.Index(condition=models.Q(('stage', 'lead')), fields=['last_contact_at', 'id'], name='customers_leads'),
        ),
        migrations.AddIndex(
            model_name='identity',
            index=models.Index(models.Func(models.F('value'), output_field=models.CharField(), template="ltrim(%(expressions)s, 'abcdefghijklmnopqrstuvwxyz0123456789.!#$&*+/=?^_{|}~-')"), name='identities_by_domain'),
        ),
    ]
