"""What is said in a case: read, answered, noted, told of visits and calls; and the files that go along."""

import hashlib
import uuid
from datetime import datetime, timedelta
from typing import Any, Literal

from django.conf import settings
from django.core import signing
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import File, Query, UploadedFile
from pydantic import Field

from sandali.cases.access import access_attachment, access_case, access_message
from sandali.cases.actions import record_contact, reply, withdraw_reply, write_note
from sandali.cases.actions.adding import StoredFile
from sandali.cases.contact import Outward
from sandali.cases.models import Case, Message, State
from sandali.cases.queries import thread
from sandali.channels.models import DeliveryState
from sandali.exchange.rest.downloads import download
from sandali.exchange.rest.operations import Subject
from sandali.exchange.rest.paging import Id, Page, Paged, Ref, Said, Shape, Truth, cursor_of, place_in
from sandali.exchange.rest.problems import Problem, not_there, wrong_field
from sandali.exchange.rest.shapes import Line, Moment, Named, Text, named
from sandali.kit import files
from sandali.kit.downloads import safe_name
from sandali.kit.text import clean
from sandali.resolution.confirmation.asking import answer_case

subject = Subject("messages")
SCOPE = "cases"
MOST_FILES = 20
SALT, HOLDS = "sandali.rest.file", timedelta(hours=24)


class FileShape(Shape):
    """A file of a message. It can be fetched once its bytes are here."""

    id: int
    name: str
    content_type: str
    size: int
    is_here: bool


class MessageShape(Shape):
    """One thing said. `delivery` is what became of an answer: queued, sending, sent, failed, unknown, cancelled."""

    id: int
    direction: Literal["in", "out", "note", "visit", "call", "fwd", "third"]
    at: datetime
    author: Named | None
    from_name: str
    from_value: str
    is_stranger: bool
    text: str
    quoted: str
    channel: Named | None
    delivery: str | None
    reason: str
    leaves_at: datetime | None
    automatic: str
    files: list[FileShape]


class KeptFile(Shape):
    """A file that was sent: `file` is named in the message that it goes with, within a day."""

    file: str
    name: str
    size: int


class AnswerSaid(Said):
    """An answer to the customer, in Markdown. `after` is how the case stands then: with "answered" they are asked whether it is settled.

    `seen` is the last message that its writer knew: when more was said since, it is a 409 and nothing leaves. `reason` says why,
    where it goes against a wish of the customer's."""

    text: Text
    after: Literal["waiting", "open", "answered"] = "waiting"
    files: list[str] = Field([], max_length=MOST_FILES)
    seen: Ref | None = None
    leaves_at: Moment | None = None
    holds: Truth = True
    reason: Line = ""


class CaseNoteSaid(Said):
    """A note for colleagues, in Markdown; `@name` tells somebody."""

    text: Text = Field(min_length=1)
    files: list[str] = Field([], max_length=MOST_FILES)


class ContactSaid(Said):
    """A visit or a call, told in words; `we_called` when the call was ours."""

    direction: Literal["visit", "call"]
    text: Text
    at: Moment | None = None
    files: list[str] = Field([], max_length=MOST_FILES)
    we_called: Truth = False
    reason: Line = ""


def shown(one: Message) -> dict[str, Any]:
    """A message as the thread gives it."""
    found = one.attachments.all() if one.file_count else ()
    return {
        "id": one.pk, **{name: getattr(one, name) for name in ("direction", "at", "from_name", "from_value", "is_stranger", "text", "quoted", "leaves_at", "automatic")},
        "author": named(one.author), "channel": named(one.channel), "delivery": one.delivery.state if one.delivery is not None else None,
        "reason": one.delivery.reason if one.delivery is not None and one.delivery.state == DeliveryState.FAILED else one.bounced,
        "files": [{**{name: getattr(file, name) for name in ("name", "content_type", "size")}, "id": file.pk, "is_here": bool(file.sha256)} for file in found],
    }  # fmt: skip


def message_shown(case: Case, number: int) -> dict[str, Any]:
    """One message that was just written. Raises Problem for one that was withdrawn meanwhile."""
    found = next((one for one in thread(case, since=number, below=number + 1, most=1)), None)
    if found is None:
        raise not_there()
    return shown(found)


def files_named(tokens: list[str], case: Case, person: Any) -> list[StoredFile]:
    """The files that were sent for this case by this person. Raises Problem."""
    found = []
    for token in tokens:
        try:
            number, owner, name, content_type, size, sha256 = signing.loads(token, salt=SALT, max_age=HOLDS)
        except (signing.BadSignature, ValueError) as wrong:
            raise wrong_field("files", _("A file is not known here any more. Please send it again.")) from wrong
        if (number, owner) != (case.pk, person.pk) or not files.exists(sha256):
            raise wrong_field("files", _("A file is not known here any more. Please send it again."))
        found.append(StoredFile(name, content_type, size, sha256))
    if sum(file.size for file in found) > settings.MAX_UPLOAD:
        raise files.TooLarge
    return found


