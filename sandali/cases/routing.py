"""Reads about how cases find their way: which rule fits, who could be given a case, how much everybody has in hand."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache
from typing import Any, Final

from django.db.models import Exists, F, OuterRef, QuerySet

from sandali.cases.models import (
    ON_US,
    Case,
    Direction,
    Handover,
    HandoverState,
    Message,
    Routing,
    RoutingRule,
    RoutingWay,
    Skill,
)
from sandali.company.models import Department, Membership, Person
from sandali.company.permissions import may, scope_in
from sandali.company.queries import know_departments, stamp, week_hours, week_ranges
from sandali.history.models import Event
from sandali.kit.prepared import Prepared
from sandali.kit.text import fold, language_of

MOST_READ: Final = 20_000  # characters of a text in which words are looked for
BATCH: Final = 100  # cases that one run gives out of a department
TRIED: Final = 50  # cases that a rule is tried on


# --- Rules -----------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as it is asked. Empty conditions fit everything; `words` are folded, any of them is enough."""

    pk: int
    name: str
    channel: int | None
    words: tuple[str, ...]
    sender: str
    language: str
    department: int | None = None
    person: int | None = None
    kind: str = ""
    priority: int | None = None
    skill: int | None = None


@dataclass(frozen=True)
class Facts:
    """What rules ask of a new case. The text is folded, and its language found, when the first rule asks for it."""

    channel: int | None
    sender: str
    subject: str
    text: str
    known_language: str = ""

    @cached_property
    def folded(self) -> str:
        """Subject and text as search sees them, a space before every word."""
        return f" {fold(f'{self.subject} {self.text[:MOST_READ]}')}"

    @cached_property
    def language(self) -> str:
        """ "fa", "en", "ar" or "" when it cannot be told."""
        return self.known_language or language_of(f"{self.subject}\n{self.text}")


def fits(rule: Rule, facts: Facts) -> bool:
    """Whether all of a rule's conditions hold. Words are found where they begin a word: "bill" in "billing", not "ill"."""
    return (
        (rule.channel is None or rule.channel == facts.channel)
        and (not rule.sender or sent_by(rule.sender, facts.sender))
        and (not rule.language or rule.language == facts.language)
        and (not rule.words or any(f" {word}" in facts.folded for word in rule.words))
    )


def sent_by(wanted: str, sender: str) -> bool:
    """Whether a sender is the address, or of the domain (or one below it) that "@domain" names."""
    if not wanted.startswith("@"):
        return sender.lower() == wanted
    domain = sender.lower().rpartition("@")[2]
    return domain == wanted[1:] or domain.endswith(f".{wanted[1:]}")


@lru_cache(maxsize=1024)
def words_of(text: str) -> tuple[str, ...]:
    """The folded words (or phrases) of a rule, one a line."""
    return tuple(dict.fromkeys(folded for line in text.splitlines() if (folded := fold(line))))


_COLUMNS = (
    "pk", "name", "channel_id", "words", "sender", "language", "department_id", "person_id", "kind", "priority", "skill_id",
    "department__archived_at", "person__is_active",
)  # fmt: skip
_active = Prepared(lambda: RoutingRule.objects.filter(is_active=True).order_by("place", "pk").values_list(*_COLUMNS))


def rule_of(row: Sequence[Any]) -> Rule:
    """A row of _COLUMNS as a rule. It sends nothing to a department that was put away, nor to somebody who left."""
    pk, name, channel, words, sender, language, department, person, kind, priority, skill, archived_at, is_active = row
    return Rule(
        pk, name, channel, words_of(words), sender.lower(), language,
        department if archived_at is None else None, person if is_active else None, kind, priority, skill,
    )  # fmt: skip


def active_rules() -> list[Rule]:
    """The rules that are on, in their order: one small query."""
    return [rule_of(row) for row in _active()]


def route(facts: Facts) -> Rule | None:
    """The first rule that fits, of those that are on."""
    return next((rule for rule in active_rules() if fits(rule, facts)), None)


def all_rules() -> list[RoutingRule]:
    """Every rule in its order, with what it names."""
    return list(RoutingRule.objects.select_related("channel", "department", "person", "skill").order_by("place", "pk"))


def facts_of(case: Case, message: Message) -> Facts:
    """What rules ask, of a case that stands, by the message that opened it."""
    return Facts(case.channel_id, message.from_value, case.subject, message.text)


def newest_cases(cases: QuerySet[Case]) -> list[tuple[Case, Facts]]:
    """The last cases that customers opened, newest first, each with what rules ask of it: two queries."""
    found = list(cases.exclude(channel=None).select_related("customer", "department").order_by("-pk")[:TRIED])
    first: dict[int, Message] = {}
    for message in Message.objects.filter(case__in=found, direction=Direction.IN).order_by("-pk"):
        first[message.case_id] = message
    return [(case, facts_of(case, first[case.pk])) for case in found if case.pk in first]


# --- Giving out ------------------------------------------------------------------------------------------------------
_giving = Prepared(
    lambda: Routing.objects.exclude(way=RoutingWay.PULL).filter(department__archived_at=None).order_by("pk").values_list("department_id", "pk")
)


def departments_giving() -> list[int]:
    """Departments whose cases are given to people: one small query."""
    return [department for department, _routing in _giving()]


