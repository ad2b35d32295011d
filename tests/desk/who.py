"""Every address of the program, who each belongs to, and real objects to ask each of them for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from sandali.automation.actions import add_webhook
from sandali.automation.models import Macro, Rule, RuleRun, WebhookDelivery
from sandali.cases.actions.checklist import remove_item
from sandali.cases.actions.saved_views import save_view
from sandali.cases.actions.together import count_repeat
from sandali.cases.models import (
    Attachment,
    BlockedSender,
    Call,
    Case,
    ChecklistItem,
    Regrouping,
    Reminder,
    RoutingRule,
    Skill,
    Task,
)
from sandali.channels.models import Arrival, ArrivalState
from sandali.company.actions import invite_person, make_api_token
from sandali.company.models import SpecialDay
from sandali.customers.actions import recognise
from sandali.customers.merging import merge_customers
from sandali.customers.models import CustomerNote, DuplicateScan, LikelyPair, Organisation, Tag
from sandali.exchange.rest.operations import OPERATIONS
from sandali.exchange.rest.program import SUBJECTS  # noqa: F401 - what is read here fills OPERATIONS
from sandali.history.models import Job
from sandali.kit.files import put
from sandali.knowledge.actions import write_entry
from sandali.resolution.models import Clock, Policy, Remedy, Situation, Standard, Story
from sandali.resolution.promises.actions import make_promise
from sandali.resolution.public.actions import mark_public
from sandali.resolution.public.plans import write_plan
from sandali.team.actions import suggest
from sandali.transfer.models import Archive, Import
from tests.attention import subscribed
from tests.cast import Cast, make_case
from tests.desk.customers.things import customer_things
from tests.desk.recovery.things import lesson_things, recovery_things
from tests.desk.sales.things import sales_things

POLICY_FILES = Path(__file__).parent / "policies"
# Pages of allauth, which guard themselves: open (for who is not signed in), own (signed in), and what they are for.
ALLAUTH = {
    "account_login": "open: signing in",
    "account_logout": "open: signing out",
    "account_inactive": "open: says that an account is closed",
    "account_reauthenticate": "own: the password once more",
    "account_change_password": "own",
    "account_reset_password": "open: asks for the link",
    "account_reset_password_done": "open: says that it may be on its way",
    "account_reset_password_from_key": "open: the link itself",
    "account_reset_password_from_key_done": "open: says that it is done",
    "mfa_index": "own",
    "mfa_authenticate": "open: the second step of signing in, nothing without the first",
    "mfa_reauthenticate": "own: the code once more",
    "mfa_activate_totp": "own",
    "mfa_deactivate_totp": "own",
    "mfa_view_recovery_codes": "own",
    "mfa_generate_recovery_codes": "own",
    "mfa_download_recovery_codes": "own",
    "mfa_list_webauthn": "own",
    "mfa_add_webauthn": "own",
    "mfa_reauthenticate_webauthn": "own",
    "mfa_remove_webauthn": "own",
    "mfa_edit_webauthn": "own",
    "mfa_login_webauthn": "open: signing in with a passkey",
    "usersessions_list": "own",
}
# Customers' pages: the signed link itself is the right; the help page is everybody's. What providers tell us comes by an
# address that nobody guesses and with a secret (tests/exchange/test_hooks.py).
# A form is everybody's as well (tests/portal/form); programs come with a token of theirs (tests/exchange/api).
# A chat's window is everybody's who may see the website; what is said in it is its visitor's, by a token (tests/portal/chat).
PORTAL = {
    "portal_link", "help", "help_article", "help_verdicts", "hook", "hook_with_secret", "chat_script", "chat_window", "chat_messages", "chat_presses",
    "chat_thread", "chat_typing", "chat_articles", "chat_seen", "chat_file", "chat_live",
    "web_form", "web_form_script", "api_messages", "api_message", "api_replies", "api_receipts", "api_file",
    # What acts as one of us comes with a token of theirs, whose scope and rights each operation asks for (tests/exchange/rest).
    "rest_openapi", "rest_nowhere", *(f"rest_{name}" for name in OPERATIONS),
}  # fmt: skip
# allauth has these at the same addresses as our own pages, which come first and answer.
SHADOWED = {"account_signup", "account_email", "account_set_password", "account_confirm_login_code",
            "account_email_verification_sent", "account_confirm_email"}  # fmt: skip


@dataclass(frozen=True)
class Address:
    """One URL pattern: its name, the view, and the names of its arguments."""

    name: str
    view: Any
    words: frozenset[str]

    @property
    def policy(self) -> Any:
        """What the view declares; None for a view that forgot."""
        return getattr(self.view, "policy", None)


def walk(patterns: list[Any], words: frozenset[str] = frozenset()) -> Iterator[Address]:
    """Every address below these patterns."""
    for pattern in patterns:
        inner = words | set(pattern.pattern.converters) | set(pattern.pattern.regex.groupindex)
        if isinstance(pattern, URLResolver):
            yield from walk(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern):
            yield Address(pattern.name or f"a nameless address {pattern.pattern}", pattern.callback, inner)


def all_addresses() -> list[Address]:
    """Every address of the program."""
    return list(walk(get_resolver().url_patterns))


def our_addresses() -> list[Address]:
    """Those whose views are ours and declare who may enter, or should."""
    return [
        address
        for address in all_addresses()
        if address.policy is not None or not (address.name in ALLAUTH or address.name in PORTAL or address.view.__module__.startswith("allauth."))
    ]


def declared() -> dict[str, dict[str, str]]:
    """All policies of tests/desk/policies/*.py as one table. A name in two files is an error."""
    table: dict[str, dict[str, str]] = {}
    for file in sorted(POLICY_FILES.glob("[a-z]*.py")):
        for name, policy in import_module(f"tests.desk.policies.{file.stem}").POLICIES.items():
            assert name not in table, f"{name} has a line in two files"
            table[name] = policy
    return table


@dataclass
class Things:
    """One real object of each kind. `near` and `far`: a case of the support department and one of the private department."""

    near: Case
    far: Case
    numbers: dict[str, int] = field(default_factory=dict)

    def words_for(self, address: Address, case: Case) -> dict[str, Any]:
        """The arguments of an address. Raises LookupError with a sentence for one that nobody made an object for."""
        return {word: self.value(address.name, word, case) for word in address.words}

    def value(self, name: str, word: str, case: Case) -> Any:
        """The value of one argument of the address called `name`."""
        of_case = {"message": f"message of {case.pk}", "token": "not-a-token", "key": "not-a-key"}
        if word == "number" and name.startswith(("case", "message_")):
            return case.pk
        if word == "number" and name.startswith("file"):
            return self.numbers[f"file of {case.pk}"]
        if word == "number" and name.startswith("identity"):
            return self.numbers["customer"]  # an address is taken away from its customer
        if word == "number":
            # The number is that of what an address begins with: of a cause in "cause_telling", of the letter in "…_letter".
            owner = next((prefix for prefix in sorted(self.numbers, key=lambda one: (not name.startswith(one), -len(one))) if prefix in name), None)
            if owner is not None:
                return self.numbers[owner]
        if word == "message":
            return self.numbers[of_case["message"]]
        if word in ("token", "key"):
            return of_case[word]
        if f"{word} of {case.pk}" in self.numbers:
            return self.numbers[f"{word} of {case.pk}"]
        if word in self.numbers:
            return self.numbers[word]
        raise LookupError(f"tests/desk/who.py has no object for the argument {word!r} of the address {name!r}: add one to `things`.")


def things(cast: Cast) -> Things:
    """Make one of everything."""
    near, far = make_case(cast), make_case(cast, department=cast.accounting)
    made = Things(near, far)
    sha256, size = put(b"hello"), 5
    tag = Tag.objects.create(name="fragile", folded="fragile")
    for case in (near, far):
        message = case.messages.get()
        made.numbers[f"message of {case.pk}"] = message.pk
        file = Attachment.objects.create(message=message, name="hello.txt", content_type="text/plain", size=size, sha256=sha256)
        made.numbers[f"file of {case.pk}"] = file.pk
        case.tags.add(tag)
        mark_public(case, by=cast.admin, where="network")
        task = Task.objects.create(case=case, title="!", department=case.department, answer="!", by=cast.admin)
        item, gone = (ChecklistItem.objects.create(case=case, text=text) for text in ("!", "?"))
        removal = remove_item(gone, by=cast.admin)
        made.numbers |= {f"task of {case.pk}": task.pk, f"item of {case.pk}": item.pk, f"other of {case.pk}": case.pk}
        promised = make_promise(case, "!", timezone.now() + timedelta(days=1), by=cast.admin)
        made.numbers[f"promise of {case.pk}"] = promised.pk
        reminder = Reminder.objects.create(case=case, person=cast.sara, at=timezone.now() + timedelta(days=1))
        made.numbers[f"reminder of {case.pk}"] = reminder.pk
        made.numbers[f"counted of {case.pk}"] = count_repeat(case, by=cast.admin).pk
        made.numbers[f"removed of {case.pk}"] = removal.pk if removal is not None else 0
        standard = Standard.objects.order_by("pk").first()
        clock = Clock.objects.create(case=case, target="first", standard=standard, minutes=60, began_at=timezone.now(), due_at=timezone.now())
        made.numbers |= {f"clock of {case.pk}": clock.pk, "settings_standard": standard.pk}
        remedy = Remedy.objects.create(case=case, customer=case.customer, kind="refund", amount=1, currency="IRR", by=cast.sara, state="asked", dedupe_key=f"k{case.pk}")
        made.numbers[f"remedy of {case.pk}"] = remedy.pk
        Story.objects.create(remedy=remedy, title="!", text="!", by=cast.sara)
        made.numbers |= recovery_things(case, cast)
        moved = Regrouping.objects.create(way="merge", source=case, target=case, by=cast.admin)
        made.numbers[f"regrouping of {case.pk}"] = moved.pk
    cast.mina.tags.add(tag)
    organisation = Organisation.objects.create(name="آوین")
    invitation, _token = invite_person("new@example.ir", by=cast.admin)
    arrival = Arrival.objects.create(channel=cast.channel, sha256=sha256, size=size, state=ArrivalState.QUARANTINED, error="?")
    note = CustomerNote.objects.create(customer=cast.mina, by=cast.sara, text="!")
    day = SpecialDay.objects.create(day=timezone.localdate() + timedelta(days=9), name="!")
    rule = Rule.objects.create(name="!", trigger="wrote", acts={"tag": "!"}, owner=cast.admin)
    run = RuleRun.objects.create(rule=rule, case=near, outcome="done", event_number=1)
    job = Job.objects.create(task="nothing", state="parked", run_after=timezone.now())
    fact = write_entry(by=cast.sara, kind="fact", title="!", text="!", language="fa")
    twin = recognise("phone", "+989121110000", name="!!")
    merged = merge_customers(twin, cast.mina, by=cast.admin)
    pair = LikelyPair.objects.create(one=cast.mina, other=cast.kaveh, percent=60)
    made.numbers |= {
        "merging": merged.pk, "merging_undoing": cast.mina.pk, "pair": pair.pk, "scan": DuplicateScan.objects.create(by=cast.admin).pk,
        "settings_public_plan": write_plan(by=cast.admin, name="!", steps="!").pk,
        "settings_routing_rule": RoutingRule.objects.create(name="!", sender="@example.com", kind="question").pk,
        "settings_routing_skill": Skill.objects.create(name="!").pk, "settings_routing_department": cast.support.pk,
        "settings_rule": rule.pk, "run": run.pk, "macro": Macro.objects.create(name="!", acts={"tag": "!"}, owner=cast.admin, for_everybody=True).pk,
        "knowledge": fact.pk, "revision": fact.revisions.get().pk,
        "suggestion": suggest("!", by=cast.sara).pk, "customer": cast.mina.pk, "identity": cast.mina.identities.filter(kind="email").get().pk, "note": note.pk, "tag": tag.pk, "organisation": organisation.pk,
        "settings_person": cast.reza.pk, "person": cast.reza.pk, "settings_invitation": invitation.pk, "settings_department": cast.support.pk,
        "settings_channel": cast.counter.pk, "settings_special_day": day.pk, "settings_quarantine": arrival.pk, "settings_blocked": BlockedSender.objects.create(value="rude@example.net", by=cast.admin).pk, "job": job.pk,
        "policy": Policy.objects.create(name="!").pk, "settings_situation": Situation.objects.create(name="!", affects={"city": "!"}, by=cast.admin).pk,
        "call_putting_away": Call.objects.create(channel=cast.counter, call_id="!").pk, "browser": subscribed(cast.sara).pk, "report_export": 1, "sale_export": 1, "segment_export": 1,
        **lesson_things(near, cast), **customer_things(cast), **sales_things(cast), **programs_of(cast),
        "settings_import": Import.objects.create(by=cast.admin, name="!", sha256=sha256, size=size, plan=[""], shape={"format": "csv", "encoding": "utf-8-sig", "separator": ",", "headings": 0}).pk,
        "settings_archive": Archive.objects.create(by=cast.admin, file="!.zip").pk,
        "saved_view": save_view("!", {}, by=cast.sara).pk, "bulk_undoing": 1, "saved_view_undoing": 1,
        "report_record": 1, "customer_details_undoing": 1, "code": "no_name",
    }  # fmt: skip
    return made


def programs_of(cast: Cast) -> dict[str, int]:
    """A token of Sara's, and a webhook with a delivery."""
    token, _shown = make_api_token(cast.sara, name="!", scopes=["cases:read"], days=9)
    webhook, _secret = add_webhook(by=cast.admin, name="!", url="https://example.com/")
    sent = WebhookDelivery.objects.create(webhook=webhook, kind="trial", number="!", body="{}")
    return {"token": token.pk, "settings_webhook": webhook.pk, "delivery": sent.pk}


def address_of(address: Address, words: dict[str, Any]) -> str:
    """The path."""
    return reverse(address.name, kwargs=words)
