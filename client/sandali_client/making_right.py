"""What comes after a complaint: the path of recovery, clocks, lessons and what is done about them, causes, and what everybody can read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sandali_client.shapes import Cause, Clock, Improvement, Lesson, Owed, PublicMatter, Step
from sandali_client.subjects import Subject, moment, without_none


class Recovery(Subject):
    """Steps are own, understand, apologise, put_right, cause, tell. `was` is the step's id as it was seen, 0 for none."""

    def steps(self, case: int) -> list[Step]:
        """Those that are done."""
        return self._call("GET", f"cases/{case}/recovery")

    def begin(self, case: int) -> Step:
        """Take a case that is no complaint onto the path."""
        return self._call("PUT", f"cases/{case}/recovery")

    def do(self, case: int, step: str, *, person: int | None = None, text: str | None = None, message: int | None = None, was: int | None = None) -> Step:
        """own names a person; understand and put_right are a text; apologise and tell name an answer of ours."""
        return self._call("PUT", f"cases/{case}/recovery/{step}", body=without_none(person=person, text=text, message=message, was=was))

    def take_back(self, case: int, step: str, *, was: int | None = None) -> None:
        self._call("DELETE", f"cases/{case}/recovery/{step}", query={"was": was})

    def clocks(self, case: int) -> list[Clock]:
        return self._call("GET", f"cases/{case}/clocks")

    def excuse(self, case: int, clock: int, reason: str) -> Clock:
        """Why a standard was not kept. The miss counts all the same."""
        return self._call("PUT", f"cases/{case}/clocks/{clock}/reason", body={"reason": reason})


class Lessons(Subject):
    def list(self, **asked: Any) -> Iterator[Lesson]:
        """Those of a box ("mine", "department", "all"); with state="open" those of which something is still being done."""
        return self._caller.pages("lessons", asked)

    def of_case(self, case: int) -> Lesson:
        return self._call("GET", f"cases/{case}/lesson")

    def improve(self, lesson: int, what: str, owner: int, due_at: datetime, *, key: str = "") -> Improvement:
        """Ask somebody to make something better."""
        return self._call("POST", f"lessons/{lesson}/improvements", body={"what": what, "owner": owner, "due_at": moment(due_at)}, key=key)

    def end(self, lesson: int, improvement: int, state: str, word: str, *, version: int | None = None) -> Improvement:
        """done or dropped, with a word of what came of it."""
        return self._call("PUT", f"lessons/{lesson}/improvements/{improvement}/end", body={"state": state, "word": word, **without_none(version=version)})

    def reopen(self, lesson: int, improvement: int, *, version: int | None = None) -> Improvement:
        return self._call("DELETE", f"lessons/{lesson}/improvements/{improvement}/end", query={"version": version})

    def cause(self, number: int) -> Cause:
        return self._call("GET", f"causes/{number}")

    def mend(self, cause: int, how: str, *, at: datetime | None = None, version: int | None = None) -> Cause:
        """A cause is mended; the letter to everybody who complained is written at the desk."""
        return self._call("PUT", f"causes/{cause}/mending", body={"how": how, **without_none(at=moment(at), version=version)})


class Public(Subject):
    def owed(self, what: str = "answered") -> Iterator[Owed]:
        """What is not yet answered where it was said, or not yet "thanked" for."""
        return self._caller.pages("public-matters", {"owed": what})

    def of_case(self, case: int) -> PublicMatter:
        return self._call("GET", f"cases/{case}/public")

    def mark(self, case: int, where: str, *, link: str = "", version: int | None = None) -> PublicMatter:
        """Everybody can read it: on a network, a site, in the news."""
        return self._call("PUT", f"cases/{case}/public", body={"where": where, "link": link, **without_none(version=version)})

    def answered(self, case: int, words: str, link: str) -> PublicMatter:
        """Write down the answer that stands where it was said."""
        return self._call("PUT", f"cases/{case}/public/answered", body={"words": words, "link": link})

    def mention(self, text: str, *, author: str = "", link: str = "", place: str = "network", network: str = "", key: str = "") -> Any:
        """What somebody said of us; returns {"case": its number}."""
        return self._call("POST", "mentions", body={"text": text, "author": author, "link": link, "place": place, "network": network}, key=key)
