"""How a case looks beside another one, and a message among those to choose from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from sandali.cases.actions.adding import PREVIEW, preview_of
from sandali.cases.models import Case, Direction, Message, State
from sandali.cases.regrouping import COPY, last_said
from sandali.cases.speaking import was_brought, who_of_ours
from sandali.desk.cases.head import number_of


@dataclass(frozen=True, slots=True)
class Line:
    """A message in one line. `who` says it, `said` is how it begins."""

    pk: int
    who: str
    said: str
    at: datetime
    icon: str
    files: int


@dataclass(frozen=True, slots=True)
class Side:
    """A case as it stands in a comparison."""

    pk: int
    number: str
    subject: str
    customer: str
    customer_id: int
    state: str
    owner: str
    department: str
    messages: int
    lines: list[Line]


ICONS = {Direction.IN: "mail", Direction.OUT: "send", Direction.NOTE: "note", Direction.VISIT: "armchair", Direction.CALL: "phone", Direction.FORWARD: "mail-forward", Direction.THIRD: "mail-question"}


def line(message: Message, case: Case) -> Line:
    """A message in one line."""
    if message.author is not None or was_brought(message):
        who = who_of_ours(message)
    else:
        who = message.from_name or message.from_value or str(message.customer or case.customer)
    said = beginning(preview_of(message.text or message.quoted)) or (_("Files") if message.file_count else _("Without words"))
    icon = "copy" if message.automatic == COPY else ICONS[Direction(message.direction)]
    return Line(message.pk, who, said, message.at, icon, message.file_count)


def beginning(preview: str) -> str:
    """A preview that fills its room ends with a whole word and a sign that more follows."""
    return preview if len(preview) < PREVIEW else preview.rsplit(" ", 1)[0].rstrip(".,;:،؛ ") + "…"


def side(case: Case) -> Side:
    """A case with its last lines."""
    return Side(
        case.pk, number_of(case), case.subject, str(case.customer), case.customer_id, str(State(case.state).label),
        case.assignee.name if case.assignee else "", case.department.name if case.department else "", case.message_count,
        [line(message, case) for message in last_said(case)],
    )  # fmt: skip


def what_happens(source: Case, target: Case) -> list[str]:
    """What merging will do, sentence by sentence."""
    words: dict[str, Any] = {"source": number_of(source), "target": number_of(target)}
    said = [
        _("All messages, notes, files, tasks, links and followers of case %(source)s go to case %(target)s.") % words,
        _("What was given, asked, found out and understood there goes along too."),
        _("Case %(source)s leaves every list. Its address, and replies to mails sent from it, lead to case %(target)s.") % words,
        _("Answers go to the customer of case %(target)s.") % words,
    ]
    if source.assignee_id and not target.assignee_id and source.assignee:
        said.append(_("The owner becomes %(who)s.") % {"who": source.assignee.name})
    elif source.assignee_id not in (None, target.assignee_id) and target.assignee:
        said.append(_("The owner stays %(who)s.") % {"who": target.assignee.name})
    if source.department_id != target.department_id and target.department:
        said.append(_("The department stays %(name)s: whoever sees its cases reads all of it.") % {"name": target.department.name})
    return [*said, _("Nothing of the history is lost, and it can be undone.")]