def key_of(request: HttpRequest, case: Case) -> str:
    """The key under which an answer leaves once: of the Idempotency-Key, else of this request alone."""
    given = request.headers.get("Idempotency-Key", "") or uuid.uuid4().hex
    return f"{request.user.pk}:{case.pk}:rest:{hashlib.sha256(given.encode()).hexdigest()[:32]}"


@subject.reads("/cases/{number}/messages", "see_cases", Page[MessageShape], gettext_lazy("What was said in a case"), scope=SCOPE)
def list_messages(request: HttpRequest, number: Id, asked: Query[Paged]) -> dict[str, Any]:
    """The newest first."""
    below = place_in(asked.cursor, int)
    rows = thread(access_case(request.user, number), below=below[0] if below else None, most=asked.limit + 1)[::-1]
    here = rows[: asked.limit]
    return {"items": [shown(one) for one in here], "next": cursor_of(here[-1].pk) if len(rows) > asked.limit else None}


@subject.writes("POST", "/cases/{number}/replies", "answer_cases", MessageShape, gettext_lazy("Answer the customer"), scope=SCOPE, status=201)
def answer(request: HttpRequest, number: Id, said: AnswerSaid) -> dict[str, Any]:
    """It leaves after the undo window by the way on which the customer is, as at the desk."""
    case = access_case(request.user, number, to="answer")
    how: dict[str, Any] = {
        "by": request.user, "dedupe_key": key_of(request, case), "files": files_named(said.files, case, request.user), "seen": said.seen,
        "leaves_at": said.leaves_at, "holds": said.holds, "outward": Outward(reason=said.reason),
    }  # fmt: skip
    made = answer_case(case, said.text, **how) if said.after == State.ANSWERED else reply(case, said.text, state=said.after, **how)
    return message_shown(case, made.pk)


@subject.writes("POST", "/cases/{number}/notes", "note_cases", MessageShape, gettext_lazy("Write a note"), scope=SCOPE, status=201)
def note(request: HttpRequest, number: Id, said: CaseNoteSaid) -> dict[str, Any]:
    """For colleagues alone: it never leaves the house."""
    case = access_case(request.user, number, to="note")
    made = write_note(case, said.text, by=request.user, files=files_named(said.files, case, request.user))
    return message_shown(case, made.pk)


@subject.writes("POST", "/cases/{number}/contacts", "answer_cases", MessageShape, gettext_lazy("Write down a visit or a call"), scope=SCOPE, status=201)
def contact(request: HttpRequest, number: Id, said: ContactSaid) -> dict[str, Any]:
    """What was said where nothing was written."""
    case = access_case(request.user, number, to="answer")
    stored = files_named(said.files, case, request.user)
    made = record_contact(case, said.text, by=request.user, direction=said.direction, at=said.at, files=stored, we_called=said.we_called, reason=said.reason)
    return message_shown(case, made.pk)


@subject.writes("POST", "/cases/{number}/messages/{message}/withdrawal", "answer_cases", None, gettext_lazy("Take an answer back before it leaves"), scope=SCOPE, status=204)
def withdraw(request: HttpRequest, number: Id, message: Id) -> None:
    """It becomes its writer's draft again. 409 when it has left."""
    found = access_message(request.user, number, message, to="answer")
    if found.delivery is None or not withdraw_reply(found, by=request.user):
        raise Problem("too-late", _("It is too late: the answer has left already."), 409)


@subject.writes("POST", "/cases/{number}/files", "note_cases", KeptFile, gettext_lazy("Send a file for a message to come"), scope=SCOPE, status=201)
def send_file(request: HttpRequest, number: Id, file: File[UploadedFile]) -> dict[str, Any]:
    """As multipart/form-data. It is kept, and goes with the message that names it within a day."""
    case = access_case(request.user, number, to="note")
    sha256, size = files.put_stream(file, settings.MAX_UPLOAD)  # type: ignore[arg-type]
    name, content_type = safe_name(file.name or ""), clean(file.content_type or "")[:120]
    token = signing.dumps([case.pk, request.user.pk, name, content_type, size, sha256], salt=SALT)
    return {"file": token, "name": name, "size": size}


@subject.reads("/files/{number}", "see_cases", None, gettext_lazy("Fetch a file"), scope=SCOPE, files=True)
def get_file(request: HttpRequest, number: Id) -> HttpResponseBase:
    """Byte for byte, as a download."""
    found = access_attachment(request.user, number)
    if not found.sha256:
        raise not_there()
    return download(found.sha256, found.name, found.content_type)
