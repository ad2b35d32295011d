"""Customers, organisations, the identities by which we know them, tags and notes."""

from datetime import UTC, datetime
from typing import ClassVar, Final

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from sandali.customers.models.duplicates import (
    DuplicateRules,
    DuplicateScan,
    KeysOf,
    KeysToCome,
    LikelyPair,
    LikenessKey,
    Merging,
    Verdict,
)
from sandali.customers.models.fields import (
    CustomField,
    FieldChoice,
    FieldKind,
    FieldValue,
    Subject,
    TypedValue,
)
from sandali.customers.models.organisations import (
    Belonging,
    CustomerFile,
    OrganisationJoining,
    OrganisationNote,
)
from sandali.customers.models.segments import Segment
from sandali.customers.models.tags import TagChange
from sandali.customers.models.wishes import AgainstWish, Begun, Consent, ContactRules, Given, Purpose, Wishes
from sandali.kit.digits import localize_digits

__all__ = [
    "NEVER", "AgainstWish", "Begun", "Belonging", "Consent", "ContactRules", "Customer", "CustomerFile", "CustomerNote", "CustomField",
    "DuplicateRules", "DuplicateScan", "FieldChoice", "FieldKind", "FieldValue", "Given", "Identity", "IdentityKind", "KeysOf", "KeysToCome", "LikelyPair",
    "LikenessKey", "Merging", "Organisation", "OrganisationJoining", "OrganisationNote", "Proof", "Purpose", "Segment", "Stage", "Subject", "Tag", "TagChange", "TypedValue",
    "Verdict", "Wishes",
]  # fmt: skip


class Stage(models.TextChoices):
    CONTACT = "contact", _("Contact")
    LEAD = "lead", pgettext_lazy("stage of a customer", "Lead")
    CUSTOMER = "customer", _("Customer")
    FORMER = "former", _("Former customer")


class IdentityKind(models.TextChoices):
    """Kinds that this room knows; a channel that reaches people by an account of its own brings its kind along."""

    EMAIL = "email", _("E-mail")
    PHONE = "phone", _("Phone")
    EXAMPLE = "example", _("Example")


class Proof(models.TextChoices):
    """How we know that an address is theirs."""

    WROTE = "wrote", _("They wrote or called from it")
    LINK = "link", _("They opened a link that only this address was sent")
    PROVIDER = "provider", _("Its provider says so")
    SAID = "said", _("A colleague says so")


class Tag(models.Model):
    """A word that groups customers or cases. `folded` keeps «پیگیري» and «پیگیری» one tag."""

    name = models.CharField(max_length=40)
    folded = models.CharField(max_length=60, unique=True)

    class Meta:
        ordering: ClassVar = ["folded"]

    def __str__(self) -> str:
        return self.name


class Organisation(models.Model):
    """A company that customers belong to."""

    name = models.CharField(max_length=160)
    folded = models.CharField(max_length=200, db_index=True)
    website = models.CharField(max_length=200, blank=True)
    note = models.TextField(blank=True)
    tags: models.ManyToManyField = models.ManyToManyField(Tag, blank=True, related_name="organisations")
    created_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)
    removed_at = models.DateTimeField(null=True)  # it stands in no list; its page brings it back
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="former")  # always one that lives

    class Meta:
        ordering: ClassVar = ["name", "pk"]
        indexes: ClassVar = [models.Index(fields=["folded", "id"], condition=models.Q(merged_into=None, removed_at=None), name="organisations_by_name")]

    def __str__(self) -> str:
        return self.name

    def timelines(self) -> dict[str, int | None]:
        """What happened to it stands under its own number (`subject_id`) on its page; on no customer's timeline."""
        return {}


# Of whom no contact is known: lists go by the last contact page by page, and a moment before all others stands at their end in every database.
NEVER: Final = datetime(1970, 1, 1, tzinfo=UTC)


