"""Imports with what they made, and keys of other programs."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Subject(models.TextChoices):
    """What a row of a file is about."""

    CUSTOMERS = "customers", _("Customers")
    ORGANISATIONS = "organisations", _("Organisations")
    CASES = "cases", _("Cases")
    MESSAGES = "messages", _("Messages of cases")
    NOTES = "notes", _("Notes about customers")
    DEALS = "deals", _("Deals")
    TAGS = "tags", _("Tags of what came in before")


class ImportState(models.TextChoices):
    PLANNED = "planned", _("Being prepared")
    CHECKING = "checking", _("Being checked")
    CHECKED = "checked", _("Checked")
    RUNNING = "running", _("Running")
    STOPPED = "stopped", _("Stopped")
    FAILED = "failed", _("Could not go on")
    DONE = "done", _("Done")
    UNDOING = "undoing", _("Being undone")
    UNDONE = "undone", _("Undone")


BUSY = (ImportState.CHECKING, ImportState.RUNNING, ImportState.UNDOING)


class Known(models.TextChoices):
    """What becomes of a row whose customer is here already. None of them overwrites anything."""

    FILL = "fill", _("Fill in what is empty here")
    LEAVE = "leave", _("Leave who is here as they are")
    LIST = "list", _("Set these rows aside, so that I can decide on them")


class Alike(models.TextChoices):
    """What becomes of a row whose customer is nobody here, but looks like somebody. None of them puts two together."""

    PAIR = "pair", _("Bring them in, and put the two on the list of likely duplicates")
    ASIDE = "aside", _("Set these rows aside, so that I can decide on them")


class Choice(models.TextChoices):
    """What somebody decides of one row: of who is here already, and of who looks like somebody."""

    FILL = Known.FILL.value, _("Fill in what is empty here")
    LEAVE = Known.LEAVE.value, _("Leave them as they are")
    LIST = Known.LIST.value, _("Set the row aside")
    PAIR = Alike.PAIR.value, _("Bring them in as somebody of their own")
    THEM = "them", _("It is them: fill in what is empty here")
    ASIDE = Alike.ASIDE.value, _("Set the row aside")


OF_KNOWN = (Choice.FILL, Choice.LEAVE, Choice.LIST)
OF_ALIKE = (Choice.PAIR, Choice.THEM, Choice.ASIDE)


class Unreadable(models.TextChoices):
    """What becomes of a row in which a value cannot be read."""

    ASIDE = "aside", _("Set the row aside")
    NOTE = "note", _("Take the row, and keep the value in a note")


class Unit(models.TextChoices):
    """In what amounts are written of which the file does not say it."""

    NOT_SAID = "", _("Set rows with an amount aside")
    TOMAN = "IRT", _("Toman")
    RIAL = "IRR", _("Rial")
    OWN = "own", _("The company's currency")


class Outcome(models.TextChoices):
    """Why a row is listed. MET stands in trials alone: of these somebody may decide one by one, and of KNOWN, ALIKE and ASIDE there."""

    WRONG = "wrong", _("Not taken")
    KNOWN = "known", _("Here already")
    MET = "met", pgettext_lazy("a row of a trial", "Here already")
    ALIKE = "alike", _("Looks like somebody here")
    ASIDE = "aside", _("Set aside")
    CHOSEN = "chosen", _("Decided by you")
    SKIPPED = "skipped", _("Left out")
    KEPT = "kept", _("Kept when undone")


ASIDE = (Outcome.WRONG, Outcome.KNOWN, Outcome.ASIDE)  # rows that were not taken: their file holds these
ONE_BY_ONE = (Outcome.MET, Outcome.KNOWN, Outcome.ALIKE, Outcome.ASIDE)


class Import(models.Model):
    """A file that is brought in. `plan` says for each column what it means (a target of targets.py, or "")."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveBigIntegerField()
    shape: "models.JSONField[dict, dict]" = models.JSONField(default=dict)  # of reading.Shape
    subject = models.CharField(max_length=14, choices=Subject.choices, default=Subject.CUSTOMERS)
    source = models.CharField(max_length=20, blank=True)  # which program's keys these are, see presets.py
    plan: "models.JSONField[list, list]" = models.JSONField(default=list)
    known = models.CharField(max_length=5, choices=Known.choices, default=Known.FILL)
    alike = models.CharField(max_length=5, choices=Alike.choices, default=Alike.PAIR)
    chosen: "models.JSONField[dict[str, list], dict[str, list]]" = models.JSONField(default=dict)  # row → [Choice, whom it is about]
    # The department in which cases that were open there come in as open; without one all come in at rest.
    open_in = models.ForeignKey("company.Department", null=True, on_delete=models.SET_NULL, related_name="+")
    unit = models.CharField(max_length=3, choices=Unit.choices, default=Unit.NOT_SAID, blank=True)
    here_before = models.BigIntegerField(default=0)  # the highest number of a customer when it began: with them is compared
    unreadable = models.CharField(max_length=5, choices=Unreadable.choices, default=Unreadable.ASIDE)
    state = models.CharField(max_length=8, choices=ImportState.choices, default=ImportState.PLANNED)
    rows = models.PositiveIntegerField(default=0)  # of the file, known once it was checked or is done
    next_row = models.PositiveIntegerField(default=0)  # from 0: where the next batch begins
    counts: "models.JSONField[dict, dict]" = models.JSONField(default=dict)  # made, filled, known, wrong, skipped
    problem = models.CharField(max_length=400, blank=True)  # why it could not go on, in words
    created_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)
    file_gone_at = models.DateTimeField(null=True)  # since then the file is forgotten (forgetting.py)
    # Files that were chosen together (together.py): the number of the first that was kept, which each of them has, and whether it begins by itself after those before it.
    bundle = models.BigIntegerField(null=True, db_index=True)
    follows = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["-pk"]
        indexes: ClassVar = [models.Index(fields=["by", "-id"], name="imports_of_person")]

    def __str__(self) -> str:
        return self.name

    def timelines(self) -> dict[str, int | None]:
        """An import stands on nobody's timeline; what it made does."""
        return {}


