"""What is known of records that may be of one person: the keys they are compared by, pairs, scans of the whole base; and merges."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class KeysOf(models.Model):
    """All keys of one customer (duplicates/kept.py): by this row they are found again when they are to go. Derived: it can be written anew at any
    time. A change of the customer gets a row of its own, whose number says that it came later.

    The database does not look whether the customer is there (docs/decisions/0056); whoever deletes one takes the keys away, too."""

    customer = models.OneToOneField("customers.Customer", on_delete=models.DO_NOTHING, related_name="+", db_constraint=False)
    keys = models.BinaryField()


class LikenessKey(models.Model):
    """One key of one customer (duplicates/blocking.py), as 64 bits: who else has it stands beside it. A dozen are written for each customer, so they
    have no number of their own, and no index but this one (docs/decisions/0060)."""

    pk = models.CompositePrimaryKey("key", "customer")
    key = models.BigIntegerField()
    customer = models.BigIntegerField()


class KeysToCome(models.Model):
    """The keys of these customers are being written (duplicates/waiting.py): of some from `first` to `last` they are missing yet."""

    first = models.BigIntegerField()
    last = models.BigIntegerField()

    class Meta:
        ordering: ClassVar = ["pk"]


class Verdict(models.TextChoices):
    """What people said of a pair."""

    OPEN = "open", _("To be looked at")
    APART = "apart", _("Not the same")
    MERGED = "merged", pgettext_lazy("two records", "Put together")


class LikelyPair(models.Model):
    """Two customers who may be one person, the smaller number first. `evidence` is [code, bits, in one, in the other] each.

    A word that they are not the same stands for good: no scan asks again."""

    one = models.ForeignKey("customers.Customer", on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey("customers.Customer", on_delete=models.CASCADE, related_name="+")
    percent = models.PositiveSmallIntegerField()
    evidence: "models.JSONField[list[list[object]], list[list[object]]]" = models.JSONField(default=list)
    verdict = models.CharField(max_length=6, choices=Verdict.choices, default=Verdict.OPEN)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    found_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["verdict", "-percent", "-id"], name="pairs_by_verdict")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["one", "other"], name="a_pair_once"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="the_smaller_number_first"),
        ]

    def timelines(self) -> dict[str, int | None]:
        """A word about a pair stands with the older record."""
        return {"customer_id": self.one_id}


class DuplicateScan(models.Model):
    """A look through the whole base, or at whoever changed since an earlier one: whose keys (KeysOf) have a number above `since`.

    `position` is the last customer who was compared; what is left goes on from there after a restart. `upto` is the highest number of
    keys when its work began, `found` how many pairs became likely by it."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)
    stopped_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    position = models.BigIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    seen = models.PositiveIntegerField(default=0)
    compared = models.PositiveIntegerField(default=0)
    since = models.BigIntegerField(default=0)
    upto = models.BigIntegerField(default=0)
    found = models.PositiveIntegerField(default=0)

    running = models.BooleanField(null=True, default=True)  # true, or nothing once it has ended

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["running"], name="one_scan_at_a_time")]

    def timelines(self) -> dict[str, int | None]:
        """A scan stands on nobody's timeline."""
        return {}


class DuplicateRules(models.Model):
    """From how sure on pairs are shown, and called likely: one row.

    `formula` is the one by which all keys are written (blocking.FORMULA), and `cities` says how many live where (folded name → customers).
    Whoever changed since the last look has keys with a number above `looked_to`."""

    shown_from = models.PositiveSmallIntegerField(default=50)
    likely_from = models.PositiveSmallIntegerField(default=95)
    formula = models.PositiveSmallIntegerField(default=0)
    written_to = models.BigIntegerField(default=0)
    looked_to = models.BigIntegerField(default=0)
    cities: "models.JSONField[dict[str, int], dict[str, int]]" = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(pk=1), name="one_row_of_duplicate_rules"),
            models.CheckConstraint(condition=Q(shown_from__lte=F("likely_from")), name="likely_is_shown"),
        ]

    def timelines(self) -> dict[str, int | None]:
        """Rules stand on no timeline of a customer."""
        return {}


class Merging(models.Model):
    """One customer's record put together with another's. `kept` has what was changed and how it stood (customers/carrying.py)."""

    source = models.ForeignKey("customers.Customer", on_delete=models.PROTECT, related_name="+")
    target = models.ForeignKey("customers.Customer", on_delete=models.PROTECT, related_name="+")
    kept: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["target", "-id"], name="mergings_into"), models.Index(fields=["undone_at", "-id"], name="mergings_standing")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source"], condition=Q(undone_at__isnull=True), name="merged_once_at_a_time"),
            models.CheckConstraint(condition=~Q(source=F("target")), name="never_into_itself"),
        ]

    def timelines(self) -> dict[str, int | None]:
        """It stands with the record that lives on."""
        return {"customer_id": self.target_id}
