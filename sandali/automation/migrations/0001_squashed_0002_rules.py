"""Webhooks, rules and macros."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [
        ('automation', '0001_webhooks'),
        ('automation', '0002_rules'),
    ]

    initial = True

    dependencies = [
        ('cases', '0001_squashed_0015_longer_references'),
        ('company', '0001_squashed_0005_api_tokens'),
        ('history', '0001_squashed_0003_notices_by_time'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Macro',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80)),
                ('acts', models.JSONField(default=dict)),
                ('state', models.CharField(blank=True, max_length=9)),
                ('text', models.TextField(blank=True)),
                ('for_everybody', models.BooleanField(default=False)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('removed_at', models.DateTimeField(null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('department', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='company.department')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['name', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Rule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80)),
                ('place', models.PositiveSmallIntegerField(default=0)),
                ('is_active', models.BooleanField(default=True)),
                ('trigger', models.CharField(max_length=20)),
                ('amount', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('conditions', models.JSONField(default=dict)),
                ('acts', models.JSONField(default=dict)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('failures', models.PositiveSmallIntegerField(default=0)),
                ('paused_at', models.DateTimeField(null=True)),
                ('removed_at', models.DateTimeField(null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['place', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Webhook',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80)),
                ('url', models.CharField(max_length=500)),
                ('kinds', models.JSONField(default=list)),
                ('secret', models.TextField(blank=True)),
                ('after', models.BigIntegerField()),
                ('is_active', models.BooleanField(default=True)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('last_ok_at', models.DateTimeField(blank=True, null=True)),
                ('failing_since', models.DateTimeField(blank=True, null=True)),
                ('failures', models.PositiveIntegerField(default=0)),
                ('wait_until', models.DateTimeField(blank=True, null=True)),
                ('disabled_at', models.DateTimeField(blank=True, null=True)),
                ('removed_at', models.DateTimeField(blank=True, null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['name', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='RuleRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('event_number', models.BigIntegerField(null=True)),
                ('since', models.DateTimeField(null=True)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('outcome', models.CharField(choices=[('done', 'Done'), ('same', 'Nothing to change'), ('held', 'Held back'), ('failed', 'Failed')], max_length=6)),
                ('did', models.JSONField(default=list)),
                ('why', models.CharField(blank=True, max_length=300)),
                ('taken_back_at', models.DateTimeField(null=True)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cases.case')),
                ('rule', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='runs', to='automation.rule')),
                ('taken_back_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['rule', '-id'], name='runs_of_rule'), models.Index(fields=['case', 'at'], name='runs_of_case')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('event_number__isnull', False)), fields=('rule', 'event_number'), name='a_rule_runs_once_an_event'), models.UniqueConstraint(condition=models.Q(('since__isnull', False)), fields=('rule', 'case', 'since'), name='a_rule_runs_once_a_stretch')],
            },
        ),
        migrations.CreateModel(
            name='WebhookDelivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=50)),
                ('number', models.CharField(max_length=40, unique=True)),
                ('body', models.TextField()),
                ('state', models.CharField(choices=[('waiting', 'On its way'), ('delivered', 'Delivered'), ('given_up', 'Given up')], default='waiting', max_length=9)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('next_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('lease_until', models.DateTimeField(null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('code', models.PositiveSmallIntegerField(null=True)),
                ('reason', models.CharField(blank=True, max_length=40)),
                ('ended_at', models.DateTimeField(null=True)),
                ('event', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='history.event')),
                ('webhook', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='automation.webhook')),
            ],
            options={
                'indexes': [models.Index(fields=['webhook', 'state', 'next_at', 'id'], name='webhook_deliveries_due'), models.Index(fields=['webhook', '-id'], name='webhook_deliveries_latest'), models.Index(fields=['state', 'ended_at'], name='webhook_deliveries_ended')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('event__isnull', False)), fields=('webhook', 'event'), name='an_event_once_a_webhook')],
            },
        ),
    ]
