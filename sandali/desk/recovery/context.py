"""The path beside a case: six steps, which are done, by whom and when, and which is next. A case that is not on it costs one small query."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sandali.cases.models import Case, Kind, State
from sandali.desk.sentences import isolated
from sandali.kit.components.pieces import number
from sandali.kit.dates import current_display, show_date
from sandali.kit.page_addresses import reverse
from sandali.kit.prepared import Prepared
from sandali.resolution.models import IN_FORCE, PATH, Apology, Remedy, Signing, Step
from sandali.resolution.recovery.queries import standing_rows

# What was put right may be a remedy, and what is understood may stand above the composer: those parts' rows are the steps then.
_given = Remedy.objects.filter(case=OuterRef("pk"), state__in=IN_FORCE).order_by("pk")
_waiting = Apology.objects.filter(case=OuterRef("pk"), state=Signing.ASKED)
_aside = Prepared(
    lambda case: Case.objects.filter(pk=case).values_list(
        "cause_look__look_at",
        *(Subquery(_waiting.values(name)[:1]) for name in ("pk", "signer_id", "signer__name", "due_at")),
        *(Subquery(_given.values(name)[:1]) for name in ("at", "by__name")), "understanding__at", "understanding__by__name",
    )
)  # fmt: skip
OVER = (State.ANSWERED, State.CONFIRMED, State.LAPSED)
HINTS = {
    Step.OWN: gettext_lazy("Somebody takes responsibility, by name."),
    Step.UNDERSTAND: gettext_lazy("What it means to the customer, in our own words."),
    Step.APOLOGISE: gettext_lazy("In your own words; somebody senior may sign."),
    Step.PUT_RIGHT: gettext_lazy("What was done, and when the customer will have it."),
    Step.CAUSE: gettext_lazy("Why it happened, and what we learn from it."),
    Step.TELL: gettext_lazy("What is different now because they spoke up."),
}
NOBODY = {"recovery": None, "apology_url": "", "change_url": ""}


@dataclass(frozen=True, slots=True)
class StepShown:
    """One step in the panel. `pk` is the row of the path that stands, 0 where there is none."""

    name: str
    label: str
    url: str
    pk: int = 0
    at: datetime | None = None
    who: str = ""
    says: str = ""
    is_next: bool = False
    message: int | None = None
    text: str = ""

    @property
    def is_done(self) -> bool:
        """Whether it stands, as a row of the path or of another part."""
        return self.at is not None


@dataclass(frozen=True, slots=True)
class Waits:
    """An apology that waits for a signature."""

    pk: int
    signer: str
    is_mine: bool
    due_at: datetime | None
    url: str


@dataclass(frozen=True, slots=True)
class Shown:
    """The panel. `warns` says which steps stand open although we think that the matter is settled."""

    steps: tuple[StepShown, ...]
    done: int
    progress: str
    warns: str
    waits: Waits | None
    by_hand: bool


def on_path(case: Case) -> list[tuple[Any, ...]] | None:
    """The rows of a case that is on the path (a complaint, or taken there); None for one that is not."""
    rows = standing_rows(case)
    return rows if rows or case.kind == Kind.COMPLAINT else None


def recovery_context(case: Case, person: Any, rights: frozenset[str]) -> dict[str, Any]:
    """Context of the panel, and of the composer's lines about apologies."""
    rows = on_path(case)
    if rows is None:
        return {**NOBODY, "recovery_url": reverse("case_recovery", args=[case.pk])}
    shown = shown_of(case, person, rows)
    open_steps = {step.name for step in shown.steps if not step.is_done}
    return {
        "recovery": shown,
        "recovery_url": reverse("case_recovery", args=[case.pk]),
        "apology_url": reverse("case_apology", args=[case.pk]) if Step.APOLOGISE in open_steps and "answer" in rights else "",
        "change_url": reverse("case_recovery", args=[case.pk]) if Step.TELL in open_steps and "answer" in rights else "",
    }


def shown_of(case: Case, person: Any, rows: list[tuple[Any, ...]]) -> Shown:
    """The panel of a case on the path."""
    found = {row[0]: row for row in rows}
    look_at, waiting, signer, signer_name, due_at, *others = _aside(case.pk)[0]
    elsewhere = {step: (at, who) for step, at, who in ((Step.PUT_RIGHT, *others[:2]), (Step.UNDERSTAND, *others[2:])) if at is not None}
    following = next((step for step in PATH if step not in found and step not in elsewhere), None)
    steps = tuple(step_shown(case, step, found.get(step), elsewhere.get(step), is_next=step == following, look_at=look_at) for step in PATH)
    done = sum(step.is_done for step in steps)
    waits = None
    if waiting is not None:
        url = reverse("case_signature", args=[case.pk, waiting])
        waits = Waits(waiting, signer_name, signer == person.pk, due_at, url)
    return Shown(
        steps=steps,
        done=done,
        progress=_("%(done)s of %(all)s") % {"done": number(done), "all": number(len(PATH))},
        warns=warning(case, steps),
        waits=waits,
        by_hand=Step.BEGUN in found,
    )


def step_shown(
    case: Case, step: Step, row: tuple[Any, ...] | None, elsewhere: tuple[datetime, str] | None, *, is_next: bool, look_at: datetime | None
) -> StepShown:  # fmt: skip
    """One step, done or open; `elsewhere` is when and by whom it was done by another part's row."""
    url = reverse("case_recovery_step", args=[case.pk, step.value])
    if row is None and elsewhere is not None:
        return StepShown(step.value, str(step.label), url, at=elsewhere[0], who=elsewhere[1])
    if row is None:
        says = str(HINTS[step]) if is_next else ""
        if step == Step.CAUSE and look_at is not None:
            says = _("Not known yet; looked at again on %(day)s") % {"day": show_date(look_at, "short")}
        return StepShown(step.value, str(step.label), url, says=says, is_next=is_next)
    _step, pk, at, by, owner, text, message = row
    return StepShown(step.value, str(step.label), url, pk, at, owner or by or "", message=message, text=text)


def listed(words: Iterable[str]) -> str:
    """Words one after another, with the comma of the page's language."""
    return ("، " if current_display().language == "fa" else ", ").join(words)


def warning(case: Case, steps: tuple[StepShown, ...]) -> str:
    """What stands open of a case that we think is settled, as a sentence; it advises and blocks nothing."""
    still = [isolated(step.label) for step in steps if not step.is_done]
    if case.state not in OVER or not still:
        return ""
    if case.state == State.CONFIRMED:
        return _("The customer says that it is settled, and these steps still stand open: %(steps)s.") % {"steps": listed(still)}
    return _("This case is left as answered, and these steps still stand open: %(steps)s.") % {"steps": listed(still)}
