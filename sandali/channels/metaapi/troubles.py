"""What can be wrong with an account or a message at Meta, as a sentence for whoever set it up or wrote the answer.

Codes: https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes and
https://developers.facebook.com/docs/graph-api/guides/error-handling"""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sandali.channels import reaching
from sandali.channels.adapter import Refused, TryLater, Unclear
from sandali.channels.metaapi.graph import Answered
from sandali.kit.files import NoRoom
from sandali.kit.safe_http import ConnectionProblem
from sandali.kit.secrets import SecretUnreadable

TROUBLES: Final = (Answered, ConnectionProblem, SecretUnreadable, OSError, NoRoom)
CONNECTIONS: Final[dict[str, Promise]] = {
    **reaching.CONNECTIONS,
    "bad-url": gettext_lazy("The address of the provider's server is not one that may be asked."),
    "protocol": gettext_lazy("The server does not answer as Meta's should."),
}
NO_TOKEN: Final = gettext_lazy("No token is given for this channel yet.")
TOKEN: Final = gettext_lazy("Meta does not accept the access token: it is wrong, or its time is over. Make a permanent one for a system user.")
RIGHTS: Final = gettext_lazy("The access token may not do this. Look at its permissions and at the account that it belongs to.")
UNKNOWN_NUMBER: Final = gettext_lazy("Meta knows no such account, or the token may not see it. Look at the number of the account.")
SECRET: Final = gettext_lazy("Meta does not accept the app secret. Give the one of the app to which the token belongs.")
BUSY: Final = gettext_lazy("Meta asks us to slow down.")
PAYMENT: Final = gettext_lazy("Meta says that this account's payment is not in order.")
BLOCKED: Final = gettext_lazy("Meta has blocked this account, or restricted what it may send.")
NOT_REGISTERED: Final = gettext_lazy("This number is not registered for the Cloud API yet.")
WINDOW: Final = gettext_lazy("The time in which they can be answered here freely is over: it begins with each message of theirs.")
NOT_REACHED: Final = gettext_lazy("They cannot be reached here: they have no such account, a very old program, or take no messages from us.")
TOO_LARGE: Final = gettext_lazy("A file is too large for this channel.")
NOT_THIS_FILE: Final = gettext_lazy("Meta does not take a file of this kind.")
TEMPLATE: Final = gettext_lazy("Meta does not take this approved text as it is now: %(said)s")
TEMPORARY: Final = gettext_lazy("Meta has trouble just now.")
# Of the account: nothing can be sent by it until somebody acts.
ACCOUNT: Final[dict[int, Promise]] = {
    0: TOKEN, 190: TOKEN, 102: TOKEN, 3: RIGHTS, 10: RIGHTS, 200: RIGHTS, 131005: RIGHTS, 131042: PAYMENT, 131031: BLOCKED, 368: BLOCKED,
    130497: BLOCKED, 133010: NOT_REGISTERED, 131045: NOT_REGISTERED, 131064: BLOCKED,
}  # fmt: skip
LATER: Final[dict[int, Promise]] = {
    4: BUSY, 17: BUSY, 32: BUSY, 613: BUSY, 80006: BUSY, 80007: BUSY, 130429: BUSY, 131048: BUSY, 131056: BUSY, 133016: BUSY, 1: TEMPORARY,
    2: TEMPORARY, 131016: TEMPORARY, 131057: TEMPORARY, 133004: TEMPORARY,
}  # fmt: skip
REFUSALS: Final[dict[int, Promise]] = {
    131047: WINDOW, 131026: NOT_REACHED, 130472: NOT_REACHED, 131049: NOT_REACHED, 131050: NOT_REACHED, 131030: NOT_REACHED, 551: NOT_REACHED,
    131021: gettext_lazy("This is our own number."), 131052: NOT_THIS_FILE, 131053: NOT_THIS_FILE,
    131051: gettext_lazy("Meta does not take a message of this kind."),
}  # fmt: skip
TEMPLATES: Final = range(132000, 132999)
WINDOW_SUBCODES: Final = (2018278, 2534022)  # of Messenger's and Instagram's messages, under code 10


def sentence_of(problem: Exception) -> str:
    """An exception from Meta's servers, for whoever looks after the channel. Programming faults are raised again."""
    match problem:
        case Answered():
            return words_of(problem.code, problem.said, problem.status, problem.subcode)
        case ConnectionProblem():
            return str(CONNECTIONS.get(problem.code, CONNECTIONS["connection"]))
        case SecretUnreadable():
            return _("The stored token cannot be read with the key of this installation. Enter it again.")
        case NoRoom():
            return _("The disk is nearly full.")
        case OSError():
            return str(CONNECTIONS["connection"])
    raise problem


def words_of(code: int, said: str = "", status: int = 400, subcode: int = 0) -> str:
    """What a code means; Meta's own words where we know none better."""
    if subcode in WINDOW_SUBCODES:
        return str(WINDOW)
    if code in TEMPLATES:
        return str(TEMPLATE) % {"said": said or str(code)}
    if code == 100 and subcode == 33:
        return str(UNKNOWN_NUMBER)
    if code == 100 and "appsecret_proof" in said:
        return str(SECRET)
    known = REFUSALS.get(code) or (ACCOUNT.get(code) if code or status == 401 else None) or LATER.get(code)
    if known is None and (status == 429 or status >= 500):
        known = BUSY if status == 429 else TEMPORARY
    return str(known) if known is not None else said or _("The provider has trouble (%(code)s).") % {"code": code or status}


def code_of(problem: Exception) -> str:
    """Meta's code, or what kind of trouble there was on the way."""
    if isinstance(problem, Answered):
        return f"{problem.code or problem.status} {problem.said}"[:60]
    return problem.code if isinstance(problem, ConnectionProblem) else type(problem).__name__


def is_of_account(answer: Answered) -> bool:
    """Whether it speaks of the account rather than of one message."""
    if answer.subcode in WINDOW_SUBCODES:
        return False
    rights = 200 <= answer.code <= 299
    nameless = not answer.code and answer.status in (401, 403)
    return rights or nameless or (answer.code in ACCOUNT and bool(answer.code)) or (answer.code == 100 and (answer.subcode == 33 or "appsecret_proof" in answer.said))


def meaning_of(problem: Exception, *, done: tuple[str, ...] = (), may_have_left: bool = False) -> Refused | TryLater | Unclear:
    """What trouble means for a message, or a file. `done` are ids of parts that left before; `may_have_left`: what was asked for
    is not to be done twice, so that only what certainly was not done is tried again."""
    said, code = sentence_of(problem), code_of(problem)
    if isinstance(problem, Answered):
        if is_of_account(problem):
            return TryLater(said, code, channel_fault=True, done=done)
        if problem.code in LATER or problem.status == 429:
            return TryLater(said, code, done=done)
        if not problem.code and problem.status >= 500:
            return Unclear(said, code, done=done) if may_have_left else TryLater(said, code, done=done)
        return Refused(str(TOO_LARGE) if problem.status == 413 else said, code)
    if isinstance(problem, ConnectionProblem):
        if problem.code == "too-large":
            return Refused(said, code)
        if problem.left and may_have_left:
            return Unclear(said, code, done=done)
    return TryLater(said, code, channel_fault=True, done=done)


def later(problem: Exception) -> TryLater:
    """A no to a question is never final: it is asked again."""
    return TryLater(sentence_of(problem), code_of(problem))
