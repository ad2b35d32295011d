"""What can be wrong with a bot, as a sentence for whoever set it up or wrote the answer."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sandali.channels import reaching
from sandali.channels.adapter import Refused, TryLater
from sandali.channels.botapi.api import Answered
from sandali.kit.files import NoRoom
from sandali.kit.safe_http import ConnectionProblem
from sandali.kit.secrets import SecretUnreadable

TROUBLES: Final = (Answered, ConnectionProblem, SecretUnreadable, OSError, NoRoom)
CONNECTIONS: Final[dict[str, Promise]] = {
    **reaching.CONNECTIONS,
    "bad-url": gettext_lazy("The address of the bot server is not one that may be asked."),
    "protocol": gettext_lazy("The server does not answer as a bot's server should."),
}
NO_TOKEN: Final = gettext_lazy("No token is given for this channel yet.")
WRONG_TOKEN: Final = gettext_lazy("The bot's token is not accepted. Give the one that the provider shows for this bot.")
# Pieces of what servers say when they refuse a message for good, in lower case, and what it means. The first that fits counts.
# Words: https://github.com/TelegramBotAPI/errors; they are not promised, so that 403 without known words is a refusal too.
REFUSALS: Final[tuple[tuple[str, Promise], ...]] = (
    ("blocked by the user", gettext_lazy("The customer has blocked the bot.")),
    ("user is deactivated", gettext_lazy("The customer's account does not exist any more.")),
    ("can't initiate conversation", gettext_lazy("The customer has not written to the bot yet, so it may not write first.")),
    ("can't send messages to bots", gettext_lazy("This is a bot, and bots do not read bots.")),
    ("was kicked", gettext_lazy("The bot was removed from this group.")),
    ("not a member", gettext_lazy("The bot is no longer in this group.")),
    ("chat not found", gettext_lazy("The bot does not know this conversation: the customer must write to it first.")),
    ("user not found", gettext_lazy("The bot does not know this customer.")),
    ("upgraded to a supergroup", gettext_lazy("This group has a new number. Answer below something new that was written there.")),
    ("file is too big", gettext_lazy("A file is too large for this channel.")),
    ("entity too large", gettext_lazy("A file is too large for this channel.")),
    ("message is too long", gettext_lazy("The text is too long for this channel.")),
)


def sentence_of(problem: Exception) -> str:
    """An exception from a bot's server, for whoever looks after the channel. Programming faults are raised again."""
    match problem:
        case Answered() if is_wrong_token(problem):
            return str(WRONG_TOKEN)
        case Answered(code=409):
            return _("Somebody else asks for this bot's messages: another program, or a hook that is still set.")
        case Answered(code=429):
            return _("The provider asks us to slow down.")
        case Answered():
            return problem.said or _("The provider has trouble (%(code)s).") % {"code": problem.code}
        case ConnectionProblem():
            return str(CONNECTIONS.get(problem.code, CONNECTIONS["connection"]))
        case SecretUnreadable():
            return _("The stored token cannot be read with the key of this installation. Enter it again.")
        case NoRoom():
            return _("The disk is nearly full.")
        case OSError():
            return str(CONNECTIONS["connection"])
    raise problem


def is_wrong_token(answer: Answered) -> bool:
    """401 for a token that was taken back; 404 for what never was one, where the server names no other thing that it misses."""
    return answer.code == 401 or (answer.code == 404 and answer.said.lower() in ("", "not found"))


def meaning_of(problem: Exception, *, done: tuple[str, ...] = ()) -> Refused | TryLater:
    """What an exception while sending or fetching means for the message. `done` are ids of parts that left before."""
    if not isinstance(problem, Answered):
        too_large = isinstance(problem, ConnectionProblem) and problem.code == "too-large"
        if too_large:
            return Refused(sentence_of(problem), "too-large")
        return TryLater(sentence_of(problem), type(problem).__name__, channel_fault=True, done=done)
    code = f"{problem.code} {problem.said}"[:60]
    if is_wrong_token(problem):
        return TryLater(sentence_of(problem), code, channel_fault=True, done=done)
    said = problem.said.lower()
    for words, meaning in REFUSALS:
        if words in said:
            return Refused(str(meaning), code)
    if problem.code == 413:
        return Refused(_("A file is too large for this channel."), code)
    if 400 <= problem.code < 500 and problem.code not in (408, 409, 420, 429):
        return Refused(problem.said or _("The provider refused the message."), code)
    return TryLater(sentence_of(problem), code, problem.retry_after, done=done)
