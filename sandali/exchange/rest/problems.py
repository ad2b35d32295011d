"""Why a request is not done, as RFC 9457 says it: a code for programs, a sentence for people, the fields that are to blame."""

from __future__ import annotations

import logging
from typing import Any, Final

from django.core.exceptions import ObjectDoesNotExist, RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import HttpError
from ninja.errors import ValidationError as WrongValues

from sandali.automation.macros.actions import DraftStands
from sandali.automation.rules.actions import EmptyRule
from sandali.automation.rules.doing import CannotDo
from sandali.cases.actions.answering import AgainstWishes, CannotAnswer, Meanwhile
from sandali.cases.actions.forwarding import CannotForward
from sandali.cases.actions.handling import CannotOwn
from sandali.cases.actions.handover import CannotHandOver
from sandali.cases.actions.regrouping import CannotRegroup
from sandali.cases.actions.timing import CannotRemind
from sandali.cases.actions.together import CannotName
from sandali.cases.copies import CannotCopy
from sandali.company.actions import Overtaken
from sandali.company.permissions import NotAllowed
from sandali.customers import filing, organising
from sandali.customers.actions import NameTaken, NotAnAddress, Taken
from sandali.kit.files import NoRoom, TooLarge
from sandali.knowledge.filling import UnknownPlaces
from sandali.resolution.promises.actions import CannotPromise
from sandali.resolution.recovery.actions import NoWords
from sandali.resolution.recovery.causes import CannotChange
from sandali.resolution.remedies.actions import CannotGive
from sandali.resolution.understanding.actions import CannotWrite
from sandali.sales.actions.common import NotSellable

log = logging.getLogger("sandali.exchange")
CONTENT_TYPE: Final = "application/problem+json"
MOST_ERRORS: Final = 50
# What the rooms below raise with a sentence for people.
SAID: Final = (
    CannotAnswer, CannotOwn, CannotRegroup, CannotRemind, CannotPromise, NotAnAddress, UnknownPlaces, NotSellable, CannotHandOver, CannotName, CannotForward, CannotCopy,
    CannotDo, organising.CannotDo, DraftStands, EmptyRule, CannotGive, CannotChange, NoWords, CannotWrite, filing.TooMany,
)