class Customer(models.Model):
    """A person who ever made contact. Nothing requires a purchase."""

    name = models.CharField(max_length=160, blank=True)
    stage = models.CharField(max_length=10, choices=Stage.choices, default=Stage.CONTACT)
    organisation = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.SET_NULL, related_name="customers")
    job_title = models.CharField(max_length=80, blank=True)
    city = models.CharField(max_length=80, blank=True)
    language = models.CharField(max_length=2, blank=True)  # in which they wrote last: "fa", "en", "ar" or ""
    has_wishes = models.BooleanField(default=False)  # they have Wishes or said a word of Consent: of all others nothing is asked
    tags: models.ManyToManyField = models.ManyToManyField(Tag, blank=True, related_name="customers")
    created_at = models.DateTimeField(default=timezone.now)
    last_contact_at = models.DateTimeField(default=timezone.now)  # NEVER where nobody knows of any; people are shown `last_contact`
    erased_at = models.DateTimeField(null=True)  # who it was is not known any more (erasing.py); the number stays, for what counts
    checked_at = models.DateTimeField(null=True)  # when somebody last said that their addresses and the rest still hold (mending.py)
    version = models.PositiveIntegerField(default=1)
    # Where somebody lives on whose record was put together with another one (never one that is merged itself), and whether
    # there are such records of this one.
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="former")
    took_in = models.BooleanField(default=False)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["-last_contact_at", "-id"], name="customers_latest"),
            # Few are these, so the indexes hold those alone.
            models.Index(fields=["-id"], condition=models.Q(name=""), name="customers_nameless"),
            models.Index(fields=["last_contact_at", "id"], condition=models.Q(stage="lead"), name="customers_leads"),
        ]

    @property
    def last_contact(self) -> datetime | None:
        """When they were in touch last, as far as it is known."""
        return self.last_contact_at if self.last_contact_at > NEVER else None

    def __str__(self) -> str:
        return self.name or _("Customer %(number)s") % {"number": localize_digits(str(self.pk), (get_language() or "en")[:2])}

    def timelines(self) -> dict[str, int | None]:
        """Events about a customer show on their own timeline."""
        return {"customer_id": self.pk}


# What stands behind the local part of a mail address, with its @. Both databases know ltrim, and it is written without a parameter so
# that the index below is found by it; where the local part has other letters something else is left, which is no known domain.
AT_DOMAIN: Final = models.Func(
    models.F("value"), template="ltrim(%(expressions)s, 'abcdefghijklmnopqrstuvwxyz0123456789.!#$&*+/=?^_{|}~-')", output_field=models.CharField(),
)  # fmt: skip


class Identity(models.Model):
    """An address by which a customer is known, unique for its kind. `value` is normalised, `shown` as it was written.

    An address that somebody only says is theirs is `claimed_by` their number: several may claim it, nobody is known by it."""

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="identities")
    kind = models.CharField(max_length=20)  # an IdentityKind, or a kind of channel whose account it is
    value = models.CharField(max_length=254)
    shown = models.CharField(max_length=254, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    claimed_by = models.BigIntegerField(default=0)
    suspect = models.CharField(max_length=30, blank=True)  # code of a look-alike warning, see channels.adapter.Party
    is_main = models.BooleanField(default=False)  # of its kind: what answers take where they did not write from another one
    proof = models.CharField(max_length=8, choices=Proof.choices, blank=True)  # how we know that it is theirs; "" while nobody does
    proven_at = models.DateTimeField(null=True)
    proven_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["kind", "pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["kind", "value", "claimed_by"], name="one_customer_an_identity")]  # which one is main is a customer's, see proving.py
        indexes: ClassVar = [models.Index(AT_DOMAIN, name="identities_by_domain")]

    def __str__(self) -> str:
        return self.shown or self.value


class CustomerNote(models.Model):
    """What our people should know about a customer."""

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="notes")
    text = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-at", "-pk"]
