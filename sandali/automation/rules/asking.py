"""What a rule asks of a case: each condition is a narrowing of cases in SQL, so that one case and a thousand are asked alike.

The words, and whether we are open, are looked at afterwards: folded words begin a word of the subject or the message."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from django.db.models import OuterRef, Q, QuerySet, Subquery

from sandali.automation.rules.belonging import in_segment
from sandali.cases.models import DONE, Case, Direction, Kind, Message, Priority, State
from sandali.cases.routing import MOST_READ, open_at, words_of
from sandali.customers.models import Stage
from sandali.customers.queries import living_organisations
from sandali.history.models import Event
from sandali.kit.text import fold

NOBODY: Final = "nobody"
LANGUAGES: Final = ("fa", "en", "ar")

# Condition → the cases for which it holds.
NARROWING: Final[dict[str, Callable[[Any], Q]]] = {
    "kind": lambda kind: Q(kind=kind),
    "priority": lambda least: Q(priority__gte=least),
    "state": lambda state: Q(state=state),
    "channel": lambda number: Q(channel=number),
    "department": lambda number: Q(department=number),
    "owner": lambda who: Q(assignee=None) if who == NOBODY else Q(assignee=who),
    "tag": lambda name: Q(tags__folded=fold(name)[:60]),
    "stage": lambda stage: Q(customer__stage=stage),
    "customer_tag": lambda name: Q(customer__tags__folded=fold(name)[:60]),
    "organisation": lambda number: Q(customer__organisation__in=living_organisations([number])),
    "language": lambda language: Q(customer__language=language),
}
LATER: Final = ("words", "hours")
SEGMENT: Final = "segment"
CONDITIONS: Final = (*NARROWING, SEGMENT, *LATER)


def kept_conditions(given: Mapping[str, Any]) -> dict[str, Any]:
    """The conditions of a rule as they are kept: those that ask something. Raises ValueError for a value that there is not."""
    kept = {name: given[name] for name in CONDITIONS if given.get(name) not in (None, "")}
    for name, choices in (("kind", Kind), ("state", State), ("stage", Stage)):
        if name in kept:
            kept[name] = choices(kept[name]).value
    if SEGMENT in kept:
        kept[SEGMENT] = int(kept[SEGMENT])
    if "priority" in kept:
        kept["priority"] = Priority(int(kept["priority"])).value
    if kept.get("language", "fa") not in LANGUAGES or kept.get("hours", "open") not in ("open", "closed"):
        raise ValueError("there is no such language, or no such hours")
    if "words" in kept:
        kept["words"] = "\n".join(line.strip() for line in str(kept["words"]).splitlines() if line.strip())
    return kept


def narrowed(cases: QuerySet[Case], conditions: Mapping[str, Any], *, owner: Any, few: bool = False) -> QuerySet[Case]:
    """Those of the cases for which everything that SQL can ask holds, for the rule of `owner`. What stands aside is never a rule's.

    `few` says that there are hardly any cases to begin with."""
    found = cases.filter(aside="")
    for name, condition in NARROWING.items():
        if name in conditions:
            found = found.filter(condition(conditions[name]))
    return in_segment(found, conditions[SEGMENT], owner=owner, few=few) if SEGMENT in conditions else found


def with_text(cases: QuerySet[Case], conditions: Mapping[str, Any]) -> QuerySet[Case]:
    """The cases with `said`, the customer's last message, where the conditions look for words in it."""
    if "words" not in conditions:
        return cases
    last = Message.objects.filter(case=OuterRef("pk"), direction=Direction.IN).order_by("-pk").values("text")[:1]
    return cases.annotate(said=Subquery(last))


def holds(case: Case, conditions: Mapping[str, Any], *, at: datetime, text: str | None = None) -> bool:
    """Whether words and hours hold too. `text` is the message that it is about; without it, the customer's last one is read."""
    if "hours" in conditions and open_at(at) != (conditions["hours"] == "open"):
        return False
    words = words_of(conditions.get("words", ""))
    if not words:
        return True
    said = text if text is not None else getattr(case, "said", "") or ""
    folded = f" {fold(f'{case.subject} {said[:MOST_READ]}')}"
    return any(f" {word}" in folded for word in words)


def is_about(event: Event, conditions: Mapping[str, Any]) -> bool:
    """Whether an event is about what the conditions name: of a tag that is added, whether it is that tag."""
    return event.kind != "case_tagged" or "tag" not in conditions or fold(str(event.data.get("tag", ""))) == fold(conditions["tag"])


def silent_states(conditions: Mapping[str, Any]) -> Q:
    """Where a rule waits for silence, and names no state: what rests is silent by its nature."""
    return Q() if "state" in conditions else ~Q(state__in=DONE)