class Problem(Exception):
    """Why a request is not done. `code` is for programs, `words` for people in the language asked for; `more` are further members."""

    def __init__(
        self, code: str, words: str, status: int, *, errors: list[dict[str, str]] | None = None, headers: dict[str, str] | None = None, more: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(words)
        self.code, self.words, self.status, self.errors, self.headers, self.more = code, words, status, errors or [], headers or {}, more or {}


def refused(problem: Problem) -> HttpResponse:
    """The answer that says why not."""
    body = {"type": f"urn:sandali:problem:{problem.code}", "title": problem.words, "status": problem.status}
    more = {"errors": problem.errors[:MOST_ERRORS]} if problem.errors else {}
    return JsonResponse(
        body | more | problem.more, status=problem.status, content_type=CONTENT_TYPE, headers=problem.headers, json_dumps_params={"ensure_ascii": False}
    )


def wrong_field(name: str, words: str) -> Problem:
    """422 because of one field."""
    return Problem("fields", _("Some fields are not right."), 422, errors=[{"field": name, "message": words}])


def not_there() -> Problem:
    """404, for what there is not and for what the token's person may not see alike."""
    return Problem("not-there", _("There is no such thing, or not for this token's person."), 404)


def too_many(words: str, seconds: int) -> Problem:
    """429."""
    return Problem("too-many", words, 429, headers={"Retry-After": str(seconds)})


def busy() -> Problem:
    """503: the database had no turn for us."""
    return Problem("busy", _("We are very busy right now. Please try again in a moment."), 503, headers={"Retry-After": "2"})


def problem_of(error: Exception) -> Problem:
    """What the rooms below raise, as a problem."""
    match error:
        case Problem():
            return error
        case ObjectDoesNotExist():
            return not_there()
        case NotAllowed():
            return Problem("not-allowed", _("This token's person may see this, but not do that with it."), 403)
        case Overtaken():
            return Problem("overtaken", str(error), 409, more={"current": standing(error.current)})
        case Meanwhile():
            return Problem("meanwhile", str(error), 409, more={"current": {"messages": [message.pk for message in error.messages]}})
        case AgainstWishes():
            return Problem("against-wishes", str(error), 422, more={"wishes": list(error.what)})
        case Taken():
            return Problem("taken", str(error), 409, more={"current": {"id": error.customer.pk}})
        case NameTaken():
            return Problem("name-taken", str(error), 409, more={"current": {"id": error.organisation.pk}})
        case NoRoom():
            return Problem("no-room", _("We cannot save anything right now. Please try again in a few minutes."), 503, headers={"Retry-After": "300"})
        case TooLarge() | RequestDataTooBig() | TooManyFieldsSent() | TooManyFilesSent():
            return too_large()
        case OperationalError():
            return busy()
        case MultiPartParserError():
            return Problem("json", _("The form cannot be read."), 400)
    if isinstance(error, SAID):
        return Problem("refused", str(error), 422)
    if isinstance(error, ValueError):  # what a form at the desk would not offer; its words are for programmers
        log.warning("an API request was refused", exc_info=error)
        return Problem("refused", _("That cannot be done."), 422)
    return unforeseen(error)


def too_large() -> Problem:
    """413."""
    return Problem("too-large", _("This is too large."), 413)


def unforeseen(error: Exception) -> Problem:
    """500: written into the log, and nothing of it told."""
    log.error("an API request failed", exc_info=error)
    return Problem("broken", _("Something went wrong on our side. It is written down."), 500)


def standing(current: Any) -> dict[str, Any]:
    """How something stands now for whoever was overtaken: what it takes to try again. Where nothing stands, there is no version yet."""
    if current is None:
        return {"id": None, "version": 0}
    return {"id": current.pk, "version": getattr(current, "version", None)}


def wrong_values(error: WrongValues) -> Problem:
    """What pydantic found, field by field. Its own words are English; where we have a sentence of ours it is that."""
    errors = [{"field": field_of(one["loc"]), "message": words_for(one)} for one in error.errors]
    return Problem("fields", _("Some fields are not right."), 422, errors=errors)


def field_of(place: tuple[Any, ...]) -> str:
    """The field as the program knows it: in a body without the name that our function gives it."""
    known = place[2:] if place[0] in ("body", "form") else place[1:]
    return ".".join(str(part) for part in known) or str(place[0])


def words_for(one: dict[str, Any]) -> str:
    """A sentence about one wrong value, in the reader's language."""
    limits = one.get("ctx", {})
    match one["type"]:
        case "missing":
            return _("This is needed.")
        case "extra_forbidden":
            return _("This field is not known here.")
        case "string_too_long":
            return _("This is too long: at most %(most)s characters.") % {"most": limits.get("max_length", "")}
        case "string_too_short" | "too_short":
            return _("This is empty or too short.")
        case "too_long":
            return _("These are too many: at most %(most)s.") % {"most": limits.get("max_length", "")}
        case "literal_error" | "enum":
            return _("This must be one of: %(choices)s.") % {"choices": str(limits.get("expected", "")).replace("'", "")}
        case "value_error":
            return str(limits.get("error", ""))
        case kind if kind.startswith(("int_", "greater_than", "less_than")):
            return _("This must be a whole number within its bounds.")
        case kind if kind.startswith(("datetime", "timezone")):
            return _("This must be a moment with its zone, as ISO 8601 writes it.")
        case kind if kind.startswith("time_"):
            return _("This must be a time of day, as ISO 8601 writes it.")
        case kind if kind.startswith("date_"):
            return _("This must be a day of the Gregorian calendar, as ISO 8601 writes it.")
        case kind if kind.startswith("string_"):
            return _("This must be a text.")
        case kind if kind.startswith("bool_"):
            return _("This must be true or false.")
    return _("This is not of the kind that is expected here.")


def answer_problems(api: NinjaAPI) -> None:
    """Have everything that goes wrong inside ninja answered as a problem."""

    def of_ninja(_request: HttpRequest, error: HttpError) -> HttpResponse:
        words = _("The body is no JSON that we can read.") if error.status_code == 400 else _("That cannot be done.")
        return refused(Problem("json" if error.status_code == 400 else "refused", words, error.status_code))

    api.add_exception_handler(Exception, lambda _request, error: refused(problem_of(error)))
    api.add_exception_handler(WrongValues, lambda _request, error: refused(wrong_values(error)))
    api.add_exception_handler(HttpError, of_ninja)
