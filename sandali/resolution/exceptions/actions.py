"""Keeping policies, making exceptions, declaring and ending situations, answering whether a policy should change."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from sandali.cases.models import Case
from sandali.company.actions import Overtaken
from sandali.company.models import Department, Person
from sandali.history.events import record
from sandali.history.models import Event
from sandali.kit.text import clean
from sandali.resolution.exceptions import events
from sandali.resolution.exceptions.affected import find_affected
from sandali.resolution.models import (
    Affected,
    Policy,
    PolicyException,
    Proposal,
    Remedy,
    RemedyKind,
    Situation,
)
from sandali.resolution.remedies.actions import CannotGive, give_remedy
from sandali.resolution.remedies.allowances import authority_rules

LONGEST = 500


class PolicyTaken(Exception):
    """Another policy has this name."""


class CannotExcept(CannotGive):
    """An exception cannot be made so; the text says why."""


# --- Policies -------------------------------------------------------------------------------------------------------
@transaction.atomic
def keep_policy(
    policy: Policy | None, *, by: Any, name: str, says: str = "", department: Department | None = None, owner: Person | None = None,
    is_active: bool = True, version: int | None = None,
) -> Policy:  # fmt: skip
    """A new policy, or what one says from now on. Raises PolicyTaken, Overtaken with how it stands."""
    values: dict[str, Any] = {"name": " ".join(clean(name).split())[:120], "says": clean(says).strip(), "department": department, "owner": owner, "is_active": is_active}
    taken = Policy.objects.filter(name=values["name"])
    if (taken if policy is None else taken.exclude(pk=policy.pk)).exists():
        raise PolicyTaken(_("Another policy has this name."))
    if policy is None:
        policy = Policy.objects.create(**values)
    else:
        standing = Policy.objects.filter(pk=policy.pk)
        if not (standing.filter(version=version) if version is not None else standing).update(version=F("version") + 1, **values):
            current = standing.get()
            raise Overtaken(current, str(current.version))
        policy.refresh_from_db()
    record(events.POLICY_CHANGED, policy, by=by, policy=policy.name)
    return policy


# --- Exceptions -----------------------------------------------------------------------------------------------------
@transaction.atomic
def make_exception(
    case: Case, policy: Policy, reason: str, *, by: Person, key: str, amount: int | None = None, at: datetime | None = None
) -> PolicyException:
    """On this case the policy does not hold. A reason is needed unless a situation relaxes the policy here.

    What it costs counts as a remedy: inside the allowance at once, beyond it somebody is asked. Raises CannotExcept."""
    standing = PolicyException.objects.filter(remedy__dedupe_key=key).first()
    if standing is not None:
        return standing
    said = " ".join(clean(reason).split())[:LONGEST]
    situation = relaxing(case, policy, at or timezone.now())
    if not said and situation is None:
        raise CannotExcept(_("Say in a few words why, so that the policy can learn from it."))
    if not policy.is_active:
        raise CannotExcept(_("This policy is no longer in force; there is nothing to make an exception to."))
    what = said or (situation.name if situation else "")
    remedy = give_remedy(case, RemedyKind.EXCEPTION, by=by, key=key, amount=amount, what=what, at=at)
    made = PolicyException.objects.create(case=case, policy=policy, remedy=remedy, situation=situation, reason=said, by=by, at=remedy.at)
    if situation is not None:
        record(events.EXCEPTION_RELAXED, made, by=by, at=at, policy=policy.name, situation=situation.name)
    else:
        record(events.EXCEPTION_MADE, made, by=by, at=at, policy=policy.name, reason=said)
        question_policy(policy, at=remedy.at)
    return made


def relaxing(case: Case, policy: Policy, now: datetime) -> Situation | None:
    """The running situation that affects the case and relaxes the policy."""
    found = Situation.objects.filter(affected__case=case, policies=policy).order_by("-begins_at")
    return next((one for one in found if one.is_running(now)), None)


def remedy_ended(event: Event) -> None:
    """A remedy was refused or taken back: the exception that it was is undone."""
    PolicyException.objects.filter(remedy=event.subject_id).update(undone_at=event.at)


def remedy_reopened(event: Event) -> None:
    """A refusal was taken back: the exception stands again."""
    PolicyException.objects.filter(remedy=event.subject_id).update(undone_at=None)


# --- Policies that exceptions speak against -----------------------------------------------------------------------
def question_policy(policy: Policy, *, at: datetime | None = None) -> Proposal | None:
    """Ask the policy's owner whether it should change, when enough exceptions were made since they last answered."""
    rules, now = authority_rules(), at or timezone.now()
    since = now - timedelta(days=rules.recurring_days)
    answered = Proposal.objects.filter(policy=policy, answered_at__isnull=False).order_by("-answered_at").values_list("answered_at", flat=True).first()
    since = max(since, answered) if answered else since
    count = PolicyException.objects.filter(policy=policy, at__gte=since, undone_at=None, situation=None).count()
    if count < rules.recurring:
        return None
    if Proposal.objects.filter(policy=policy, answered_at=None).update(count=count):
        return None
    try:
        with transaction.atomic():
            proposal = Proposal.objects.create(policy=policy, count=count, since=since, at=now)
    except IntegrityError:  # somebody else's exception asked in the same moment
        return None
    record(events.POLICY_QUESTIONED, policy, at=at, policy=policy.name, count=count, days=rules.recurring_days)
    return proposal


