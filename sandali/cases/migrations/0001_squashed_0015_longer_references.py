"""Cases and everything that stands on them."""

import datetime
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

# Partial: of all events these few kinds are counted by time. The words must stand in the query as they stand here (measures.py).
OUTCOMES = (
    "CREATE INDEX IF NOT EXISTS history_outcomes ON history_event (kind, at, case_id)"
    " WHERE kind IN ('case_reopened', 'case_confirmed', 'case_lapsed')"
)


class Migration(migrations.Migration):

    replaces = [
        ('cases', '0001_initial'),
        ('cases', '0003_handling'),
        ('cases', '0004_measures'),
        ('cases', '0005_timing'),
        ('cases', '0006_confirmed'),
        ('cases', '0007_figure_days'),
        ('cases', '0008_due'),
        ('cases', '0009_mood'),
        ('cases', '0010_reach'),
        ('cases', '0011_conversations'),
        ('cases', '0012_by_priority'),
        ('cases', '0013_forwarding'),
        ('cases', '0014_calls'),
        ('cases', '0015_longer_references'),
    ]

    initial = True

    dependencies = [
        ('channels', '0001_squashed_0007_told_bytes'),
        ('company', '0001_squashed_0005_api_tokens'),
        ('customers', '0001_squashed_0008_longer_kinds'),
        ('history', '0001_squashed_0003_notices_by_time'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='FigureDay',
            fields=[
                ('day', models.DateField(primary_key=True, serialize=False)),
                ('waits', models.BinaryField(default=bytes)),
                ('opened', models.BinaryField(default=bytes)),
                ('outcomes', models.BinaryField(default=bytes)),
                ('packed_at', models.DateTimeField(db_index=True)),
            ],
        ),
        migrations.CreateModel(
            name='Case',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject', models.CharField(blank=True, max_length=250)),
                ('kind', models.CharField(blank=True, choices=[('question', 'Question'), ('request', 'Request'), ('complaint', 'Complaint'), ('praise', 'Praise'), ('suggestion', 'Suggestion'), ('inquiry', 'Inquiry')], max_length=10)),
                ('priority', models.PositiveSmallIntegerField(choices=[(1, 'Low'), (2, 'Normal'), (3, 'High'), (4, 'Urgent')], default=2)),
                ('state', models.CharField(choices=[('new', 'New'), ('open', 'Open'), ('waiting', 'Waiting for the customer'), ('snoozed', 'Snoozed'), ('answered', 'Answered'), ('confirmed', 'Confirmed by the customer'), ('lapsed', 'Lapsed')], default='new', max_length=9)),
                ('state_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('snoozed_until', models.DateTimeField(blank=True, null=True)),
                ('sleeps_through_thanks', models.BooleanField(default=False)),
                ('sleeps_until_reply', models.BooleanField(default=False)),
                ('aside', models.CharField(blank=True, choices=[('merged', 'Merged into another case'), ('spam', 'Spam')], max_length=6)),
                ('repeats', models.PositiveSmallIntegerField(default=0)),
                ('mood', models.CharField(blank=True, choices=[('calm', 'Calm'), ('glad', 'Glad'), ('worried', 'Worried'), ('upset', 'Upset'), ('angry', 'Angry')], max_length=7)),
                ('reach', models.PositiveIntegerField(default=0)),
                ('opened_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('waiting_since', models.DateTimeField(blank=True, null=True)),
                ('due_at', models.DateTimeField(default=datetime.datetime(9999, 1, 1, 0, 0, tzinfo=datetime.timezone.utc))),
                ('warn_at', models.DateTimeField(blank=True, null=True)),
                ('reopened', models.PositiveSmallIntegerField(default=0)),
                ('message_count', models.PositiveIntegerField(default=0)),
                ('last_message_id', models.BigIntegerField(default=0)),
                ('last_message_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('last_direction', models.CharField(blank=True, max_length=5)),
                ('preview', models.CharField(blank=True, max_length=160)),
                ('version', models.PositiveIntegerField(default=1)),
                ('assignee', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('channel', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='channels.channel')),
                ('customer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cases', to='customers.customer')),
                ('department', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='company.department')),
                ('merged_into', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='cases.case')),
                ('parent', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='cases.case')),
                ('state_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('tags', models.ManyToManyField(blank=True, related_name='cases', to='customers.tag')),
            ],
            options={
                'indexes': [models.Index(fields=['-last_message_at', '-id'], name='cases_latest'), models.Index(fields=['state', '-last_message_at', '-id'], name='cases_by_state'), models.Index(fields=['assignee', 'state', '-last_message_at', '-id'], name='cases_of_person'), models.Index(fields=['assignee', '-last_message_at', '-id'], name='cases_latest_of_person'), models.Index(fields=['department', '-last_message_at', '-id'], name='cases_latest_of_department'), models.Index(fields=['department', 'state', '-last_message_at', '-id'], name='cases_of_department'), models.Index(fields=['customer', '-last_message_at', '-id'], name='cases_of_customer'), models.Index(condition=models.Q(('waiting_since__isnull', False)), fields=['waiting_since', 'id'], name='cases_waiting'), models.Index(condition=models.Q(('waiting_since__isnull', False)), fields=['assignee', 'waiting_since', 'id'], name='cases_waiting_person'), models.Index(condition=models.Q(('waiting_since__isnull', False)), fields=['due_at', 'id'], name='cases_due'), models.Index(condition=models.Q(('waiting_since__isnull', False)), fields=['assignee', 'due_at', 'id'], name='cases_due_of_person'), models.Index(fields=['state', 'snoozed_until'], name='cases_snoozed'), models.Index(fields=['opened_at', 'aside', 'repeats'], name='cases_opened'), models.Index(fields=['state', 'opened_at', 'id'], name='cases_open_longest'), models.Index(condition=models.Q(('waiting_since__isnull', False)), fields=['-priority', '-reach', 'id'], name='cases_by_priority'), models.Index(condition=models.Q(('aside', ''), _negated=True), fields=['aside', '-last_message_at', '-id'], name='cases_aside'), models.Index(condition=models.Q(('merged_into__isnull', False)), fields=['merged_into'], name='cases_merged'), models.Index(condition=models.Q(('parent__isnull', False)), fields=['parent'], name='cases_of_parent')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('state', 'snoozed'), _negated=True), ('snoozed_until__isnull', False), _connector='OR'), name='snoozed_has_a_date'), models.CheckConstraint(condition=models.Q(models.Q(('aside', 'merged'), ('merged_into__isnull', False)), models.Q(('aside', 'merged'), _negated=True), _connector='OR'), name='merged_into_something'), models.CheckConstraint(condition=models.Q(('parent', models.F('id')), _negated=True), name='not_its_own_parent'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'confirmed'), _negated=True), ('state_by__isnull', True), _connector='OR'), name='confirmed_by_the_customer')],
            },
        ),
        migrations.CreateModel(
            name='ChecklistItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=200)),
                ('place', models.PositiveSmallIntegerField(default=0)),
                ('done_at', models.DateTimeField(null=True)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='checklist', to='cases.case')),
                ('done_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['place', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='FigureMark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('made_for', models.CharField(max_length=200)),
                ('until', models.DateField()),
                ('seen', models.BigIntegerField()),
                ('newest', models.BigIntegerField()),
                ('newest_at', models.DateTimeField()),
                ('busy_until', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='only_one_figure_mark')],
            },
        ),
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('direction', models.CharField(choices=[('in', 'From the customer'), ('out', 'Answer'), ('note', 'Internal note'), ('visit', 'Visit'), ('call', 'Phone call'), ('fwd', 'Forwarded'), ('third', 'From somebody else we asked')], max_length=5)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('sent_at', models.DateTimeField(null=True)),
                ('from_value', models.CharField(blank=True, max_length=254)),
                ('from_name', models.CharField(blank=True, max_length=160)),
                ('is_stranger', models.BooleanField(default=False)),
                ('text', models.TextField(blank=True)),
                ('quoted', models.TextField(blank=True)),
                ('has_html', models.BooleanField(default=False)),
                ('others', models.JSONField(default=list)),
                ('external_id', models.CharField(blank=True, max_length=250)),
                ('automatic', models.CharField(blank=True, max_length=12)),
                ('remarks', models.JSONField(default=list)),
                ('arrival_part', models.PositiveSmallIntegerField(default=0)),
                ('file_count', models.PositiveSmallIntegerField(default=0)),
                ('bounced', models.TextField(blank=True)),
                ('chat', models.CharField(max_length=120, null=True)),
                ('wordings', models.JSONField(default=list)),
                ('edited_at', models.DateTimeField(null=True)),
                ('retracted_at', models.DateTimeField(null=True)),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('leaves_at', models.DateTimeField(null=True)),
                ('holds_for_reply', models.BooleanField(default=False)),
                ('arrival', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='messages', to='channels.arrival')),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='messages', to='cases.case')),
                ('channel', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='channels.channel')),
                ('customer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='customers.customer')),
                ('delivery', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='message', to='channels.delivery')),
            ],
            options={
                'ordering': ['id'],
                'indexes': [models.Index(fields=['case', 'id'], name='messages_of_case'), models.Index(fields=['external_id'], name='messages_by_external_id'), models.Index(condition=models.Q(('chat__isnull', False)), fields=['channel', 'chat', 'id'], name='messages_of_chat'), models.Index(condition=models.Q(('leaves_at__isnull', False)), fields=['author', 'leaves_at', 'id'], name='messages_leaving'), models.Index(condition=models.Q(('leaves_at__isnull', False)), fields=['case'], name='messages_leaving_of_case')],
                'constraints': [models.UniqueConstraint(fields=('arrival', 'arrival_part'), name='an_arrival_is_read_once')],
            },
        ),
        migrations.CreateModel(
            name='Mention',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('message', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mentions', to='cases.message')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('message', 'person'), name='named_once')],
            },
        ),
        migrations.CreateModel(
            name='Call',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('call_id', models.CharField(max_length=80)),
                ('way', models.CharField(blank=True, max_length=3)),
                ('number', models.CharField(blank=True, max_length=40)),
                ('state', models.PositiveSmallIntegerField(choices=[(0, 'Being placed'), (1, 'Rings'), (2, 'In progress'), (3, 'Ended')], default=1)),
                ('outcome', models.CharField(blank=True, choices=[('missed', 'Missed call'), ('talked', 'Phone call'), ('tried', 'Not reached')], max_length=6)),
                ('began_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('answered_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('heard_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('extensions', models.JSONField(default=list)),
                ('answered_by', models.CharField(blank=True, max_length=20)),
                ('recording', models.CharField(blank=True, max_length=500)),
                ('put_away_by', models.JSONField(default=list)),
                ('channel', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='channels.channel')),
                ('customer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='calls', to='customers.customer')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='cases.case')),
                ('message', models.OneToOneField(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='call', to='cases.message')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state__lt', 3)), fields=['state', 'heard_at'], name='calls_going_on'), models.Index(fields=['-began_at', '-id'], name='calls_latest'), models.Index(fields=['outcome', '-began_at', '-id'], name='calls_by_outcome'), models.Index(fields=['person', '-began_at', '-id'], name='calls_of_person')],
                'constraints': [models.UniqueConstraint(fields=('channel', 'call_id'), name='a_call_once_a_channel'), models.CheckConstraint(condition=models.Q(('ended_at__isnull', True), ('ended_at__gte', models.F('began_at')), _connector='OR'), name='a_call_ends_after_it_began')],
            },
        ),
        migrations.CreateModel(
            name='Attachment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200)),
                ('content_type', models.CharField(blank=True, max_length=120)),
                ('size', models.PositiveBigIntegerField()),
                ('sha256', models.CharField(blank=True, db_index=True, max_length=64)),
                ('reference', models.CharField(blank=True, max_length=2000)),
                ('content_id', models.CharField(blank=True, max_length=250)),
                ('is_inline', models.BooleanField(default=False)),
                ('label', models.CharField(blank=True, max_length=20)),
                ('message', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attachments', to='cases.message')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Regrouping',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('way', models.CharField(choices=[('merge', 'Merged'), ('split', 'Split')], max_length=5)),
                ('messages', models.JSONField(default=list)),
                ('before', models.JSONField(default=dict)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('undone_at', models.DateTimeField(null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('target', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('undone_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['source', '-id'], name='regrouped_from'), models.Index(fields=['target', '-id'], name='regrouped_to')],
            },
        ),
        migrations.CreateModel(
            name='Reminder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('text', models.CharField(blank=True, max_length=200)),
                ('told_at', models.DateTimeField(null=True)),
                ('done_at', models.DateTimeField(null=True)),
                ('removed_at', models.DateTimeField(null=True)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reminders', to='cases.case')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['told_at', 'at'], name='reminders_due'), models.Index(fields=['person', 'told_at', 'at'], name='reminders_of_person'), models.Index(condition=models.Q(('removed_at', None)), fields=['person', 'done_at', 'at', 'id'], name='reminders_listed')],
            },
        ),
        migrations.CreateModel(
            name='Routing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('way', models.CharField(choices=[('pull', 'Everybody picks what they can take on'), ('turn', 'In turn'), ('least', 'To whoever has the fewest')], default='pull', max_length=5)),
                ('ceiling', models.PositiveSmallIntegerField(default=0)),
                ('department', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='routing', to='company.department')),
                ('last_person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='SavedView',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60)),
                ('asked', models.JSONField(default=dict)),
                ('for_everybody', models.BooleanField(default=False)),
                ('place', models.PositiveSmallIntegerField(default=0)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('version', models.PositiveIntegerField(default=1)),
                ('department', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='company.department')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='saved_views', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['place', 'name', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Skill',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, unique=True)),
                ('people', models.ManyToManyField(blank=True, related_name='skills', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='RoutingRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80)),
                ('place', models.PositiveSmallIntegerField(default=0)),
                ('is_active', models.BooleanField(default=True)),
                ('words', models.TextField(blank=True)),
                ('sender', models.CharField(blank=True, max_length=254)),
                ('language', models.CharField(blank=True, max_length=2)),
                ('kind', models.CharField(blank=True, max_length=10)),
                ('priority', models.PositiveSmallIntegerField(blank=True, choices=[(1, 'Low'), (2, 'Normal'), (3, 'High'), (4, 'Urgent')], null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('channel', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='channels.channel')),
                ('department', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='company.department')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('skill', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='cases.skill')),
            ],
            options={
                'ordering': ['place', 'pk'],
            },
        ),
        migrations.AddField(
            model_name='case',
            name='skill',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='cases.skill'),
        ),
        migrations.CreateModel(
            name='Task',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=200)),
                ('text', models.TextField(blank=True)),
                ('due_at', models.DateTimeField(blank=True, null=True)),
                ('warned_at', models.DateTimeField(null=True)),
                ('state', models.CharField(choices=[('open', 'Open'), ('done', 'Done'), ('withdrawn', 'Withdrawn')], default='open', max_length=9)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('answer', models.TextField(blank=True)),
                ('answered_at', models.DateTimeField(null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tasks', to='cases.case')),
                ('department', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='company.department')),
                ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['case', 'id'], name='tasks_of_case'), models.Index(fields=['owner', 'state', 'due_at', 'id'], name='tasks_of_person'), models.Index(fields=['department', 'state', 'due_at', 'id'], name='tasks_of_department'), models.Index(fields=['state', 'due_at'], name='tasks_due')],
            },
        ),
        migrations.CreateModel(
            name='Wait',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_first', models.BooleanField(default=False)),
                ('began_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('seconds', models.PositiveIntegerField(null=True)),
                ('working_seconds', models.PositiveIntegerField(null=True)),
                ('by_answer', models.BooleanField(default=False)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='waits', to='cases.case')),
                ('channel', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='channels.channel')),
                ('department', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='company.department')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['ended_at', 'id'], name='waits_by_end'), models.Index(fields=['case', 'id'], name='waits_of_case')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('case',), name='one_wait_at_a_time'), models.UniqueConstraint(condition=models.Q(('is_first', True)), fields=('case',), name='one_first_wait')],
            },
        ),
        migrations.CreateModel(
            name='BlockedSender',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('value', models.CharField(max_length=254)),
                ('reason', models.CharField(blank=True, max_length=200)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('lifted_at', models.DateTimeField(null=True)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('lifted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('lifted_at__isnull', True)), fields=('value',), name='blocked_once')],
            },
        ),
        migrations.CreateModel(
            name='CaseLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('one', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cases.case')),
                ('other', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cases.case')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('one', 'other'), name='linked_once'), models.CheckConstraint(condition=models.Q(('one__lt', models.F('other'))), name='smaller_number_first')],
            },
        ),
        migrations.CreateModel(
            name='CaseRead',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('message_id', models.BigIntegerField(default=0)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reads', to='cases.case')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('person', 'case'), name='one_reading_mark')],
            },
        ),
        migrations.CreateModel(
            name='Draft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('direction', models.CharField(choices=[('in', 'From the customer'), ('out', 'Answer'), ('note', 'Internal note'), ('visit', 'Visit'), ('call', 'Phone call'), ('fwd', 'Forwarded'), ('third', 'From somebody else we asked')], default='out', max_length=5)),
                ('text', models.TextField()),
                ('seen_message_id', models.BigIntegerField(default=0)),
                ('copies', models.JSONField(null=True)),
                ('files', models.JSONField(default=list)),
                ('saved_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='drafts', to='cases.case')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('case', 'person', 'direction'), name='one_draft_a_person')],
            },
        ),
        migrations.CreateModel(
            name='Follower',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateTimeField(default=django.utils.timezone.now)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='followers', to='cases.case')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['person', 'case'], name='followed_by')],
                'constraints': [models.UniqueConstraint(fields=('case', 'person'), name='follows_once')],
            },
        ),
        migrations.CreateModel(
            name='Handover',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('brief', models.TextField()),
                ('state', models.CharField(choices=[('offered', 'Offered'), ('accepted', 'Accepted'), ('declined', 'Declined'), ('withdrawn', 'Withdrawn')], default='offered', max_length=9)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('answer', models.TextField(blank=True)),
                ('answered_at', models.DateTimeField(null=True)),
                ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='handovers', to='cases.case')),
                ('to_department', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='company.department')),
                ('to_person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['to_person', 'state'], name='handovers_to_person'), models.Index(fields=['to_department', 'state'], name='handovers_to_department')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'offered')), fields=('case',), name='one_open_handover'), models.CheckConstraint(condition=models.Q(('to_person__isnull', False), ('to_department__isnull', False), _connector='OR'), name='handed_to_somebody')],
            },
        ),
        migrations.CreateModel(
            name='Looking',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seen_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('typed_at', models.DateTimeField(null=True)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cases.case')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['seen_at'], name='looking_lately')],
                'constraints': [models.UniqueConstraint(fields=('case', 'person'), name='one_look_a_person')],
            },
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('skill__isnull', False)), fields=['skill'], name='cases_of_skill'),
        ),
        migrations.RunSQL(OUTCOMES, "DROP INDEX IF EXISTS history_outcomes"),
    ]