def routing_of(department: Department) -> Routing:
    """How a department gives its cases out; a row that is not saved where nobody decided yet."""
    return Routing.objects.filter(department=department).first() or Routing(department=department)


def routing_stamp(department: Department) -> str:
    """How a department's way stands, with what its people can."""
    routing = routing_of(department)
    members = Membership.objects.filter(department=department).values("person")
    skills = Skill.people.through.objects.filter(person__in=members).order_by("skill_id", "person_id").values_list("skill_id", "person_id")
    return stamp(routing.way, routing.ceiling, list(skills))


def open_at(now: datetime) -> bool:
    """Whether cases are given out now. A company that never said when it is open gives out at all hours."""
    return not week_ranges() or week_hours().is_open(now)


def waiting_cases(departments: Iterable[int]) -> QuerySet[Case]:
    """Cases of departments that wait for an owner, those first that should be given first. What is being handed over is left."""
    offered = Handover.objects.filter(case=OuterRef("pk"), state=HandoverState.OFFERED)
    waiting = Case.objects.filter(department__in=departments, assignee=None, state__in=ON_US, aside="").exclude(Exists(offered))
    return waiting.order_by("-priority", F("waiting_since").asc(nulls_last=True), "pk")


def people_here(department: int, now: datetime) -> list[Person]:
    """Who could be given a case of a department now: its people who are here and may answer there, by number."""
    members = Person.objects.filter(memberships__department=department, is_active=True).order_by("pk")
    people = [person for person in members if person.is_online(now)]
    know_departments(people)
    return [person for person in people if works_in(person, department)]


def works_in(person: Person, department: int) -> bool:
    """Whether somebody may both answer and handle cases of a department of theirs."""
    place = next((one for one in person.standing.places if one.department == department), None)
    wanted = ("answer_cases", "handle_cases")
    return place is not None and all(may(person, right) and scope_in(person, place, right) for right in wanted)


def in_hand(people: Iterable[int]) -> Counter[int]:
    """How many cases that want our word each of these people owns, of whatever department."""
    mine = Case.objects.filter(assignee__in=list(people), state__in=ON_US, aside="")
    return Counter(mine.order_by().values_list("assignee_id", flat=True))


def skilled(people: Iterable[int]) -> dict[int, set[int]]:
    """Skill → which of these people have it."""
    found: dict[int, set[int]] = defaultdict(set)
    for skill, person in Skill.people.through.objects.filter(person__in=list(people)).values_list("skill_id", "person_id"):
        found[skill].add(person)
    return found


def put_back_by(cases: Iterable[int]) -> dict[int, set[int]]:
    """Case → who put it back for others to take: they are not given it again."""
    found: dict[int, set[int]] = defaultdict(set)
    released = Event.objects.filter(case_id__in=list(cases), kind="case_released", by__isnull=False)
    for case, person in released.values_list("case_id", "by_id"):
        if case is not None and person is not None:
            found[case].add(person)
    return found


def next_in_turn(people: Iterable[int], last: int | None) -> int:
    """Whose turn it is after `last`, in the order of their numbers. Raises ValueError where there is nobody."""
    ordered = sorted(people)
    return next((one for one in ordered if one > (last or 0)), min(ordered))


def choose(way: str, people: Iterable[int], load: Counter[int], last: int | None) -> int:
    """Who of these people is given a case. With equally much in hand, it goes in turn."""
    able = list(people)
    if way == RoutingWay.LEAST:
        least = min(load[one] for one in able)
        able = [one for one in able if load[one] == least]
    return next_in_turn(able, last)


@dataclass(frozen=True, slots=True)
class InHand:
    """How many cases somebody has in hand, and the most that is given to them (0: no ceiling)."""

    count: int
    ceiling: int


def hand_of(person: Any) -> InHand | None:
    """What somebody has in hand, where a department of theirs gives cases out; else None."""
    ways = Routing.objects.exclude(way=RoutingWay.PULL).filter(department__memberships__person=person, department__archived_at=None)
    ceilings = list(ways.values_list("ceiling", flat=True))
    if not ceilings:
        return None
    # Where one department has no ceiling, that one goes on giving.
    return InHand(in_hand([person.pk])[person.pk], 0 if 0 in ceilings else max(ceilings))


@dataclass(frozen=True, slots=True)
class DepartmentHand:
    """How a department gives out, for the list in settings."""

    department: Department
    way: str
    ceiling: int
    waiting: int


def departments_with_routing(departments: Iterable[Department]) -> list[DepartmentHand]:
    """Each department with its way, and how many of its cases wait for an owner: two queries."""
    asked = list(departments)
    ways = {one.department_id: one for one in Routing.objects.filter(department__in=asked)}
    waiting = Counter(waiting_cases([one.pk for one in asked]).order_by().values_list("department_id", flat=True))
    return [
        DepartmentHand(one, ways[one.pk].way if one.pk in ways else RoutingWay.PULL, ways[one.pk].ceiling if one.pk in ways else 0, waiting[one.pk])
        for one in asked
    ]


def skills_with_people() -> list[Skill]:
    """Every skill with its active people."""
    return list(Skill.objects.prefetch_related("people").order_by("name"))


