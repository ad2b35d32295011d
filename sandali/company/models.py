"""Our own people, departments, hours and settings."""

from datetime import date, datetime, timedelta
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sandali.company.permissions import PLACE_ROLES, Place, Role, Standing
from sandali.kit.prepared import Prepared

ONLINE_FOR = timedelta(minutes=3)


class Language(models.TextChoices):
    PERSIAN = "fa", "فارسی"
    ENGLISH = "en", "English"


class Calendar(models.TextChoices):
    JALALI = "jalali", _("Jalali")
    GREGORIAN = "gregorian", _("Gregorian")


class Weekend(models.TextChoices):
    FRIDAY = "fri", _("Friday")
    THURSDAY_FRIDAY = "thu-fri", _("Thursday and Friday")
    SATURDAY_SUNDAY = "sat-sun", _("Saturday and Sunday")


class Company(models.Model):
    """The company itself: one row, number 1, made by the first-run set-up."""

    name = models.CharField(max_length=120)
    language = models.CharField(max_length=2, choices=Language.choices, default=Language.PERSIAN)
    zone = models.CharField(max_length=60, default="Asia/Tehran")
    calendar = models.CharField(max_length=10, choices=Calendar.choices, default=Calendar.JALALI)
    week_start = models.PositiveSmallIntegerField(default=5)  # as date.weekday(): Monday 0 … Saturday 5, Sunday 6
    weekend = models.CharField(max_length=8, choices=Weekend.choices, default=Weekend.FRIDAY)
    country = models.CharField(max_length=2, default="IR")
    currency = models.CharField(max_length=3, default="IRR")
    show_toman = models.BooleanField(default=True)
    signature = models.TextField(blank=True)
    set_up_at = models.DateTimeField(null=True)
    # Since when nothing leaves the house: it was brought in from an archive, and nobody let it speak yet (history/queue.py).
    rests_since = models.DateTimeField(null=True, blank=True)
    speaks_since = models.DateTimeField(null=True, blank=True)  # when somebody let it: what is older was the old house's to send

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=models.Q(pk=1), name="only_one_company")]

    def __str__(self) -> str:
        return self.name


class Department(models.Model):
    """A group that cases belong to. The cases of a private one are seen by its members only."""

    name = models.CharField(max_length=80, unique=True)
    is_private = models.BooleanField(default=False)
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name


class PersonManager(BaseUserManager["Person"]):
    """Django's sign-in asks a manager for the natural key; nothing else is added."""

    def get_by_natural_key(self, username: str | None) -> "Person":
        return self.get(email__iexact=username)


class Presence(models.TextChoices):
    HERE = "here", _("Here")
    AWAY = "away", _("Away")


class Person(AbstractBaseUser):
    """Somebody of ours who signs in. People are never deleted, their name stands in history: they become inactive."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=80)
    job_title = models.CharField(max_length=80, blank=True)
    extension = models.CharField(max_length=20, blank=True)  # of their telephone
    role = models.CharField(max_length=10, choices=Role.choices, default=Role.AGENT)
    departments: models.ManyToManyField = models.ManyToManyField(Department, through="Membership", related_name="people")
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(default=timezone.now)
    language = models.CharField(max_length=2, choices=Language.choices, blank=True)  # "" follows the company
    calendar = models.CharField(max_length=10, choices=Calendar.choices, blank=True)
    zone = models.CharField(max_length=60, blank=True)
    theme = models.CharField(max_length=5, default="auto", choices=[("auto", _("As the system")), ("light", _("Light")), ("dark", _("Dark"))])
    letter_keys = models.BooleanField(default=True)
    presence = models.CharField(max_length=4, choices=Presence.choices, default=Presence.HERE)
    seen_at = models.DateTimeField(null=True, blank=True)
    checklist_hidden_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[PersonManager] = PersonManager()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar = ["name"]

    class Meta:
        ordering: ClassVar = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def standing(self) -> Standing:
        """What their rights rest on besides the role, read once: this object is of one request (or one job)."""
        known: Standing | None = self.__dict__.get("_standing")
        return known if known is not None else self.know_standing(read_standing(self.pk) if self.pk else Standing())

    def know_standing(self, standing: Standing) -> Standing:
        """Keep what was read already, as for many people at once."""
        self.__dict__["_standing"] = standing
        return standing

    def is_online(self, now: datetime) -> bool:
        """Whether they are here: they say so, and a page of theirs was open in the last three minutes."""
        return self.presence == Presence.HERE and self.seen_at is not None and now - self.seen_at < ONLINE_FOR


class Membership(models.Model):
    """A person in a department. With a `role` they have that role's rights on its cases; who `reads_only` answers nobody there."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    department = models.ForeignKey(Department, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=10, blank=True, choices=[(role.value, role.label) for role in PLACE_ROLES])
    reads_only = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["person", "department"], name="one_membership")]


