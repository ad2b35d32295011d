"""Apologies: sent by whoever wrote them, or signed by somebody senior first. An apology is an ordinary answer, with its step."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import F
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from sandali.cases.access import rights_on, who_sees
from sandali.cases.actions import keep_draft, reply
from sandali.cases.actions.adding import StoredFile
from sandali.cases.actions.holding import hold_case
from sandali.cases.contact import BEST, Outward
from sandali.cases.models import Case, Message, State
from sandali.company.actions import Overtaken
from sandali.company.models import Person
from sandali.company.permissions import NotAllowed, Role
from sandali.company.queries import current_company, know_departments, week_hours
from sandali.history.events import record
from sandali.kit.hours import NeverOpen
from sandali.resolution.models import Apology, RecoveryStep, Signing
from sandali.resolution.recovery import events
from sandali.resolution.recovery.actions import say_apologised, say_told, take_step_back, words_of

SENIOR: Final = (Role.LEAD, Role.MANAGER, Role.ADMIN)
TO_SIGN: Final = timedelta(hours=2)  # of our work
LONGEST_WORD: Final = 500


@transaction.atomic
def send_apology(
    case: Case, text: str, *, by: Any, dedupe_key: str, files: Sequence[StoredFile] = (), seen: int | None = None, below: str = "", quiet: bool = False,
    outward: Outward = BEST,
) -> Message:  # fmt: skip
    """Answer the customer with an apology of one's own; the step knows the message. As `cases.actions.reply`, and what it raises."""
    message = reply(case, text, by=by, dedupe_key=dedupe_key, files=files, state=State.WAITING, seen=seen, below=below, outward=outward)
    if not _carried(message):
        say_apologised(case, message, by=by, quiet=quiet)
    return message


@transaction.atomic
def send_change(
    case: Case, text: str, *, by: Any, dedupe_key: str, files: Sequence[StoredFile] = (), seen: int | None = None, outward: Outward = BEST
) -> Message:
    """Answer the customer with what has changed since; the step knows the message."""
    message = reply(case, text, by=by, dedupe_key=dedupe_key, files=files, state=State.WAITING, seen=seen, outward=outward)
    if not _carried(message):
        say_told(case, message, by=by)
    return message


# What an answer may be besides, as the composer's form says it.
LETTERS: Final[dict[str, Callable[..., Message]]] = {"apology": send_apology, "change": send_change}


def _carried(message: Message) -> bool:
    """Whether a step knows the message already: the same form was sent twice."""
    return RecoveryStep.objects.filter(message=message).exists()


def who_may_sign(case: Case, *, besides: Any) -> list[Person]:
    """Leads, managers and administrators who see the case and may answer on it, by name; not `besides`, who asks."""
    people = list(Person.objects.filter(is_active=True, role__in=SENIOR).exclude(pk=besides.pk).order_by("name", "pk"))
    know_departments(people)
    return [person for person in who_sees(case, people) if "answer" in rights_on(person, case)]


@transaction.atomic
def ask_to_sign(case: Case, text: str, *, by: Any, signer: Person) -> Apology:
    """Ask somebody senior to put their name under an apology. One that waited before is withdrawn.

    Raises NoWords without a text, ValueError for somebody who may not answer this case."""
    said = words_of(text)
    if signer.pk not in {person.pk for person in who_may_sign(case, besides=by)}:
        raise ValueError("whoever signs must be senior, and able to answer on the case")
    hold_case(case)
    now = timezone.now()
    Apology.objects.filter(case=case, state=Signing.ASKED).update(state=Signing.WITHDRAWN, ended_at=now, version=F("version") + 1)
    apology = Apology.objects.create(case=case, text=said, by=by, at=now, signer=signer, due_at=moment_to_sign(now))
    keep_draft(case, "", by=by)
    record(events.APOLOGY_TO_SIGN, apology, by=by, at=now, to=signer.name)
    return apology


def moment_to_sign(now: datetime) -> datetime | None:
    """By when it should be signed: some hours of our work from now."""
    try:
        return week_hours().add(now, TO_SIGN)
    except NeverOpen:
        return None


