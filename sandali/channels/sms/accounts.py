"""Whose account a channel uses, what a provider can say, and the face that each of them has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, Protocol

from django.utils.functional import Promise

from sandali.channels.adapter import Reached
from sandali.kit.safe_http import Proxy

Meaning = Literal["refused", "later", "account", "unclear"]


class No(Exception):
    """A provider's no. `meaning`: "refused" (this message, for good), "later", "account" (nothing can be sent by this account now:
    key, credit, line), "unclear" (it may have the message). `said` is a sentence of ours, `code` the provider's answer, `done` the ids
    of the parts that it took before."""

    def __init__(self, meaning: Meaning, said: str, code: str = "", after: int = 0, *, done: tuple[str, ...] = ()) -> None:
        super().__init__(f"{meaning} {code}")
        self.meaning, self.said, self.code, self.after, self.done = meaning, said, code, after, done


@dataclass(frozen=True, slots=True)
class Account:
    """An account with a provider, ready to be used. `line` is the number that sends."""

    provider: Provider
    server: str
    line: str
    key: str
    settings: Mapping[str, Any]
    username: str = ""
    proxy: Proxy | None = None

    def __repr__(self) -> str:
        return f"Account({self.provider.name}, {self.line})"  # a key never reaches a log


@dataclass(frozen=True, slots=True)
class Heard:
    """What somebody wrote to our line. `sender` as the provider says it; `at` None where it does not say when.

    `mended` counts the parts of a text of which some were told before: it takes the place of that."""

    id: str
    sender: str
    text: str
    at: datetime | None = None
    mended: int = 0


@dataclass(frozen=True, slots=True)
class Report:
    """How far a message of ours got; `reached` "" while nothing is known. `reference` is our own word, where it came back."""

    id: str
    reached: Reached | Literal[""]
    reason: str = ""
    reference: str = ""


Said = dict[str, Any]


class Provider(Protocol):
    """One provider. What it says is kept as it is (`Said`); `heard` and `report` read that, and are pure.

    `knows_references`: a message can be looked up by our own reference, so that "none by this" is proof. `ways`: "hook", "poll".
    """

    name: str
    label: Promise
    server: str
    ways: tuple[str, ...]
    knows_references: bool

    def plain(self, said: Said, settings: Mapping[str, Any]) -> Said:
        """What a hook told, under the names that `heard` and `report` read: settings say them for who can be any provider."""
        return said

    def send(self, account: Account, *, to: str, text: str, reference: str) -> str:
        """Hand one message over; returns its id there. `to` is E.164. Raises No, kit.safe_http.ConnectionProblem."""

    def hand_over(self, account: Account, *, to: str, text: str, reference: str, key: str, left: Mapping[int, str]) -> tuple[str, ...]:
        """Hand over all of a message; returns the ids of its parts. By most providers it is one.

        `left` are the ids of parts that left before, by their number; `key` names the message, the same whenever it is sent."""
        number = self.send(account, to=to, text=text, reference=reference)
        return (number,) if number else ()

    def mark(self, account: Account, *, to: str, text: str, reference: str, part: int) -> tuple[str, int]:
        """(our word for a part that comes back with what is told of it, how many parts there are). ("", 1) where none comes back."""
        return "", 1

    def look_up(self, account: Account, *, to: str, text: str, reference: str, since: datetime) -> list[str]:
        """Ids of messages there that may be this one. Raises No, ConnectionProblem."""

    def ask_reports(self, account: Account, ids: tuple[str, ...]) -> list[Said]:
        """What it says of these messages, each for `report`. Raises No, ConnectionProblem."""

    def fetch(self, account: Account, after: int) -> tuple[list[Said], int]:
        """What came to our line since the cursor, each for `heard`, and the new cursor. Raises No, ConnectionProblem."""

    def credit(self, account: Account) -> str:
        """Ask for the account; returns a sentence about it. Raises No, ConnectionProblem."""

    def is_final(self, number: str) -> bool:
        """Whether no report can be asked for by this id, as one that was found in a list of another kind."""
        return False

    def heard(self, said: Said) -> Heard | None:
        """A message to us; None when it is none."""

    def report(self, said: Said) -> Report | None:
        """A report about a message of ours; None when it is none."""
