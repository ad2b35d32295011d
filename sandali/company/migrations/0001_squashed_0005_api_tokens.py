"""The company, its people, departments, rights and hours."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [
        ('company', '0001_initial'),
        ('company', '0002_rights'),
        ('company', '0003_past_week'),
        ('company', '0004_extension'),
        ('company', '0005_api_tokens'),
    ]

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('email', models.EmailField(max_length=254, unique=True)),
                ('name', models.CharField(max_length=80)),
                ('job_title', models.CharField(blank=True, max_length=80)),
                ('extension', models.CharField(blank=True, max_length=20)),
                ('role', models.CharField(choices=[('agent', 'Agent'), ('lead', 'Lead'), ('manager', 'Manager'), ('executive', 'Executive'), ('admin', 'Administrator')], default='agent', max_length=10)),
                ('is_active', models.BooleanField(default=True)),
                ('joined_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('language', models.CharField(blank=True, choices=[('fa', 'فارسی'), ('en', 'English')], max_length=2)),
                ('calendar', models.CharField(blank=True, choices=[('jalali', 'Jalali'), ('gregorian', 'Gregorian')], max_length=10)),
                ('zone', models.CharField(blank=True, max_length=60)),
                ('theme', models.CharField(choices=[('auto', 'As the system'), ('light', 'Light'), ('dark', 'Dark')], default='auto', max_length=5)),
                ('letter_keys', models.BooleanField(default=True)),
                ('presence', models.CharField(choices=[('here', 'Here'), ('away', 'Away')], default='here', max_length=4)),
                ('seen_at', models.DateTimeField(blank=True, null=True)),
                ('checklist_hidden_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['name', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Department',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, unique=True)),
                ('is_private', models.BooleanField(default=False)),
                ('archived_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='PastWeek',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('until', models.DateTimeField(unique=True)),
                ('week', models.JSONField()),
                ('zone', models.CharField(max_length=60)),
            ],
            options={
                'ordering': ['until'],
            },
        ),
        migrations.CreateModel(
            name='SpecialDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(unique=True)),
                ('name', models.CharField(max_length=120)),
                ('is_open', models.BooleanField(default=False)),
                ('starts', models.TimeField(blank=True, null=True)),
                ('ends', models.TimeField(blank=True, null=True)),
                ('is_official', models.BooleanField(default=False)),
                ('is_estimated', models.BooleanField(default=False)),
            ],
            options={
                'ordering': ['day'],
            },
        ),
        migrations.CreateModel(
            name='Company',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120)),
                ('language', models.CharField(choices=[('fa', 'فارسی'), ('en', 'English')], default='fa', max_length=2)),
                ('zone', models.CharField(default='Asia/Tehran', max_length=60)),
                ('calendar', models.CharField(choices=[('jalali', 'Jalali'), ('gregorian', 'Gregorian')], default='jalali', max_length=10)),
                ('week_start', models.PositiveSmallIntegerField(default=5)),
                ('weekend', models.CharField(choices=[('fri', 'Friday'), ('thu-fri', 'Thursday and Friday'), ('sat-sun', 'Saturday and Sunday')], default='fri', max_length=8)),
                ('country', models.CharField(default='IR', max_length=2)),
                ('currency', models.CharField(default='IRR', max_length=3)),
                ('show_toman', models.BooleanField(default=True)),
                ('signature', models.TextField(blank=True)),
                ('set_up_at', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='only_one_company')],
            },
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', models.EmailField(max_length=254)),
                ('name', models.CharField(blank=True, max_length=80)),
                ('role', models.CharField(choices=[('agent', 'Agent'), ('lead', 'Lead'), ('manager', 'Manager'), ('executive', 'Executive'), ('admin', 'Administrator')], default='agent', max_length=10)),
                ('token_hash', models.CharField(max_length=64, unique=True)),
                ('invited_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('expires_at', models.DateTimeField()),
                ('used_at', models.DateTimeField(blank=True, null=True)),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('departments', models.ManyToManyField(blank=True, to='company.department')),
                ('invited_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-invited_at'],
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(blank=True, choices=[('agent', 'Agent'), ('lead', 'Lead'), ('manager', 'Manager'), ('executive', 'Executive')], max_length=10)),
                ('reads_only', models.BooleanField(default=False)),
                ('department', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to='company.department')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('person', 'department'), name='one_membership')],
            },
        ),
        migrations.AddField(
            model_name='person',
            name='departments',
            field=models.ManyToManyField(related_name='people', through='company.Membership', to='company.department'),
        ),
        migrations.CreateModel(
            name='OpeningRange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('weekday', models.PositiveSmallIntegerField()),
                ('starts', models.TimeField()),
                ('ends', models.TimeField()),
            ],
            options={
                'ordering': ['weekday', 'starts'],
                'constraints': [models.UniqueConstraint(fields=('weekday', 'starts'), name='one_range_a_start'), models.CheckConstraint(condition=models.Q(('weekday__lte', 6)), name='weekday_of_seven')],
            },
        ),
        migrations.CreateModel(
            name='RoleScope',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('agent', 'Agent'), ('lead', 'Lead'), ('manager', 'Manager'), ('executive', 'Executive'), ('admin', 'Administrator')], max_length=10)),
                ('right', models.CharField(max_length=30)),
                ('scope', models.CharField(blank=True, max_length=10)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('role', 'right'), name='one_scope_a_cell')],
            },
        ),
        migrations.CreateModel(
            name='ApiToken',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80)),
                ('prefix', models.CharField(max_length=12)),
                ('token_hash', models.CharField(max_length=64, unique=True)),
                ('scopes', models.JSONField(default=list)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('expires_at', models.DateTimeField()),
                ('last_used_at', models.DateTimeField(blank=True, null=True)),
                ('revoked_at', models.DateTimeField(blank=True, null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='api_tokens', to=settings.AUTH_USER_MODEL)),
                ('revoked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['person', '-id'], name='tokens_of_person')],
            },
        ),
        migrations.CreateModel(
            name='KeptAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=100)),
                ('digest', models.CharField(max_length=64)),
                ('status', models.PositiveSmallIntegerField(default=0)),
                ('body', models.TextField(blank=True)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['at'], name='kept_answers_by_age')],
                'constraints': [models.UniqueConstraint(fields=('person', 'key'), name='one_answer_a_key')],
            },
        ),
    ]