def held_apology(apology: Apology, version: int | None) -> Apology:
    """The request as it stands, its case held. Raises Overtaken when it waits no more, or was changed since `version`."""
    hold_case(apology.case)
    current = Apology.objects.select_related("case__customer", "by", "signer").get(pk=apology.pk)
    if current.state != Signing.ASKED or (version is not None and current.version != version):
        raise Overtaken(current)
    return current


@transaction.atomic
def sign_apology(apology: Apology, text: str, *, by: Any, version: int | None = None, seen: int | None = None, outward: Outward = BEST) -> Message:
    """The one who was asked puts their name under it, as it is or in their own wording; it leaves with their name in the signature.

    Raises NotAllowed for anybody else, NoWords, Overtaken, and what `cases.actions.reply` raises."""
    if by.pk != apology.signer_id:
        raise NotAllowed
    current, said = held_apology(apology, version), words_of(text)
    case = current.case
    key = f"apology:{current.pk}:{current.version}"
    message = send_apology(case, said, by=by, dedupe_key=key, seen=seen, below=signature_of(by, case), quiet=True, outward=outward)
    Apology.objects.filter(pk=current.pk).update(
        state=Signing.SIGNED, text=said, message=message, ended_at=message.at, version=F("version") + 1
    )
    record(events.APOLOGY_SIGNED, current, by=by, at=message.at)
    return message


def signature_of(person: Person, case: Case) -> str:
    """The name under a signed apology, with what they are in the company, in the customer's language."""
    company = current_company()
    language = case.customer.language or (company.language if company else "fa")
    with translation.override(language if language in ("fa", "en") else "en"):
        place = person.job_title or str(Role(person.role).label)
    return f"**{person.name}**  \n{place}"


@transaction.atomic
def decline_apology(apology: Apology, word: str, *, by: Any, version: int | None = None) -> Apology:
    """Not with my name, and why: the writer has the text again. Raises NotAllowed, NoWords, Overtaken."""
    if by.pk != apology.signer_id:
        raise NotAllowed
    current, why = held_apology(apology, version), words_of(word)[:LONGEST_WORD]
    now = timezone.now()
    Apology.objects.filter(pk=current.pk).update(state=Signing.DECLINED, word=why, ended_at=now, version=F("version") + 1)
    keep_draft(current.case, current.text, by=current.by)
    record(events.APOLOGY_DECLINED, current, by=by, at=now, word=why)
    return current


@transaction.atomic
def withdraw_apology(apology: Apology, *, by: Any, version: int | None = None) -> Apology:
    """No signature is asked for any more: the text is in the writer's form again. Raises Overtaken."""
    current, now = held_apology(apology, version), timezone.now()
    Apology.objects.filter(pk=current.pk).update(state=Signing.WITHDRAWN, ended_at=now, version=F("version") + 1)
    keep_draft(current.case, current.text, by=current.by)
    record(events.APOLOGY_WITHDRAWN, current, by=by, at=now)
    return current


@transaction.atomic
def letter_gone(delivery: int, *, by: Any, at: datetime) -> None:
    """An answer was taken back before it left: the step that it did is open again, and the signature too."""
    for step in RecoveryStep.objects.select_related("case").filter(message__delivery=delivery, ended_at=None):
        take_step_back(step.case, step.step, by=by, was=step.pk, at=at)
    signed = Apology.objects.filter(message__delivery=delivery, state=Signing.SIGNED).first()
    if signed is not None and not Apology.objects.filter(case=signed.case_id, state=Signing.ASKED).exists():
        Apology.objects.filter(pk=signed.pk).update(state=Signing.ASKED, message=None, ended_at=None, version=F("version") + 1)


def why_not_signed(apology: Apology) -> str:
    """What stands where a request is no more open, as a sentence."""
    said = {
        Signing.SIGNED: _("This apology is signed already."),
        Signing.DECLINED: _("This apology was not signed: it went back to its writer."),
        Signing.WITHDRAWN: _("No signature is asked for any longer."),
    }
    return said.get(Signing(apology.state), _("Somebody else changed it in the meantime."))
