"""What of this room stands on a case goes to another one. What there may be one of, and the other has, stays where it is.

Which kind does what, and why: docs/decisions/0025. Promises and public matters are carried by their own parts."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django.db.models import Model

from sandali.cases.actions.journal import Journal, alter, columns
from sandali.cases.models import Case
from sandali.resolution.models import (
    RUNNING,
    Affected,
    Apology,
    Asked,
    Asking,
    CaseCause,
    CaseMood,
    CauseLook,
    Lesson,
    Offer,
    PolicyException,
    PriorityRise,
    PublicMatter,
    Reached,
    RecoveryStep,
    Remedy,
    Signing,
    Told,
    Understanding,
)

# Any number of them stands on a case.
MANY: Final[tuple[type[Model], ...]] = (Remedy, PolicyException, Offer)
# A case has one, or none.
ONE: Final[tuple[type[Model], ...]] = (Lesson, PriorityRise, Understanding)
OTHERS: Final[tuple[type[Model], ...]] = (Affected, Apology, Asking, CaseCause, CaseMood, CauseLook, PublicMatter, RecoveryStep, Told)
MODELS: Final[dict[str, type[Model]]] = {model._meta.model_name or "": model for model in (*MANY, *ONE, *OTHERS)}
SAID: Final = ("is_corrected", "said", "said_by_id", "said_at", "said_over")  # what a person says of a mood


def carry(journal: Journal, source: Case, target: Case, *, at: datetime, with_public: bool = False) -> None:
    """Everything that can go along, each change noted in the journal."""
    for model in MANY:
        for row in model._default_manager.filter(case=source):
            alter(journal, row, case_id=target.pk)
    for model in ONE:
        carry_only(journal, model, source, target)
    if with_public:
        carry_only(journal, PublicMatter, source, target)
    carry_askings(journal, source, target, at=at)
    carry_affected(journal, source, target)
    carry_steps(journal, source, target, at=at)
    carry_causes(journal, source, target, at=at)
    carry_told(journal, source, target)
    carry_mood(journal, source, target)


def carry_only(journal: Journal, model: type[Model], source: Case, target: Case) -> None:
    """What there is one of on a case: the other's own comes before it."""
    if not model._default_manager.filter(case=target).exists():
        for row in model._default_manager.filter(case=source):
            alter(journal, row, case_id=target.pk)


def carry_askings(journal: Journal, source: Case, target: Case, *, at: datetime) -> None:
    """Questions to the customer with their words. One that runs is asked no longer: the matter is a larger one now.

    Its link is the customer's way to the case in which it lives on, and undoing the merge lets it run again."""
    for row in Asking.objects.filter(case=source):
        ended = {"state": Asked.WITHDRAWN.value, "ended_at": at, "next_at": None} if row.state in RUNNING else {}
        alter(journal, row, case_id=target.pk, **ended)
    # The board goes by when the matter began, and that may be earlier now.
    for row in Asking.objects.filter(case=target, state__in=RUNNING).exclude(opened_at=target.opened_at):
        alter(journal, row, opened_at=target.opened_at)


def carry_affected(journal: Journal, source: Case, target: Case) -> None:
    """Situations: who was affected is affected still."""
    have = Affected.objects.filter(case=target).values("situation")
    for row in Affected.objects.filter(case=source).exclude(situation__in=have):
        alter(journal, row, case_id=target.pk)


def carry_steps(journal: Journal, source: Case, target: Case, *, at: datetime) -> None:
    """The path with all that it was. A step that both have done is the target's; of two apologies that wait for a signature, its own."""
    have = set(RecoveryStep.objects.filter(case=target, ended_at=None).values_list("step", flat=True))
    for row in RecoveryStep.objects.filter(case=source):
        ends = {"ended_at": at} if row.ended_at is None and row.step in have else {}
        alter(journal, row, case_id=target.pk, **ends)
    waits = Apology.objects.filter(case=target, state=Signing.ASKED).exists()
    for apology in Apology.objects.filter(case=source):
        withdrawn = apology.state == Signing.ASKED and waits
        state: dict[str, Any] = {"state": Signing.WITHDRAWN.value, "ended_at": at} if withdrawn else {"state": apology.state}
        # With its state: one that is signed since left from the other case, and stays with its letter.
        alter(journal, apology, case_id=target.pk, **state)


def carry_causes(journal: Journal, source: Case, target: Case, *, at: datetime) -> None:
    """Causes, counted by when the case began that has them now; and the day to look for one, where none is known yet."""
    have = set(CaseCause.objects.filter(case=target).values_list("cause_id", flat=True))
    for row in CaseCause.objects.filter(case=target).exclude(opened_at=target.opened_at):
        alter(journal, row, opened_at=target.opened_at)
    for row in CaseCause.objects.filter(case=source).exclude(cause__in=have):
        alter(journal, row, case_id=target.pk, opened_at=target.opened_at)
    known = CaseCause.objects.filter(case=target).exists() or CauseLook.objects.filter(case=target).exists()
    for look in CauseLook.objects.filter(case=source):
        if not known:
            alter(journal, look, case_id=target.pk)
        elif look.told_at is None:
            alter(journal, look, told_at=at)  # nobody is told to look into a case that is gone


def carry_told(journal: Journal, source: Case, target: Case) -> None:
    """Letters to everybody: who is still to hear hears it in the case that stays, where that is the same customer's."""
    for row in Told.objects.filter(case=source, customer_id=target.customer_id):
        # With its state: what was told since was told in the other case.
        alter(journal, row, case_id=target.pk, **({"state": row.state} if row.state == Reached.PLANNED else {}))


def carry_mood(journal: Journal, source: Case, target: Case) -> None:
    """What one of us said of how the customer feels, where nobody said it of the target. What is read, is read from the messages."""
    said = CaseMood.objects.filter(case=source, is_corrected=True).first()
    standing = CaseMood.objects.filter(case=target).first()
    if said is None or (standing is not None and standing.is_corrected):
        return
    wanted: dict[str, Any] = {name: getattr(said, name) for name in SAID}
    if standing is not None:
        alter(journal, standing, **wanted)
    else:
        made = CaseMood.objects.create(case=target, **wanted)
        journal.append([CaseMood._meta.model_name, made.pk, {}, columns(made, wanted)])