class ImportBatch(models.Model):
    """Rows `first` to `last` (from 0), and exactly what they made and changed: written with it in one transaction.

    `made`: model → ranges of ids. `changed`: {"customer" (or "organisation", "case"): id, "fields": {name: [was, now]}, "identities": [...], "tags": [...], "own": [ids]}."""

    of = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="batches")
    first = models.PositiveIntegerField()
    last = models.PositiveIntegerField()
    made: "models.JSONField[dict, dict]" = models.JSONField(default=dict)
    changed: "models.JSONField[list, list]" = models.JSONField(default=list)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["first"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["of", "first"], name="a_row_is_taken_once")]


class ImportLine(models.Model):
    """A row that was not plain. `number` is whom or what it is about, where that is known."""

    of = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="lines")
    row = models.PositiveIntegerField()  # from 0, in order
    line = models.PositiveIntegerField()  # where it stands in the file
    outcome = models.CharField(max_length=7, choices=Outcome.choices)
    column = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=400)
    number = models.BigIntegerField(null=True)
    said = models.CharField(max_length=200, blank=True)  # whom a row of a customer speaks of
    percent = models.PositiveSmallIntegerField(default=0)  # how sure it is that they are `number`; 0 where that is no question
    evidence: "models.JSONField[list[list[object]], list[list[object]]]" = models.JSONField(default=list)  # as LikelyPair has it

    class Meta:
        ordering: ClassVar = ["row", "pk"]
        indexes: ClassVar = [models.Index(fields=["of", "outcome", "row"], name="lines_of_import")]


def choices_of(line: ImportLine) -> tuple[Choice, ...]:
    """What may be decided of a row by itself."""
    return OF_ALIKE if line.percent else OF_KNOWN


class SourceKey(models.Model):
    """How another program calls something that came from it, so that its tables find each other, and nothing comes in twice.

    `number` is a plain number, and stays what it was: whoever reads it follows to the record or case in which it lives by now
    (taking/batch.py); somebody who was erased is not found by it."""

    source = models.CharField(max_length=20)
    kind = models.CharField(max_length=14)  # customer, organisation, case, message, note, deal; colleague for who is none of these
    key = models.CharField(max_length=120)
    number = models.BigIntegerField()
    name = models.CharField(max_length=160, blank=True)  # of a colleague there: `number` is then somebody of ours, or 0
    of = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="keys")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["source", "kind", "key"], name="a_key_means_one_thing")]


class ArchiveState(models.TextChoices):
    WAITING = "waiting", _("About to begin")
    RUNNING = "running", _("Being written")
    READY = "ready", _("Ready")
    STOPPED = "stopped", _("Stopped")
    FAILED = "failed", _("Could not be written")


class Archive(models.Model):
    """Everything, taken out as one file for whoever asked. Its bytes lie beside the other exports under `file` until they are forgotten."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    file = models.CharField(max_length=80, unique=True)
    state = models.CharField(max_length=7, choices=ArchiveState.choices, default=ArchiveState.WAITING)
    done = models.PositiveBigIntegerField(default=0)  # bytes before they are packed
    reckoned = models.PositiveBigIntegerField(default=0)
    size = models.PositiveBigIntegerField(default=0)  # bytes of the file
    rows = models.PositiveBigIntegerField(default=0)
    files = models.PositiveIntegerField(default=0)
    missing = models.PositiveIntegerField(default=0)  # files of which a line stands there instead
    problem = models.CharField(max_length=400, blank=True)  # why it could not be written, in words
    created_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-pk"]
        indexes: ClassVar = [models.Index(fields=["by", "-id"], name="archives_of_person")]

    def __str__(self) -> str:
        return self.file

    def timelines(self) -> dict[str, int | None]:
        """It is about everybody, and stands on nobody's timeline."""
        return {}
