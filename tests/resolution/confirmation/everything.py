"""Every action of the rooms above cases, found by itself, with something to try each with: who writes a new one need not think of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import cache
from importlib import import_module
from inspect import Parameter, signature
from pkgutil import walk_packages
from typing import Any

from django.db.transaction import Atomic
from django.utils import timezone

from sandali.automation.rules.actions import rule_fields
from sandali.cases.contact import Permission, may_we
from sandali.cases.models import Direction, Mood, State
from sandali.channels.models import Delivery
from sandali.channels.social.mentions import Mention
from sandali.customers.contact import Leave
from sandali.customers.models import Purpose
from sandali.resolution.confirmation.rules import Rules
from sandali.resolution.models import (
    Cause,
    Deed,
    Doing,
    Policy,
    Proposal,
    PublicPlace,
    RemedyKind,
    Step,
    Understanding,
)
from sandali.resolution.promises.offers import Offer
from sandali.resolution.promises.saying import Said
from sandali.resolution.recovery.causes import mend_cause
from sandali.resolution.remedies.allowances import Limits
from sandali.resolution.standards.actions import usual_standards
from tests.resolution.confirmation.automated import a_macro, a_rule, begun, pressed, ran
from tests.resolution.confirmation.world import YES, Nothing, World, model_called

ROOMS = ("sandali.resolution", "sandali.team", "sandali.automation")
# The customer's own word: their link, and what they wrote. Nothing of ours is a parameter of it (tests/portal walks them).
THE_CUSTOMERS = {"resolution.confirmation.confirming.take_yes"}
# Only where there is no company yet, and so no case.
BEFORE_ALL = {"resolution.beginning.begin_company"}


@cache
def actions() -> dict[str, Callable[..., Any]]:
    """Name → every public function of these rooms that acts: what runs in a transaction, says who does it, or comes with time."""
    found = {}
    for room in ROOMS:
        for module in walk_packages(import_module(room).__path__, f"{room}."):
            if ".migrations" in module.name or ".models" in module.name:
                continue
            for name, given in vars(import_module(module.name)).items():
                does = getattr(given, "func", given)  # of a job, what it does
                if callable(does) and not name.startswith("_") and getattr(does, "__module__", "") == module.name and acts(does, given):
                    found[f"{module.name.removeprefix('sandali.')}.{name}"] = does
    assert found.keys() >= BEFORE_ALL
    return {name: does for name, does in found.items() if name not in BEFORE_ALL}


def acts(does: Callable[..., Any], given: Any) -> bool:
    """Whether a function is an action. What listens to events runs in the transaction of the action that wrote them."""
    if isinstance(does, type):
        return False
    parameters = signature(does).parameters
    if any(str(one.annotation) == "EventKind" for one in parameters.values()):
        return False  # it writes down what its callers do
    if given is not does or any(isinstance(getattr(cell, "cell_contents", None), Atomic) for cell in getattr(does, "__closure__", None) or ()):
        return True
    by = parameters.get("by")
    needed = {name for name, one in parameters.items() if one.default is Parameter.empty and one.kind != Parameter.VAR_KEYWORD}
    return (by is not None and by.annotation != "str") or ("now" in parameters and needed <= {"now"} and "number" not in parameters)


def mended(cause: Cause, world: World) -> Cause:
    """A cause of a case, mended where it is not."""
    return cause if cause.mended_at is not None else mend_cause(cause, YES, by=world.cast.nahid)


def asked_about(policy: Policy) -> Proposal:
    """The question whether a policy should change."""
    return Proposal.objects.get_or_create(policy=policy, answered_at=None, defaults={"count": 1, "since": timezone.now()})[0]


# A parameter by its name, where its type does not say what it is: what it may be.
BY_NAME: dict[str, Callable[[World], Any]] = {
    "by": lambda world: world.random.choice(world.people),
    "to": lambda world: world.cast.nahid,
    "signer": lambda world: world.cast.nahid,
    "owner": lambda world: world.cast.reza,
    "key": World.key,
    "dedupe_key": World.key,
    "kind": lambda world: world.random.choice(RemedyKind.values),
    "step": lambda world: world.random.choice(Step.values),
    "mood": lambda world: world.random.choice(Mood.values),
    "where": lambda world: world.random.choice(PublicPlace.values),
    "language": lambda _world: "fa",
    "link": lambda _world: "https://example.com/said",
    "minutes": lambda _world: 240,
    "leads_after": lambda _world: 60,
    "managers_after": lambda _world: 60,
    "days": lambda _world: 5,
    "followers": lambda _world: 12_000,
    "most": lambda _world: 100,
    "after": lambda _world: 0,
    "affects": lambda world: {"cases": [world.random.choice(world.cases).pk]},
    "policies": lambda world: [world.row("Policy")],
    "customers": lambda world: [one.customer_id for one in world.cases],
    "said": lambda world: Said(what=YES, due=timezone.now() + timedelta(days=2)),
    "roles": lambda _world: {"agent": Limits(5_000_000, None)},
    "people": lambda _world: {},
    "rules": lambda _world: Rules((1,), 1, {"complaint": 1}),
    "offers": lambda _world: [Offer(YES, YES, timezone.now() + timedelta(days=2), "")],
    "cause": lambda world: world.row("Cause"),
    "state": lambda world: world.random.choice([Doing.DONE, Doing.DROPPED]),
}
# The same for one parameter of one action.
OF_ACTION: dict[str, Callable[[World], Any]] = {
    "store_prints.prints": lambda world: {world.row("Message").pk: ()},
    "plan_question.by": lambda world: world.cast.sara.pk,
    "find_link.matter": lambda world: world.row("PublicMatter").pk,
    "find_link.number": lambda world: world.row("PublicMatter").pk,
    "find_link.message": lambda world: world.row("Message").pk,
    "find_cause.number": lambda world: world.row("Cause").pk,
    "take_cause_away.number": lambda world: world.row("Cause").pk,
    "merge_cause.into": lambda world: world.row("Cause").pk,
    "move_cause.parent": lambda _world: None,
    "mend_cause.at": lambda _world: None,
    "answered.version": lambda _world: None,
    "answered.suggestion": lambda world: world.row("Suggestion", state="waiting"),
    "take_up.suggestion": lambda world: world.row("Suggestion", state="waiting"),
    "decline.suggestion": lambda world: world.row("Suggestion", state="waiting"),
    "carry_out.suggestion": lambda world: world.row("Suggestion", state="taken_up"),
    "return_suggestion.suggestion": lambda world: world.row("Suggestion", state="withdrawn"),
    "keep_not_after_all.promise": lambda world: world.row("Promise", state="kept"),
    "accept_offer.promise": lambda world: world.row("Promise", state="offered"),
    "sign_apology.by": lambda world: world.cast.nahid,
    "sign_apology.apology": lambda world: world.row("Apology", state="asked"),
    "decline_apology.by": lambda world: world.cast.nahid,
    "decline_apology.apology": lambda world: world.row("Apology", state="asked"),
    "withdraw_apology.apology": lambda world: world.row("Apology", state="asked"),
    "begin_telling.cause": lambda world: mended(world.row("CaseCause").cause, world),
    "keep_offer.offer": lambda _world: Offer(YES, YES, timezone.now() + timedelta(days=2), ""),
    "excuse_clock.clock": lambda world: world.row("Clock", outcome="missed"),
    "grant_remedy.by": lambda world: world.cast.admin,
    "refuse_remedy.by": lambda world: world.cast.admin,
    "reopen_remedy.by": lambda world: world.cast.admin,
    "grant_remedy.remedy": lambda world: world.row("Remedy", state="asked"),
    "refuse_remedy.remedy": lambda world: world.row("Remedy", state="asked"),
    "reopen_remedy.remedy": lambda world: world.row("Remedy", answered_by=world.cast.admin),
    "answer_proposal.proposal": lambda world: asked_about(world.row("Policy")),
    "give_remedy.what": lambda _world: YES,
    "give_remedy.amount": lambda world: world.random.choice([1_000_000, 30_000_000]),
    "answered.said": lambda _world: YES,
    "add_cause.name": World.key,
    "rename_cause.name": World.key,
    "keep_policy.name": World.key,
    "bring_step_back.number": lambda world: world.row("RecoveryStep", ended_at__isnull=False).pk,
    "letter_gone.delivery": lambda world: world.random.choice([*Delivery.objects.values_list("pk", flat=True)[:9], 0]),
    "tell_one.number": lambda world: world.row("Told").pk,
    "end_telling.number": lambda world: world.row("Telling").pk,
    "follow.number": lambda world: world.row("Asking").pk,
    "find_affecting.case": lambda world: world.case().pk,
    "change_authority.rules": lambda _world: {"answer_within": 60, "recurring": 1, "recurring_days": 30},
    "write_mention.mention": lambda world: Mention(YES, author=world.key()),
    "write_deed.what": lambda world: world.random.choice(Deed.values),
    "take_deed_back.what": lambda world: world.random.choice(Deed.values),
    "try_rule.given": lambda world: rule_fields(a_rule(world)),
    "take_back.run": lambda world: ran(world),
    "use_on_many.cases": lambda world: [case.pk for case in world.cases],
    "use_on_many.macro": lambda world: world.row("Macro", removed_at=None),
    "take_back_use.event": lambda world: pressed(world),
    "use_on_cases.number": lambda world: begun(world),
    "use_macro.macro": lambda world: world.row("Macro", removed_at=None),
    "change_macro.macro": lambda world: world.row("Macro", removed_at=None),
    "change_rule.rule": lambda world: world.row("Rule", removed_at=None),
    "move_rule.rule": lambda world: world.row("Rule", removed_at=None),
    "access_webhook.by": lambda world: world.cast.admin,
    "access_webhook.number": lambda world: world.row("Webhook", removed_at=None).pk,
    "access_delivery.by": lambda world: world.cast.admin,
    "access_delivery.number": lambda world: world.row("WebhookDelivery", webhook__removed_at=None).webhook_id,
    "access_delivery.delivery": lambda world: world.row("WebhookDelivery", webhook__removed_at=None).pk,
    "send_to_webhook.number": lambda world: world.row("Webhook").pk,
    "delivered.code": lambda _world: 200,
    "add_webhook.url": lambda _world: "https://example.com/told",
    "run_timed.now": lambda _world: timezone.now() + timedelta(days=30),
    "answered.state": lambda world: world.random.choice(["taken_up", "declined"]),
    "write_understanding.version": lambda world: world.random.randrange(4),
    "answer_and_offer.version": lambda world: Understanding.objects.filter(case=world.chosen).values_list("version", flat=True).first() or 0,
    "say_mood.version": lambda world: world.random.randrange(4),
    "answer_and_offer.state": lambda world: world.random.choice([State.WAITING, State.ANSWERED]),
}


# What an action takes by names of its own.
NAMED: dict[str, Callable[[World], dict[str, Any]]] = {
    "add_standard": lambda world: world.random.choice(usual_standards()),
    "change_standard": lambda world: world.random.choice(usual_standards()),
    "change_assumptions": lambda _world: {"unhappy": 20},
    "do_step": lambda _world: {"text": YES},
    "answer_and_offer": lambda _world: {},
    "add_rule": lambda world: a_rule(world),
    "change_rule": lambda world: a_rule(world),
    "add_macro": lambda world: a_macro(world),
    "change_webhook": lambda _world: {"name": YES},
    "write": lambda _world: {"name": YES},
    "change_macro": lambda world: a_macro(world),
}

# By which action a row is made that is missing.
MAKERS = {
    "Apology": "resolution.recovery.apologising.ask_to_sign", "Remedy": "resolution.remedies.actions.give_remedy", "Suggestion": "team.actions.suggest",
    "Promise": "resolution.promises.actions.make_promise", "Policy": "resolution.exceptions.actions.keep_policy", "Cause": "resolution.recovery.causes.add_cause",
    "Rule": "automation.rules.actions.add_rule", "Macro": "automation.macros.actions.add_macro",
    "Webhook": "automation.actions.add_webhook", "WebhookDelivery": "automation.actions.try_webhook",
}  # fmt: skip


def given(name: str, does: Callable[..., Any], world: World) -> tuple[list[Any], dict[str, Any]]:
    """Something to call an action with. Raises Nothing where a row is missing as yet, LookupError for a parameter nobody thought of."""
    short, places, named = name.rpartition(".")[2], [], {}
    sharing: dict[str, Any] = {}
    for parameter in signature(does).parameters.values():
        if parameter.kind == Parameter.VAR_KEYWORD:
            if short not in NAMED:
                raise LookupError(f"tests/resolution/confirmation/everything.py: NAMED says nothing of {name}(**{parameter.name})")
            named |= NAMED[short](world)
            continue
        optional = parameter.default is not Parameter.empty and f"{short}.{parameter.name}" not in OF_ACTION
        if optional and (parameter.name not in ("case", "state", "to", "plan") or world.random.random() < 0.5):
            continue
        try:
            value = value_for(short, parameter, world, sharing)
        except Nothing:
            if not str(parameter.annotation).endswith("| None"):
                raise
            value = None
        sharing[parameter.name] = value
        if parameter.kind == Parameter.KEYWORD_ONLY:
            named[parameter.name] = value
        else:
            places.append(value)
    return places, named


def value_for(short: str, parameter: Parameter, world: World, sharing: dict[str, Any]) -> Any:
    """A value for one parameter; what hangs on a case hangs on the one that was chosen before it."""
    asked, kind = f"{short}.{parameter.name}", str(parameter.annotation).removesuffix(" | None")
    if asked in OF_ACTION:
        return OF_ACTION[asked](world)
    if kind == "Case":
        return world.case()
    if kind in ("Message", "Any") and parameter.name == "message":
        case = sharing.get("case")
        narrowed = {"case": case} if case is not None else {}
        return world.row("Message", direction__in=[Direction.OUT, Direction.NOTE, Direction.CALL], **narrowed)
    if kind == "Person" and parameter.name == "person":
        return world.cast.reza
    if kind == "Permission":
        return Permission(Leave(), may_we(sharing["asking"].case, purpose=Purpose.SERVICE, now=timezone.now()).way)
    if kind.startswith("Callable"):
        return world.send(sharing["case"])
    if kind == "datetime":
        return world.soon()
    if kind == "bool":
        return world.random.random() < 0.5
    if kind[:1].isupper() and (model := model_called(kind)) is not None and parameter.name not in ("by", "owner", "signer"):
        return world.row(model.__name__)
    if parameter.name in BY_NAME:
        return BY_NAME[parameter.name](world)
    if kind == "str":
        return YES
    raise LookupError(f"tests/resolution/confirmation/everything.py has no value for {asked} ({kind}): add one to OF_ACTION or BY_NAME")


def unthought_of(world: World) -> Iterator[str]:
    """Actions for whose parameters nobody has a value."""
    for name, does in actions().items():
        try:
            given(name, does, world)
        except Nothing:
            continue
        except LookupError as missing:
            yield str(missing)


def out_of_time(world: World) -> None:
    """Some of what is to come has come: clocks have something to do."""
    Clock = model_called("Clock")
    Clock.objects.filter(pk__in=list(Clock.objects.values_list("pk", flat=True))[::2]).update(outcome="missed", ended_at=timezone.now(), next_at=None)
    for model in ("Asking", "Promise", "Clock", "Suggestion", "PublicMatter"):
        found = model_called(model)
        numbers = list(found.objects.filter(next_at__isnull=False).values_list("pk", flat=True))
        found.objects.filter(pk__in=world.random.sample(numbers, len(numbers) // 2)).update(next_at=timezone.now() - timedelta(hours=1))
