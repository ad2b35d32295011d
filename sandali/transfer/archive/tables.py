"""Which tables an archive carries, and why the others stay here. A model that stands in neither list fails a test."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from django.apps import apps
from django.db.models import Field, Model

# Tables by their room, as Django names the models. Rows come in with their numbers and with every column.
CARRIED: Final[dict[str, str]] = {
    "company": "Company Department Person Membership RoleScope OpeningRange SpecialDay PastWeek",
    "account": "EmailAddress",
    "history": "Event Notice NoticeChoice NoticeSettings MutedGroup",
    "customers": """Tag TagChange Organisation Customer Customer_tags Identity CustomerNote CustomField FieldChoice FieldValue Wishes Consent Begun
        AgainstWish ContactRules LikelyPair DuplicateScan DuplicateRules Merging Organisation_tags Belonging OrganisationNote
        OrganisationJoining CustomerFile Segment""",
    "knowledge": "Entry Revision Use Verdict",
    "sales": """Pipeline PipelineStage LostReason Deal DealMove Product SalesNumber Quote QuoteLine Order OrderLine OrderStep Payment
        SalesRules""",
    "channels": "Channel Arrival ToldBytes MailCursor Delivery DeliveryPart HeardPart PausedAddress ApprovedText",
    "cases": """Skill Skill_people Case Case_tags Message Attachment Draft CaseRead Call SavedView Routing RoutingRule BlockedSender
        Regrouping Wait Follower Mention Handover Task ChecklistItem CaseLink Reminder CaseValue""",
    "resolution": """Asking AskingRules Cause CaseCause CauseLook Lesson Improvement Telling Told Remedy Allowance AuthorityRules Story
        Policy Situation Situation_policies Affected PolicyException Proposal LetterPrint LetterBand Promise PublicPlan PublicMatter
        PublicDeed ReachAssumptions Audience PriorityRise RecoveryStep Apology ApologyBand Carried Standard Clock Excuse ClockRules Offer
        Understanding CaseMood MoodMark""",
    "team": "Suggestion Voice SuggestionRules Carried",
    "transfer": "Import ImportBatch ImportLine SourceKey",
    "health": "Count CheckRules Look",
    "automation": "Macro Rule RuleRun Webhook",
}
SECRET: Final = "a secret, or worth nothing without one"
MACHINE: Final = "how this machine is at work at the moment"
MADE_AGAIN: Final = "reckoned again from what is carried"
LEFT_OUT: Final[dict[str, str]] = {
    "company.ApiToken": SECRET,
    "company.Invitation": SECRET,  # whoever was asked to join is asked again
    "company.Invitation_departments": SECRET,
    "company.KeptAnswer": "what programs with tokens were answered today",
    "history.PushSubscription": SECRET,
    "sessions.Session": SECRET,
    "usersessions.UserSession": SECRET,
    "mfa.Authenticator": SECRET,
    "account.EmailConfirmation": SECRET,
    "history.Job": MACHINE,
    "history.ScheduleMark": MACHINE,
    "history.WorkerMark": MACHINE,
    "history.Outgoing": "notices on their way out of this house, which sends them",
    "automation.WebhookDelivery": "what this house tells other programs, or told them",
    "cases.Looking": "who looks at what at the moment",
    "transfer.Archive": "the archives of this house; their files are not in each other",
    "cases.FigureDay": MADE_AGAIN,
    "cases.FigureMark": MADE_AGAIN,
    "customers.KeysOf": MADE_AGAIN,
    "customers.LikenessKey": MADE_AGAIN,
    "customers.KeysToCome": MADE_AGAIN,
    "auth.Permission": "Django's, not used",
    "auth.Group": "Django's, not used",
    "auth.Group_permissions": "Django's, not used",
    "contenttypes.ContentType": "made by “sandali migrate”",
}
# Columns that never leave: what they hold opens something. The value is what stands there in the new house.
EMPTIED: Final[dict[str, Any]] = {
    "company.Person.password": "!",  # no password opens it, see restoring.py
    "channels.Channel.secrets": "",
    "channels.Channel.hook_digest": None,
    "automation.Webhook.secret": "",
}
# Columns whose names sound like a secret and that hold none; a test looks at every such name.
HARMLESS: Final = frozenset(
    """transfer.Import.sha256 transfer.SourceKey.key cases.Attachment.sha256 customers.CustomerFile.sha256 cases.Message.remarks resolution.Telling.key
    resolution.Remedy.dedupe_key channels.Arrival.sha256 channels.Delivery.dedupe_key channels.Delivery.code sales.Product.code sales.Payment.key
    knowledge.Entry.keywords health.Count.check_code company.Person.letter_keys history.NoticeSettings.digest history.NoticeSettings.digest_at""".split()
)
# Columns that name a file of the content store by its sha256, alone or inside JSON.
FILES: Final = {
    "cases.Attachment": "sha256", "channels.Arrival": "sha256", "transfer.Import": "sha256", "customers.CustomerFile": "sha256", "cases.Draft": "files", "channels.Delivery": "payload",
}  # fmt: skip


def label_of(model: type[Model]) -> str:
    """How a table is called here and in the archive: "cases.Case"."""
    return str(model._meta.label)


def columns_of(model: type[Model]) -> list[Field]:
    """The columns that go in."""
    return [column for column in model._meta.concrete_fields if f"{label_of(model)}.{column.attname}" not in EMPTIED]


def carried() -> list[type[Model]]:
    """The models that are carried, each after those that it leads to, as far as that is possible (some lead to themselves)."""
    waiting = [apps.get_model(room, name) for room, names in CARRIED.items() for name in names.split()]
    placed: list[type[Model]] = []
    while waiting:
        free = [model for model in waiting if not leads_to(model, set(waiting) - {model})] or waiting[:1]
        placed += free
        waiting = [model for model in waiting if model not in free]
    return placed


def leads_to(model: type[Model], others: set[type[Model]]) -> set[Any]:
    """Those of `others` that the model has a foreign key to."""
    return {column.related_model for column in model._meta.concrete_fields} & others


def undeclared(models: Iterable[type[Model]]) -> list[str]:
    """Models that nobody thought about."""
    known = {label_of(model) for model in carried()} | set(LEFT_OUT)
    return sorted(label_of(model) for model in models if model._meta.managed and not model._meta.proxy and label_of(model) not in known)
# What does nothing in the new house until somebody gives it its secret again: column → what it is set to.
PAUSED: Final[dict[str, dict[str, Any]]] = {
    "channels.Channel": {"is_active": False}, "automation.Webhook": {"is_active": False},
    # A look that went on there goes on there: its job does not come along.
    "customers.DuplicateScan": {"running": None}, "health.Look": {"running": None},
}  # fmt: skip
