"""Complaints on their way to being put right: steps, causes, lessons, a cause that was mended, an apology that waits for a signature."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sandali.cases.models import Aside, Case, Direction, Kind, Message, State
from sandali.company.models import Person
from sandali.company.permissions import Role
from sandali.demo.acts import Scene, note_event
from sandali.demo.matters import TEXTS
from sandali.resolution.models import (
    Apology,
    CaseCause,
    Cause,
    CauseLook,
    Doing,
    Improvement,
    Lesson,
    Reached,
    RecoveryStep,
    Step,
    Telling,
    Told,
)
from sandali.resolution.reading.sorry import reading_of_apology
from sandali.resolution.recovery import events
from sandali.resolution.recovery.actions import keep_print
from sandali.resolution.recovery.planting import plant_causes

SOON, LATER = timedelta(minutes=25), timedelta(hours=3)
ENOUGH = 3  # complaints of a cause, to be worth mending it before another
LOOKED_FOR = 3  # complaints whose cause nobody knows yet


@dataclass(frozen=True)
class Texts:
    """texts/<language>/recovery.txt: rows by their mark."""

    why: list[list[str]]
    lesson: list[list[str]]
    mended: list[list[str]]
    sign: str


def read_texts(language: str) -> Texts:
    """The file, each line split into its fields."""
    found: dict[str, list[list[str]]] = {}
    for line in (TEXTS / language / "recovery.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            mark, _colon, rest = line.partition(":")
            found.setdefault(mark, []).append([part.strip() for part in rest.split("|")])
    return Texts(found["why"], found["lesson"], found["mended"], found["sign"][0][0])


def recover(scene: Scene) -> None:
    """Bring complaints of the past and of today onto their path."""
    language, now = scene.house.company.language, scene.period.now
    texts = read_texts(language)
    admin = next(person for person in scene.house.people.values() if person.role == Role.ADMIN)
    plant_causes(language, by=admin)
    for number, case in enumerate(complaints()):
        why = reason_of(case, texts)
        if why is not None and number % 5 != 4:
            walk_path(scene, case, why, number)
    mended = what_was_mended(scene, texts)
    mended_at = when_mended(scene, mended)
    learn(scene, texts, mended[0], mended_at)
    mend(scene, mended, mended_at)
    for case in complaints().filter(causes=None, state__in=(State.OPEN, State.WAITING), assignee__isnull=False).order_by("-opened_at")[:LOOKED_FOR]:
        CauseLook.objects.create(case=case, look_at=now + timedelta(days=4), by=case.assignee, at=max(now - LATER, case.opened_at))
    ask_to_sign(scene, texts)


def complaints() -> Any:
    """Complaints that somebody has answered, in order of time."""
    return Case.objects.filter(kind=Kind.COMPLAINT, aside="", assignee__isnull=False).exclude(state=State.NEW).select_related("assignee", "customer").order_by("opened_at", "pk")


def reason_of(case: Case, texts: Texts) -> list[str] | None:
    """The line whose tag the case has."""
    tags = {tag.name for tag in case.tags.all()}
    return next((line for line in texts.why if line[0] in tags), None)


def walk_path(scene: Scene, case: Case, why: list[str], number: int) -> None:
    """The steps of one complaint, as far as it has come."""
    answers = list(Message.objects.filter(case=case, direction=Direction.OUT, withdrawn_at=None).select_related("author").order_by("pk"))
    if not answers or answers[0].author is None:
        return
    owner, first = answers[0].author, answers[0].at
    past = case.state in (State.CONFIRMED, State.LAPSED)
    step(scene, case, Step.OWN, at=first - timedelta(minutes=4), by=owner, person=owner)
    if past or number % 3:
        step(scene, case, Step.UNDERSTAND, at=first - timedelta(minutes=2), by=owner, text=why[2])
    sorry = next((one for one in answers if one.author is not None and reading_of_apology(one.text).apologises), None)
    if sorry is not None and sorry.author is not None:
        step(scene, case, Step.APOLOGISE, at=sorry.at, by=sorry.author, message=sorry)
        keep_print(sorry)
    if past or number % 2:
        step(scene, case, Step.PUT_RIGHT, at=min(first + SOON, scene.period.now), by=owner, text=why[3])
    at = min(first + LATER, scene.period.now)
    cause = Cause.objects.get(name=why[1])
    found = CaseCause.objects.create(case=case, cause=cause, opened_at=case.opened_at, at=at, by=owner)
    note_event(scene, events.CAUSE_FOUND, found, at=at, by=owner, cause=cause.name)
    RecoveryStep.objects.create(case=case, step=Step.CAUSE, at=at, by=owner)


KINDS = {Step.OWN: events.RECOVERY_OWNED, Step.UNDERSTAND: events.MEANING_WRITTEN, Step.APOLOGISE: events.CUSTOMER_APOLOGISED, Step.PUT_RIGHT: events.PUT_RIGHT}


def step(scene: Scene, case: Case, name: Step, *, at: datetime, by: Person, **content: Any) -> None:
    """One step of the past."""
    at = max(at, case.opened_at)
    made = RecoveryStep.objects.create(case=case, step=name, at=at, by=by, **content)
    note_event(scene, KINDS[name], made, at=at, by=by, **({"to": made.person.name} if made.person is not None else {}))


def learn(scene: Scene, texts: Texts, mended: str, mended_at: datetime) -> None:
    """Lessons of recovered complaints, and what is done about them. The lesson of the cause that was mended came before that."""
    taken: set[int] = set()
    for cause, text, what, who, days, word in texts.lesson:
        rows = CaseCause.objects.filter(cause__name=cause).exclude(case__in=taken).select_related("case__department", "by").order_by("-at")
        is_mended = cause == mended
        until = (mended_at if is_mended else scene.period.now) - timedelta(days=1)
        found = next((row for row in rows if row.by is not None and row.at < until - timedelta(days=is_mended)), None)
        if found is None or found.by is None:
            continue
        taken.add(found.case_id)
        lesson = Lesson.objects.create(case=found.case, department=found.case.department, text=text, by=found.by, at=found.at + SOON)
        note_event(scene, events.LESSON_WRITTEN, lesson, at=lesson.at, by=lesson.by)
        due = until if is_mended else scene.period.now + timedelta(days=float(days))
        improve(scene, lesson, what, scene.house.people[who], due, word)


def improve(scene: Scene, lesson: Lesson, what: str, owner: Person, due: datetime, word: str) -> None:
    """What is done about a lesson: still open, or done some days ago."""
    now, is_done = scene.period.now, due < scene.period.now
    ended = max(due, lesson.at + timedelta(days=1)) if is_done else None
    ended = min(ended, now) if ended is not None else None
    made = Improvement.objects.create(
        lesson=lesson, what=what, owner=owner, due_at=due if not is_done else lesson.at + timedelta(days=14), by=lesson.by, at=lesson.at,
        state=Doing.DONE if is_done else Doing.OPEN, word=word, ended_at=ended, ended_by=owner if is_done else None,
        warned_at=now if not is_done and due < now + timedelta(days=1) else None,
    )  # fmt: skip
    note_event(scene, events.IMPROVEMENT_MADE, made, at=made.at, by=made.by, to=owner.name, what=what)
    if ended is not None:
        note_event(scene, events.IMPROVEMENT_DONE, made, at=ended, by=owner, what=what)


def what_was_mended(scene: Scene, texts: Texts) -> list[str]:
    """The line of a cause that people had complained of by then: what they come with is drawn anew each day."""

    def complained(line: list[str]) -> int:
        return CaseCause.objects.filter(cause__name=line[0], opened_at__lt=scene.period.now - timedelta(days=int(line[1]))).count()

    return max(texts.mended, key=lambda line: min(complained(line), ENOUGH))


def when_mended(scene: Scene, mended: list[str]) -> datetime:
    """So many days ago; where nobody had complained in as many days before, two weeks after the last complaint. Else there were
    nothing to compare."""
    since = timedelta(days=int(mended[1]))
    at = scene.period.now - since
    complained = CaseCause.objects.filter(cause__name=mended[0], opened_at__lt=at).order_by("-opened_at").values_list("opened_at", flat=True)
    last = complained.first()
    if last is not None and last < at - (since - since % timedelta(weeks=1)):  # whole weeks are compared
        at = last + timedelta(weeks=2)
    return scene.period.hours.next_opening(at)


def mend(scene: Scene, mended: list[str], at: datetime) -> None:
    """One cause was mended, and those who had complained of it were told."""
    name, _days, how, letter = mended
    manager = next(person for person in scene.house.people.values() if person.role == Role.MANAGER)
    cause = Cause.objects.get(name=name)
    Cause.objects.filter(pk=cause.pk).update(mended_at=at, mended_by=manager, mended_how=how)
    note_event(scene, events.CAUSE_MENDED, cause, at=at, by=manager, cause=name)
    told_at = at + SOON
    rows = list(listeners_of(cause, at))
    if not rows:
        return
    telling = Telling.objects.create(cause=cause, text=letter, by=manager, at=told_at, key="demo", starts_at=told_at, ended_at=told_at + SOON)
    Told.objects.bulk_create([
        Told(telling=telling, case=case, customer_id=case.customer_id, state=Reached.TOLD, at=told_at + timedelta(seconds=20 * place))
        for place, case in enumerate(rows)
    ])  # fmt: skip
    note_event(scene, events.TELLING_BEGUN, telling, at=told_at, by=manager, cause=name)


def listeners_of(cause: Cause, at: datetime) -> Iterator[Case]:
    """The latest case of each customer who had complained by then."""
    seen: set[int] = set()
    for row in CaseCause.objects.filter(cause=cause, opened_at__lt=at).select_related("case").order_by("-opened_at"):
        if row.case.customer_id not in seen and row.case.aside != Aside.SPAM:
            seen.add(row.case.customer_id)
            yield row.case


def ask_to_sign(scene: Scene, texts: Texts) -> None:
    """An apology that the lead is asked to sign, and has not read yet."""
    now = scene.period.now
    lead = next(person for person in scene.house.people.values() if person.role == Role.LEAD)
    waiting = complaints().filter(state__in=(State.OPEN, State.WAITING)).exclude(assignee=lead).filter(department__in=lead.departments.all())
    case = waiting.order_by("-priority", "-last_message_at").first()
    if case is None or case.assignee is None:
        return
    at = max(now - SOON, case.last_message_at)
    RecoveryStep.objects.filter(case=case, step=Step.APOLOGISE).delete()
    text = texts.sign.replace("{customer}", case.customer.name)
    apology = Apology.objects.create(case=case, text=text, by=case.assignee, at=at, signer=lead, due_at=now + timedelta(hours=1))
    note_event(scene, events.APOLOGY_TO_SIGN, apology, at=at, by=case.assignee, to=lead.name)