@transaction.atomic
def answer_proposal(proposal: Proposal, word: str, *, is_changed: bool, by: Any) -> Proposal:
    """The policy changes, or stays and why; counting begins anew. Raises CannotExcept without a word, Overtaken."""
    said = " ".join(clean(word).split())[:LONGEST]
    if not said:
        raise CannotExcept(_("Say in a few words what becomes of it, for those who made the exceptions."))
    changed = {"answered_at": timezone.now(), "answered_by": by, "is_changed": is_changed, "answer": said}
    if not Proposal.objects.filter(pk=proposal.pk, answered_at=None).update(**changed):
        raise Overtaken(Proposal.objects.get(pk=proposal.pk))
    proposal.refresh_from_db()
    record(events.PROPOSAL_ANSWERED, proposal.policy, by=by, policy=proposal.policy.name, word=said)
    return proposal


# --- Situations -----------------------------------------------------------------------------------------------------
@transaction.atomic
def keep_situation(
    situation: Situation | None, *, by: Person, name: str, what: str, begins_at: datetime, ends_at: datetime | None, policies: Sequence[Policy],
    affects: dict[str, Any], version: int | None = None,
) -> Situation:  # fmt: skip
    """Declare a situation, or change one. Cases that it no longer affects are left out; those found later are written by a job.

    Raises Overtaken with how it stands."""
    values: dict[str, Any] = {"name": " ".join(clean(name).split())[:120], "what": clean(what).strip(), "begins_at": begins_at, "ends_at": ends_at, "affects": affects}
    is_new = situation is None
    if situation is None:
        situation = Situation.objects.create(by=by, **values)
    else:
        standing = Situation.objects.filter(pk=situation.pk)
        was = situation.affects
        if not (standing.filter(version=version) if version is not None else standing).update(version=F("version") + 1, **values):
            current = standing.get()
            raise Overtaken(current, str(current.version))
        situation.refresh_from_db()
        if was != affects:
            Affected.objects.filter(situation=situation).delete()
    situation.policies.set(policies)
    find_affected(situation)
    record(events.SITUATION_DECLARED if is_new else events.SITUATION_CHANGED, situation, by=by, situation=situation.name)
    return situation


@transaction.atomic
def end_situation(situation: Situation, *, by: Any, is_over: bool = True, at: datetime | None = None) -> Situation:
    """It is over now, and with it what it relaxed; or it goes on after all."""
    now = at or timezone.now()
    situation.ends_at = max(now, situation.begins_at) if is_over else None
    Situation.objects.filter(pk=situation.pk).update(ends_at=situation.ends_at, version=F("version") + 1)
    record(events.SITUATION_ENDED if is_over else events.SITUATION_CHANGED, situation, by=by, situation=situation.name)
    return situation


def exception_behind(remedy: Remedy) -> PolicyException | None:
    """The exception that a remedy is, None when it is something else."""
    return getattr(remedy, "policy_exception", None)
