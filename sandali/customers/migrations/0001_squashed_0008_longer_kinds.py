"""Customers, organisations, how they are reached, own fields, duplicates."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [
        ('customers', '0001_initial'),
        ('customers', '0003_account_kinds'),
        ('customers', '0004_wishes'),
        ('customers', '0005_claims'),
        ('customers', '0006_depth'),
        ('customers', '0007_duplicates'),
        ('customers', '0008_longer_kinds'),
    ]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Organisation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=160)),
                ('folded', models.CharField(db_index=True, max_length=200)),
                ('website', models.CharField(blank=True, max_length=200)),
                ('note', models.TextField(blank=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'ordering': ['name', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Tag',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=40)),
                ('folded', models.CharField(max_length=60, unique=True)),
            ],
            options={
                'ordering': ['folded'],
            },
        ),
        migrations.CreateModel(
            name='ContactRules',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('quiet_from', models.TimeField(blank=True, null=True)),
                ('quiet_until', models.TimeField(blank=True, null=True)),
                ('most', models.PositiveSmallIntegerField()),
                ('days', models.PositiveSmallIntegerField()),
                ('asks_first', models.JSONField(default=list)),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='one_row_of_contact_rules')],
            },
        ),
        migrations.CreateModel(
            name='Customer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(blank=True, max_length=160)),
                ('stage', models.CharField(choices=[('contact', 'Contact'), ('lead', 'Lead'), ('customer', 'Customer'), ('former', 'Former customer')], default='contact', max_length=10)),
                ('job_title', models.CharField(blank=True, max_length=80)),
                ('city', models.CharField(blank=True, max_length=80)),
                ('language', models.CharField(blank=True, max_length=2)),
                ('has_wishes', models.BooleanField(default=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('last_contact_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('erased_at', models.DateTimeField(null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('took_in', models.BooleanField(default=False)),
                ('merged_into', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='former', to='customers.customer')),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='customers', to='customers.organisation')),
                ('tags', models.ManyToManyField(blank=True, related_name='customers', to='customers.tag')),
            ],
            options={
                'indexes': [models.Index(fields=['-last_contact_at', '-id'], name='customers_latest')],
            },
        ),
        migrations.CreateModel(
            name='CustomerNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField()),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('removed_at', models.DateTimeField(blank=True, null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('customer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notes', to='customers.customer')),
            ],
            options={
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='CustomField',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject', models.CharField(choices=[('customer', 'Customers'), ('organisation', 'Organisations')], max_length=12)),
                ('kind', models.CharField(choices=[('text', 'Short text'), ('long', 'Long text'), ('number', 'Number'), ('date', 'Date'), ('yes_no', 'Yes or no'), ('choice', 'One of several'), ('choices', 'Several of several'), ('link', 'Link'), ('phone', 'Phone')], max_length=8)),
                ('name', models.CharField(max_length=60)),
                ('folded', models.CharField(max_length=90)),
                ('hint', models.CharField(blank=True, max_length=160)),
                ('is_required', models.BooleanField(default=False)),
                ('place', models.PositiveIntegerField(default=0)),
                ('archived_at', models.DateTimeField(null=True)),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'ordering': ['place', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('subject', 'folded'), name='one_field_a_name')],
            },
        ),
        migrations.CreateModel(
            name='DuplicateRules',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('shown_from', models.PositiveSmallIntegerField(default=50)),
                ('likely_from', models.PositiveSmallIntegerField(default=95)),
                ('formula', models.PositiveSmallIntegerField(default=0)),
                ('written_to', models.BigIntegerField(default=0)),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='one_row_of_duplicate_rules'), models.CheckConstraint(condition=models.Q(('shown_from__lte', models.F('likely_from'))), name='likely_is_shown')],
            },
        ),
        migrations.CreateModel(
            name='FieldChoice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80)),
                ('folded', models.CharField(max_length=120)),
                ('place', models.PositiveIntegerField(default=0)),
                ('is_out', models.BooleanField(default=False)),
                ('field', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='choices', to='customers.customfield')),
            ],
            options={
                'ordering': ['place', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('field', 'folded'), name='one_choice_a_name')],
            },
        ),
        migrations.CreateModel(
            name='Identity',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=20)),
                ('value', models.CharField(max_length=254)),
                ('shown', models.CharField(blank=True, max_length=254)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('claimed_by', models.BigIntegerField(default=0)),
                ('suspect', models.CharField(blank=True, max_length=30)),
                ('customer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='identities', to='customers.customer')),
            ],
            options={
                'ordering': ['kind', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('kind', 'value', 'claimed_by'), name='one_customer_an_identity')],
            },
        ),
        migrations.CreateModel(
            name='LikelyPair',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('percent', models.PositiveSmallIntegerField()),
                ('evidence', models.JSONField(default=list)),
                ('verdict', models.CharField(choices=[('open', 'To be looked at'), ('apart', 'Not the same'), ('merged', 'Put together')], default='open', max_length=6)),
                ('decided_at', models.DateTimeField(null=True)),
                ('found_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('one', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='customers.customer')),
                ('other', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='customers.customer')),
            ],
            options={
                'indexes': [models.Index(fields=['verdict', '-percent', '-id'], name='pairs_by_verdict')],
                'constraints': [models.UniqueConstraint(fields=('one', 'other'), name='a_pair_once'), models.CheckConstraint(condition=models.Q(('one__lt', models.F('other'))), name='the_smaller_number_first')],
            },
        ),
        migrations.CreateModel(
            name='LikenessKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.BigIntegerField()),
                ('customer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='customers.customer')),
            ],
            options={
                'indexes': [models.Index(fields=['key', 'customer'], name='likeness_keys')],
            },
        ),
        migrations.CreateModel(
            name='Merging',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kept', models.JSONField(default=dict)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('undone_at', models.DateTimeField(null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='customers.customer')),
                ('target', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='customers.customer')),
                ('undone_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['target', '-id'], name='mergings_into'), models.Index(fields=['undone_at', '-id'], name='mergings_standing')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('undone_at__isnull', True)), fields=('source',), name='merged_once_at_a_time'), models.CheckConstraint(condition=models.Q(('source', models.F('target')), _negated=True), name='never_into_itself')],
            },
        ),
        migrations.CreateModel(
            name='FieldValue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(blank=True)),
                ('folded', models.CharField(max_length=120, null=True)),
                ('number', models.DecimalField(decimal_places=6, max_digits=24, null=True)),
                ('day', models.DateField(null=True)),
                ('yes', models.BooleanField(null=True)),
                ('choice', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='customers.fieldchoice')),
                ('customer', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='field_values', to='customers.customer')),
                ('field', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='customers.customfield')),
                ('organisation', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='field_values', to='customers.organisation')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('customer__isnull', False)), fields=['customer', 'field'], name='field_values_of_customer'), models.Index(condition=models.Q(('organisation__isnull', False)), fields=['organisation', 'field'], name='field_values_of_company'), models.Index(condition=models.Q(('folded__isnull', False)), fields=['field', 'folded', 'customer'], name='field_values_by_folded'), models.Index(condition=models.Q(('number__isnull', False)), fields=['field', 'number', 'customer'], name='field_values_by_number'), models.Index(condition=models.Q(('day__isnull', False)), fields=['field', 'day', 'customer'], name='field_values_by_day'), models.Index(condition=models.Q(('yes__isnull', False)), fields=['field', 'yes', 'customer'], name='field_values_by_yes'), models.Index(condition=models.Q(('choice__isnull', False)), fields=['field', 'choice', 'customer'], name='field_values_by_choice')],
                'constraints': [models.CheckConstraint(condition=models.Q(('customer__isnull', False), ('organisation__isnull', False), _connector='XOR'), name='a_value_of_one_subject'), models.UniqueConstraint(condition=models.Q(('choice__isnull', False)), fields=('customer', 'field', 'choice'), name='a_choice_once_a_customer'), models.UniqueConstraint(condition=models.Q(('choice__isnull', False)), fields=('organisation', 'field', 'choice'), name='a_choice_once_a_company')],
            },
        ),
        migrations.CreateModel(
            name='Wishes',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('way', models.CharField(blank=True, max_length=20)),
                ('called', models.CharField(blank=True, max_length=120)),
                ('language', models.CharField(blank=True, max_length=2)),
                ('days', models.JSONField(blank=True, default=list)),
                ('hours_from', models.TimeField(blank=True, null=True)),
                ('hours_until', models.TimeField(blank=True, null=True)),
                ('zone', models.CharField(blank=True, max_length=60)),
                ('never', models.JSONField(blank=True, default=list)),
                ('never_words', models.CharField(blank=True, max_length=300)),
                ('likes', models.CharField(blank=True, max_length=300)),
                ('version', models.PositiveIntegerField(default=1)),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('changed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('customer', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='wishes', to='customers.customer')),
                ('identity', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='customers.identity')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('hours_from__isnull', True), ('hours_until__isnull', True)), models.Q(('hours_from__isnull', False), ('hours_until__isnull', False)), _connector='OR'), name='hours_have_both_ends')],
            },
        ),
        migrations.CreateModel(
            name='Consent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('purpose', models.CharField(choices=[('service', 'Their own matters'), ('listening', 'Asking later how it went'), ('survey', 'Surveys')], max_length=10)),
                ('way', models.CharField(blank=True, max_length=20)),
                ('is_given', models.BooleanField()),
                ('how', models.CharField(choices=[('said', 'They said so'), ('wrote', 'They wrote so'), ('page', 'On their own page'), ('merged', 'One of two records that were put together said so')], max_length=6)),
                ('words', models.CharField(blank=True, max_length=500)),
                ('case', models.BigIntegerField(blank=True, null=True)),
                ('message', models.BigIntegerField(blank=True, null=True)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('customer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='consents', to='customers.customer')),
            ],
            options={
                'ordering': ['-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('purpose__in', ['service', 'listening', 'survey'])), name='consent_for_a_purpose'), models.CheckConstraint(condition=models.Q(('how', 'page'), ('by__isnull', False), _connector='OR'), name='consent_has_a_witness')],
            },
        ),
        migrations.CreateModel(
            name='Begun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('purpose', models.CharField(choices=[('service', 'Their own matters'), ('listening', 'Asking later how it went'), ('survey', 'Surveys')], max_length=10)),
                ('way', models.CharField(max_length=20)),
                ('case', models.BigIntegerField()),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('customer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='begun', to='customers.customer')),
            ],
            options={
                'indexes': [models.Index(fields=['customer', '-at'], name='begun_with_customer')],
            },
        ),
        migrations.CreateModel(
            name='AgainstWish',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('case', models.BigIntegerField()),
                ('message', models.BigIntegerField(null=True)),
                ('what', models.JSONField(default=list)),
                ('way', models.CharField(max_length=20)),
                ('reason', models.CharField(max_length=300)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('customer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='customers.customer')),
            ],
            options={
                'indexes': [models.Index(fields=['at', 'id'], name='against_wishes_by_time'), models.Index(fields=['case'], name='against_wishes_of_case')],
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='against_a_wish_with_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='DuplicateScan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('begun_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('ended_at', models.DateTimeField(null=True)),
                ('position', models.BigIntegerField(default=0)),
                ('total', models.PositiveIntegerField(default=0)),
                ('seen', models.PositiveIntegerField(default=0)),
                ('compared', models.PositiveIntegerField(default=0)),
                ('running', models.BooleanField(default=True, null=True)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('stopped_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('running',), name='one_scan_at_a_time')],
            },
        ),
    ]
