"""Events, notices and jobs. No model here knows what a customer or a case is: they are numbers with a name."""

from datetime import time
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Event(models.Model):
    """Something that happened: to what, by whom, when. Never changed, never deleted."""

    kind = models.CharField(max_length=50)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    subject_type = models.CharField(max_length=30)
    subject_id = models.BigIntegerField()
    # The timelines that show it. Plain numbers: the rooms that own these tables are above this one.
    case_id = models.BigIntegerField(null=True)
    customer_id = models.BigIntegerField(null=True)
    data = models.JSONField(default=dict)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["case_id", "id"], name="event_of_case", condition=models.Q(case_id__isnull=False)),
            models.Index(fields=["customer_id", "id"], name="event_of_customer", condition=models.Q(customer_id__isnull=False)),
            models.Index(fields=["subject_type", "subject_id", "id"], name="event_of_subject"),
        ]


class Notice(models.Model):
    """One event as told to one person. Repeats about the same thing fold into the unread one."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="+")
    about = models.CharField(max_length=50)  # "case:12": notices about the same thing fold
    count = models.PositiveIntegerField(default=1)
    at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["person", "-at", "-id"], name="notices_by_time")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "about"], condition=models.Q(read_at__isnull=True), name="one_unread_a_subject")
        ]


class MailWay(models.TextChoices):
    """How a kind of notice reaches somebody by mail."""

    OFF = "off", _("No mail")
    AWAY = "away", _("When I am away")
    AT_ONCE = "at_once", _("At once")
    DIGEST = "digest", _("In the digest")


class Digest(models.TextChoices):
    """How often a digest leaves."""

    DAILY = "daily", _("Once a day")
    HOURLY = "hourly", _("Every hour")


class NoticeChoice(models.Model):
    """By which ways a person wants to be told of one kind. Only what differs from the kind's own defaults has a row."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notice_choices")
    kind = models.CharField(max_length=50)
    bell = models.BooleanField(default=True)
    mail = models.CharField(max_length=7, choices=MailWay.choices, default=MailWay.OFF)
    push = models.BooleanField(default=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["person", "kind"], name="one_choice_a_kind")]


class NoticeSettings(models.Model):
    """What holds for all notices of a person: when nothing leaves the house, when the digest does, how much a push says."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="+")
    quiet_from = models.TimeField(null=True, blank=True)  # in the person's zone, as everything here
    quiet_until = models.TimeField(null=True, blank=True)
    digest = models.CharField(max_length=6, choices=Digest.choices, default=Digest.DAILY)
    digest_at = models.TimeField(default=time(8))
    push_excerpts = models.BooleanField(default=False)


class MutedGroup(models.Model):
    """A group, as "department:3", of whose common notices a person wants none. What concerns themselves still comes."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    group = models.CharField(max_length=40)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["group", "person"], name="one_mute_a_group")]


class Way(models.TextChoices):
    """The ways out of the house."""

    MAIL = "mail", _("Mail")
    PUSH = "push", _("Push")


class Outgoing(models.Model):
    """A notice that waits to leave by mail or push. Those about the same thing fold until a batch takes them.

    A batch is one mail or one push. It keeps its name over a restart, so that a repeat can be known as one."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    way = models.CharField(max_length=4, choices=Way.choices)
    how = models.CharField(max_length=7, choices=MailWay.choices)
    kind = models.CharField(max_length=50)
    about = models.CharField(max_length=50)
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="+")  # the newest
    count = models.PositiveIntegerField(default=1)
    at = models.DateTimeField()  # when the newest was told
    fold_until = models.DateTimeField()  # news after this waits no longer for more of the same
    due_at = models.DateTimeField()
    batch = models.CharField(max_length=32, blank=True)
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, blank=True)  # "sent", or why it was not

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["batch", "due_at"], name="outgoing_due"),
            models.Index(fields=["person", "way", "ended_at"], name="outgoing_of_person"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "way", "about", "kind"], condition=models.Q(batch=""), name="one_waiting_outgoing")
        ]


class PushSubscription(models.Model):
    """A browser of a person that takes push. `endpoint` is an address of the browser's maker, given by the browser."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="push_subscriptions")
    endpoint = models.CharField(max_length=700, unique=True)
    key = models.CharField(max_length=100)  # p256dh, base64url
    secret = models.CharField(max_length=40)  # auth, base64url
    browser = models.CharField(max_length=300, blank=True)  # as it describes itself
    made_at = models.DateTimeField(default=timezone.now)
    last_ok_at = models.DateTimeField(null=True)
    failures = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["pk"]


class JobState(models.TextChoices):
    READY = "ready", _("Waiting")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    PARKED = "parked", _("Parked")


class Job(models.Model):
    """A piece of work to do once, later. Taken by a lease; parked, with its reason, when it keeps failing."""

    task = models.CharField(max_length=150)  # dotted path of a @task function
    args = models.JSONField(default=list)
    kwargs = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=JobState.choices, default=JobState.READY)
    priority = models.SmallIntegerField(default=0)
    run_after = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    worker = models.CharField(max_length=60, blank=True)
    last_error = models.TextField(blank=True)
    unique_key = models.CharField(max_length=120, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            # Not partial on the state: SQLite uses a partial index only for a literal, and Django binds every value.
            models.Index(fields=["state", "-priority", "run_after", "id"], name="jobs_ready"),
            models.Index(fields=["state", "lease_until"], name="jobs_running"),
            models.Index(fields=["state", "finished_at"], name="jobs_finished"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["unique_key"], condition=models.Q(state__in=["ready", "parked"]) & ~models.Q(unique_key=""), name="one_waiting_job_a_key"
            )
        ]


class ScheduleMark(models.Model):
    """When a scheduled task last ran and runs next: the row that keeps two processes from both running it."""

    name = models.CharField(max_length=150, primary_key=True)
    next_at = models.DateTimeField()
    last_at = models.DateTimeField(null=True)


class WorkerMark(models.Model):
    """A worker process that is alive: the status page reads it."""

    name = models.CharField(max_length=60, primary_key=True)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()
