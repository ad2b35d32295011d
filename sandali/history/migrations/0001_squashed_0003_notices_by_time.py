"""Events, notices and the queue."""

import datetime
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [
        ('history', '0001_initial'),
        ('history', '0002_ways'),
        ('history', '0003_notices_by_time'),
    ]

    initial = True

    dependencies = [
        ('company', '0001_squashed_0005_api_tokens'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='NoticeSettings',
            fields=[
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to=settings.AUTH_USER_MODEL)),
                ('quiet_from', models.TimeField(blank=True, null=True)),
                ('quiet_until', models.TimeField(blank=True, null=True)),
                ('digest', models.CharField(choices=[('daily', 'Once a day'), ('hourly', 'Every hour')], default='daily', max_length=6)),
                ('digest_at', models.TimeField(default=datetime.time(8, 0))),
                ('push_excerpts', models.BooleanField(default=False)),
            ],
        ),
        migrations.CreateModel(
            name='ScheduleMark',
            fields=[
                ('name', models.CharField(max_length=150, primary_key=True, serialize=False)),
                ('next_at', models.DateTimeField()),
                ('last_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='WorkerMark',
            fields=[
                ('name', models.CharField(max_length=60, primary_key=True, serialize=False)),
                ('started_at', models.DateTimeField()),
                ('seen_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Event',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=50)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('subject_type', models.CharField(max_length=30)),
                ('subject_id', models.BigIntegerField()),
                ('case_id', models.BigIntegerField(null=True)),
                ('customer_id', models.BigIntegerField(null=True)),
                ('data', models.JSONField(default=dict)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('case_id__isnull', False)), fields=['case_id', 'id'], name='event_of_case'), models.Index(condition=models.Q(('customer_id__isnull', False)), fields=['customer_id', 'id'], name='event_of_customer'), models.Index(fields=['subject_type', 'subject_id', 'id'], name='event_of_subject')],
            },
        ),
        migrations.CreateModel(
            name='Job',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('task', models.CharField(max_length=150)),
                ('args', models.JSONField(default=list)),
                ('kwargs', models.JSONField(default=dict)),
                ('state', models.CharField(choices=[('ready', 'Waiting'), ('running', 'Running'), ('done', 'Done'), ('parked', 'Parked')], default='ready', max_length=8)),
                ('priority', models.SmallIntegerField(default=0)),
                ('run_after', models.DateTimeField()),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('lease_until', models.DateTimeField(null=True)),
                ('worker', models.CharField(blank=True, max_length=60)),
                ('last_error', models.TextField(blank=True)),
                ('unique_key', models.CharField(blank=True, max_length=120)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('finished_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['state', '-priority', 'run_after', 'id'], name='jobs_ready'), models.Index(fields=['state', 'lease_until'], name='jobs_running'), models.Index(fields=['state', 'finished_at'], name='jobs_finished')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ['ready', 'parked']), models.Q(('unique_key', ''), _negated=True)), fields=('unique_key',), name='one_waiting_job_a_key')],
            },
        ),
        migrations.CreateModel(
            name='MutedGroup',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('group', models.CharField(max_length=40)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('group', 'person'), name='one_mute_a_group')],
            },
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('about', models.CharField(max_length=50)),
                ('count', models.PositiveIntegerField(default=1)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('read_at', models.DateTimeField(blank=True, null=True)),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='history.event')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notices', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['person', '-at', '-id'], name='notices_by_time')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('read_at__isnull', True)), fields=('person', 'about'), name='one_unread_a_subject')],
            },
        ),
        migrations.CreateModel(
            name='NoticeChoice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=50)),
                ('bell', models.BooleanField(default=True)),
                ('mail', models.CharField(choices=[('off', 'No mail'), ('away', 'When I am away'), ('at_once', 'At once'), ('digest', 'In the digest')], default='off', max_length=7)),
                ('push', models.BooleanField(default=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notice_choices', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('person', 'kind'), name='one_choice_a_kind')],
            },
        ),
        migrations.CreateModel(
            name='Outgoing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('way', models.CharField(choices=[('mail', 'Mail'), ('push', 'Push')], max_length=4)),
                ('how', models.CharField(choices=[('off', 'No mail'), ('away', 'When I am away'), ('at_once', 'At once'), ('digest', 'In the digest')], max_length=7)),
                ('kind', models.CharField(max_length=50)),
                ('about', models.CharField(max_length=50)),
                ('count', models.PositiveIntegerField(default=1)),
                ('at', models.DateTimeField()),
                ('fold_until', models.DateTimeField()),
                ('due_at', models.DateTimeField()),
                ('batch', models.CharField(blank=True, max_length=32)),
                ('ended_at', models.DateTimeField(null=True)),
                ('outcome', models.CharField(blank=True, max_length=10)),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='history.event')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['batch', 'due_at'], name='outgoing_due'), models.Index(fields=['person', 'way', 'ended_at'], name='outgoing_of_person')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('batch', '')), fields=('person', 'way', 'about', 'kind'), name='one_waiting_outgoing')],
            },
        ),
        migrations.CreateModel(
            name='PushSubscription',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('endpoint', models.CharField(max_length=700, unique=True)),
                ('key', models.CharField(max_length=100)),
                ('secret', models.CharField(max_length=40)),
                ('browser', models.CharField(blank=True, max_length=300)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('last_ok_at', models.DateTimeField(null=True)),
                ('failures', models.PositiveSmallIntegerField(default=0)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='push_subscriptions', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
    ]