class RoleScope(models.Model):
    """A cell of the table of rights that the company changed; the others are as Sandali comes (permissions.MATRIX)."""

    role = models.CharField(max_length=10, choices=Role.choices)
    right = models.CharField(max_length=30)
    scope = models.CharField(max_length=10, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["role", "right"], name="one_scope_a_cell")]


def _places_and_cells(person: int) -> "models.QuerySet[Membership, tuple[int, str, str, str, bool]]":
    """(department, role, right, scope, reads only) of a person's memberships, and of every changed cell with department 0.

    One query, because it is asked in every request."""
    nothing = models.Value("", output_field=models.CharField())
    places = Membership.objects.filter(person=person).annotate(right_=nothing, scope_=nothing)
    nowhere = models.Value(0, output_field=models.BigIntegerField())
    no = models.Value(False, output_field=models.BooleanField())
    cells = RoleScope.objects.annotate(department_=nowhere, reads_=no).values_list("department_", "role", "right", "scope", "reads_")
    return places.values_list("department_id", "role", "right_", "scope_", "reads_only").union(cells, all=True)


_read = Prepared(_places_and_cells)


def read_standing(person: int) -> Standing:
    """What the rights of a person rest on, as it stands now."""
    rows = _read(person)
    places = tuple(Place(department, role, bool(reads)) for department, role, _right, _scope, reads in rows if department)
    return Standing.of(places, tuple((role, right, scope) for department, role, right, scope, _reads in rows if not department))


class Invitation(models.Model):
    """A link by which somebody joins: 256 bits, only its hash is kept, one use, three days."""

    email = models.EmailField()
    name = models.CharField(max_length=80, blank=True)
    role = models.CharField(max_length=10, choices=Role.choices, default=Role.AGENT)
    departments: models.ManyToManyField = models.ManyToManyField(Department, blank=True)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-invited_at"]

    def is_open(self, now: datetime) -> bool:
        """Whether the link still works."""
        return self.used_at is None and self.withdrawn_at is None and now < self.expires_at


class OpeningRange(models.Model):
    """One stretch of a weekday in which the company is open. `ends` at or before `starts` means past midnight."""

    weekday = models.PositiveSmallIntegerField()  # Monday 0 … Sunday 6
    starts = models.TimeField()
    ends = models.TimeField()

    class Meta:
        ordering: ClassVar = ["weekday", "starts"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["weekday", "starts"], name="one_range_a_start"),
            models.CheckConstraint(condition=models.Q(weekday__lte=6), name="weekday_of_seven"),
        ]


class SpecialDay(models.Model):
    """A date with hours of its own: a holiday (no hours), a half day, or an official holiday on which we work."""

    day: "models.DateField[date, date]" = models.DateField(unique=True)
    name = models.CharField(max_length=120)
    is_open = models.BooleanField(default=False)
    starts = models.TimeField(null=True, blank=True)  # with is_open and no times, the weekday's usual hours hold
    ends = models.TimeField(null=True, blank=True)
    is_official = models.BooleanField(default=False)  # came from the country's calendar
    is_estimated = models.BooleanField(default=False)  # depends on a moon not yet seen

    class Meta:
        ordering: ClassVar = ["day"]


class PastWeek(models.Model):
    """The week's opening hours, and the zone, that held until a moment. What was due before it is reckoned by them still."""

    until = models.DateTimeField(unique=True)
    week: "models.JSONField[dict[str, list[list[str]]], dict[str, list[list[str]]]]" = models.JSONField()  # weekday → [["09:00", "17:00"], …]
    zone = models.CharField(max_length=60)

    class Meta:
        ordering: ClassVar = ["until"]


class ApiToken(models.Model):
    """By which a program acts as a person, within `scopes`. The token itself is shown once; only its hash is kept."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="api_tokens")
    name = models.CharField(max_length=80)
    prefix = models.CharField(max_length=12)  # its first letters, to know it again
    token_hash = models.CharField(max_length=64, unique=True)
    scopes: "models.JSONField[list[str], list[str]]" = models.JSONField(default=list)  # of company.scopes, as "cases:write"
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["person", "-id"], name="tokens_of_person")]

    def __str__(self) -> str:
        return self.name

    def holds(self, now: datetime) -> bool:
        """Whether it still opens anything, as far as the token goes."""
        return self.revoked_at is None and now < self.expires_at


class KeptAnswer(models.Model):
    """What a program was answered to a request with an Idempotency-Key, so that the same request again does nothing more."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=100)
    digest = models.CharField(max_length=64)  # of the method, the address and the body
    status = models.PositiveSmallIntegerField(default=0)
    body = models.TextField(blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["person", "key"], name="one_answer_a_key")]
        indexes: ClassVar = [models.Index(fields=["at"], name="kept_answers_by_age")]
