"""Channels, what arrives and what leaves."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [
        ('channels', '0001_initial'),
        ('channels', '0002_events'),
        ('channels', '0003_asking'),
        ('channels', '0004_to_somebody'),
        ('channels', '0005_approved_texts'),
        ('channels', '0006_heard_parts'),
        ('channels', '0007_told_bytes'),
    ]

    initial = True

    dependencies = [
        ('company', '0001_squashed_0005_api_tokens'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Arrival',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sha256', models.CharField(max_length=64)),
                ('size', models.PositiveIntegerField()),
                ('source', models.CharField(default='imap', max_length=10)),
                ('is_history', models.BooleanField(default=False)),
                ('received_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('state', models.CharField(choices=[('new', 'To be read'), ('read', 'Read'), ('ignored', 'Not for anybody'), ('quarantined', 'Unreadable')], default='new', max_length=11)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('lease_until', models.DateTimeField(null=True)),
                ('error', models.TextField(blank=True)),
                ('read_at', models.DateTimeField(null=True)),
                ('envelope_to', models.CharField(blank=True, max_length=254)),
                ('event_id', models.CharField(max_length=120, null=True)),
                ('lane', models.CharField(max_length=120, null=True)),
                ('sequence', models.BigIntegerField(default=0)),
                ('read_after', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['state', 'is_history', 'id'], name='arrivals_to_read'), models.Index(fields=['state', '-id'], name='arrivals_quarantined'), models.Index(condition=models.Q(('lane__isnull', False)), fields=['lane', 'state'], name='arrivals_of_lane')],
            },
        ),
        migrations.CreateModel(
            name='ToldBytes',
            fields=[
                ('arrival', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='channels.arrival')),
                ('content', models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name='Channel',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=20)),
                ('name', models.CharField(max_length=80)),
                ('slug', models.SlugField(max_length=40, unique=True)),
                ('address', models.CharField(blank=True, max_length=254)),
                ('settings', models.JSONField(default=dict)),
                ('secrets', models.TextField(blank=True)),
                ('hook_digest', models.CharField(blank=True, max_length=64, null=True, unique=True)),
                ('is_active', models.BooleanField(default=True)),
                ('archived_at', models.DateTimeField(blank=True, null=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('last_ok_at', models.DateTimeField(blank=True, null=True)),
                ('failing_since', models.DateTimeField(blank=True, null=True)),
                ('last_error', models.TextField(blank=True)),
                ('failures', models.PositiveIntegerField(default=0)),
                ('next_try_at', models.DateTimeField(blank=True, null=True)),
                ('sending_failing_since', models.DateTimeField(blank=True, null=True)),
                ('sending_error', models.TextField(blank=True)),
                ('sending_failures', models.PositiveIntegerField(default=0)),
                ('sending_next_try_at', models.DateTimeField(blank=True, null=True)),
                ('department', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='company.department')),
            ],
            options={
                'ordering': ['name', 'pk'],
            },
        ),
        migrations.AddField(
            model_name='arrival',
            name='channel',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='arrivals', to='channels.channel'),
        ),
        migrations.CreateModel(
            name='ApprovedText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=512)),
                ('language', models.CharField(max_length=20)),
                ('text', models.TextField()),
                ('places', models.PositiveSmallIntegerField(default=0)),
                ('channel', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='approved_texts', to='channels.channel')),
            ],
            options={
                'ordering': ['name', 'language'],
                'constraints': [models.UniqueConstraint(fields=('channel', 'name', 'language'), name='an_approved_text_once')],
            },
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('dedupe_key', models.CharField(max_length=80, unique=True)),
                ('message_id', models.CharField(max_length=200, unique=True)),
                ('to_value', models.CharField(max_length=254)),
                ('payload', models.JSONField()),
                ('thread', models.CharField(max_length=40)),
                ('is_automatic', models.BooleanField(default=False)),
                ('state', models.CharField(choices=[('queued', 'On its way'), ('sending', 'Being sent'), ('sent', 'Delivered'), ('failed', 'Refused'), ('unknown', 'Unclear'), ('cancelled', 'Taken back')], default='queued', max_length=9)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('not_before', models.DateTimeField()),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('lease_until', models.DateTimeField(null=True)),
                ('reason', models.TextField(blank=True)),
                ('code', models.CharField(blank=True, max_length=60)),
                ('external_id', models.CharField(blank=True, max_length=200)),
                ('sent_at', models.DateTimeField(null=True)),
                ('reached', models.PositiveSmallIntegerField(choices=[(0, 'Not sent'), (1, 'Sent'), (2, 'Delivered'), (3, 'Read'), (4, 'Refused')], default=0)),
                ('ask_at', models.DateTimeField(null=True)),
                ('asks', models.PositiveSmallIntegerField(default=0)),
                ('repeats', models.PositiveSmallIntegerField(default=0)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('channel', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to='channels.channel')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('ask_at__isnull', False)), fields=['ask_at'], name='deliveries_to_ask_of'), models.Index(fields=['state', 'not_before'], name='deliveries_waiting'), models.Index(fields=['thread', 'id'], name='deliveries_of_thread'), models.Index(fields=['is_automatic', 'to_value', '-created_at'], name='deliveries_automatic'), models.Index(fields=['channel', 'to_value', 'sent_at'], name='deliveries_to_somebody')],
            },
        ),
        migrations.CreateModel(
            name='DeliveryPart',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('external_id', models.CharField(max_length=200)),
                ('number', models.PositiveSmallIntegerField(default=0)),
                ('reached', models.PositiveSmallIntegerField(choices=[(0, 'Not sent'), (1, 'Sent'), (2, 'Delivered'), (3, 'Read'), (4, 'Refused')], default=0)),
                ('reason', models.TextField(blank=True)),
                ('reference', models.CharField(blank=True, max_length=40)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('ask_at', models.DateTimeField(null=True)),
                ('asks', models.PositiveSmallIntegerField(default=0)),
                ('channel', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='channels.channel')),
                ('delivery', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='parts', to='channels.delivery')),
            ],
            options={
                'ordering': ['number', 'pk'],
                'indexes': [models.Index(condition=models.Q(('ask_at__isnull', False)), fields=['ask_at'], name='parts_to_ask_of'), models.Index(condition=models.Q(('delivery__isnull', True)), fields=['channel', 'reference'], name='parts_unmatched')],
                'constraints': [models.UniqueConstraint(fields=('channel', 'external_id'), name='a_part_once_a_channel')],
            },
        ),
        migrations.CreateModel(
            name='HeardPart',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sender', models.CharField(max_length=40)),
                ('reference', models.CharField(max_length=12)),
                ('total', models.PositiveSmallIntegerField()),
                ('number', models.PositiveSmallIntegerField()),
                ('content', models.BinaryField()),
                ('coding', models.PositiveSmallIntegerField()),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('told_as', models.CharField(blank=True, max_length=40)),
                ('channel', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='channels.channel')),
            ],
            options={
                'ordering': ['number'],
                'constraints': [models.UniqueConstraint(fields=('channel', 'sender', 'reference', 'total', 'number'), name='a_part_of_a_text_once')],
            },
        ),
        migrations.CreateModel(
            name='MailCursor',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('folder', models.CharField(default='INBOX', max_length=200)),
                ('uidvalidity', models.BigIntegerField(default=0)),
                ('last_uid', models.BigIntegerField(default=0)),
                ('history_below', models.BigIntegerField(default=0)),
                ('lease_owner', models.CharField(blank=True, max_length=60)),
                ('lease_until', models.DateTimeField(null=True)),
                ('reconciled_at', models.DateTimeField(null=True)),
                ('channel', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='cursors', to='channels.channel')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('channel', 'folder'), name='one_cursor_a_folder')],
            },
        ),
        migrations.CreateModel(
            name='PausedAddress',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=12)),
                ('value', models.CharField(max_length=254)),
                ('strikes', models.PositiveSmallIntegerField(default=1)),
                ('until', models.DateTimeField()),
                ('reason', models.TextField(blank=True)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('kind', 'value'), name='one_pause_an_address')],
            },
        ),
        migrations.AddConstraint(
            model_name='arrival',
            constraint=models.UniqueConstraint(fields=('channel', 'sha256'), name='once_a_channel'),
        ),
        migrations.AddConstraint(
            model_name='arrival',
            constraint=models.UniqueConstraint(fields=('channel', 'event_id'), name='an_event_once_a_channel'),
        ),
    ]
