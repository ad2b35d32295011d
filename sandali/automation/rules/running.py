"""Running rules: after an event, in their order, each once, each in a transaction of its own; and the guards against going round.

- What a rule did never sets the same rule off again, however long the chain of rules between.
- A chain of rules ends after MOST_DEEP.
- On one case rules do something MOST_AN_HOUR times at most: what goes round by ways that carry no mark (routing, a person's answer to
  a notice) ends there, and stands in the history as held back.
- A rule that fails MOST_FAILURES times in a row is paused, and whoever owns it is told."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from django.db import OperationalError, transaction
from django.db.models import F
from django.utils import timezone

from sandali.automation.models import Outcome, Rule, RuleRun
from sandali.automation.rules import events
from sandali.automation.rules.access import cases_of_owner
from sandali.automation.rules.asking import holds, is_about, narrowed, with_text
from sandali.automation.rules.doing import Doing, do_all
from sandali.automation.rules.queries import rules_set_off_by
from sandali.automation.rules.triggers import OF_KIND
from sandali.cases.actions.holding import hold_case
from sandali.cases.models import Case, Message
from sandali.company.permissions import NotAllowed
from sandali.history.behind import standing_behind
from sandali.history.events import record
from sandali.history.models import Event

MOST_DEEP: Final = 3
MOST_AN_HOUR: Final = 10
MOST_FAILURES: Final = 10


def chain_of(event: Event) -> list[int]:
    """The numbers of the rules that led to an event, the first first."""
    behind = event.data.get("by_rule")
    return list(behind["chain"]) if isinstance(behind, dict) else []


def run_rules(event: Event) -> int:
    """Ask every rule that an event sets off, and do what those that hold do; returns how many did something.

    May be called again for the same event, after a kill: what was done is not done twice."""
    chain = chain_of(event)
    if event.case_id is None or event.kind not in OF_KIND or len(chain) >= MOST_DEEP:
        return 0
    text = None
    if event.kind == "message_received":
        text = Message.objects.filter(pk=event.subject_id).values_list("text", flat=True).first()
    count = 0
    for rule in rules_set_off_by(OF_KIND[event.kind]):
        if rule.pk in chain or not is_about(event, rule.conditions):
            continue
        run = run_rule(rule, event.case_id, at=event.at, text=text, chain=chain, event_number=event.pk)
        if run is not None and run.outcome == Outcome.DONE:
            # The rules behind it meet the case as this one left it: what they do is its doing too.
            chain, count = [*chain, rule.pk], count + 1
    return count


def fitting(rule: Rule, number: int, *, at: datetime, text: str | None) -> Case | None:
    """The case, where it is one that the rule asks for and its owner may handle."""
    cases = with_text(narrowed(cases_of_owner(rule.owner).filter(pk=number), rule.conditions, owner=rule.owner, few=True), rule.conditions)
    case = cases.first()
    return case if case is not None and holds(case, rule.conditions, at=at, text=text) else None


def run_rule(rule: Rule, number: int, *, at: datetime, text: str | None = None, chain: list[int] | None = None, **once: Any) -> RuleRun | None:
    """Run a rule on a case, where it fits. `once` is what it runs once for: event_number or since. Returns None where it did not run."""
    case = fitting(rule, number, at=at, text=text)
    if case is None:
        return None
    with transaction.atomic():
        try:
            hold_case(case)
        except (NotAllowed, Case.DoesNotExist):  # merged into another one meanwhile
            return None
        if RuleRun.objects.filter(rule=rule, case=case, **once).exists():
            return None
        outcome, did, why = done(rule, case, chain or [])
        if outcome == Outcome.SAME and "event_number" in once:
            return None  # each message would leave a row that says nothing
        run = RuleRun.objects.create(rule=rule, case=case, outcome=outcome, did=did, why=why[:300], **once)
        count_failures(rule, outcome)
    return run


def done(rule: Rule, case: Case, chain: list[int]) -> tuple[Outcome, list[dict[str, Any]], str]:
    """Do what a rule does, all of it or nothing: the outcome, what was done, and why it was not."""
    hour = timezone.now() - timedelta(hours=1)
    if RuleRun.objects.filter(case=case, at__gt=hour, outcome=Outcome.DONE).count() >= MOST_AN_HOUR:
        return Outcome.HELD, [], ""
    mark = {"number": rule.pk, "name": rule.name, "chain": [*chain, rule.pk]}
    try:
        with transaction.atomic(), standing_behind(by_rule=mark):
            did = do_all(case, rule.acts, Doing(None, rule.name))
    except OperationalError:
        raise  # the database's trouble is not the rule's: the job comes again
    except Exception as problem:  # noqa: BLE001 - whatever one rule's act refuses must not stop the rules behind it; it is kept and counted
        return Outcome.FAILED, [], str(problem) or type(problem).__name__
    return (Outcome.DONE if did else Outcome.SAME), did, ""


def count_failures(rule: Rule, outcome: Outcome) -> None:
    """Count what failed in a row; at MOST_FAILURES the rule is paused and its owner told."""
    if outcome != Outcome.FAILED:
        Rule.objects.filter(pk=rule.pk, failures__gt=0).update(failures=0)
        return
    Rule.objects.filter(pk=rule.pk).update(failures=F("failures") + 1)
    paused = Rule.objects.filter(pk=rule.pk, is_active=True, failures__gte=MOST_FAILURES).update(is_active=False, paused_at=timezone.now())
    if paused:
        record(events.AUTO_RULE_PAUSED, rule, rule=rule.name, people=[rule.owner_id])
