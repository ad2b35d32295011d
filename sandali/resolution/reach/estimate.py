"""How many people may hear of it: a sum of assumptions and of what we know, each part with its reason. Pure, and never a measurement."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext_lazy, ngettext

from sandali.kit.components.pieces import number

# What an assumption is called → where its number comes from.
SOURCES: Final = {
    "happy": gettext_lazy("A figure often quoted in writing on customer service: who is happy tells about eight others."),
    "unhappy": gettext_lazy("The same writing: who is unhappy tells about twenty-one others."),
    "networks": gettext_lazy("An estimate of how many a complaint reaches through the networks of friends and their friends."),
    "web": gettext_lazy("A saying of the retail trade: in the shop an unhappy customer tells six friends, on the web six thousand."),
}
HAPPY, UNHAPPY = "happy", "unhappy"


@dataclass(frozen=True, slots=True)
class Assumptions:
    """What the company assumes: people told by a happy and by an unhappy customer, reached through networks, and readers on the
    web; from `threshold` people on, a complaint's priority rises."""

    happy: int = 8
    unhappy: int = 21
    networks: int = 1293
    web: int = 6000
    threshold: int = 1000


@dataclass(frozen=True, slots=True)
class Part:
    """One summand: `code` says what it is ("happy", "unhappy", "networks", "web", "followers", "colleagues")."""

    code: str
    people: int

    @property
    def words(self) -> str:
        """The summand with its reason, a sentence."""
        counted = {"number": number(self.people)}
        match self.code:
            case "happy":
                return ngettext("%(number)s person in person, because they are happy", "%(number)s people in person, because they are happy", self.people) % counted
            case "unhappy":
                return ngettext("%(number)s person in person, because they are unhappy", "%(number)s people in person, because they are unhappy", self.people) % counted
            case "networks":
                return ngettext("%(number)s person through networks, because the matter is public", "%(number)s people through networks, because the matter is public", self.people) % counted
            case "web":
                return ngettext("%(number)s reader on the web, because it stands on a public page", "%(number)s readers on the web, because it stands on a public page", self.people) % counted
            case "followers":
                return ngettext("%(number)s follower, as a colleague wrote down", "%(number)s followers, as a colleague wrote down", self.people) % counted
        return ngettext("%(number)s other person of their organisation whom we know", "%(number)s other people of their organisation whom we know", self.people) % counted


@dataclass(frozen=True, slots=True)
class Estimate:
    """How many people may hear of it."""

    parts: tuple[Part, ...]

    @property
    def people(self) -> int:
        """The sum."""
        return sum(part.people for part in self.parts)

    @property
    def words(self) -> str:
        """The sum as an estimate."""
        return ngettext("about %(number)s person may hear of it", "about %(number)s people may hear of it", self.people) % {"number": number(self.people)}


def mood_of(kind: str, is_public: bool) -> str:
    """HAPPY for praise, UNHAPPY for a complaint and for what else was said in public; "" where nobody would tell anybody."""
    if kind == "praise":
        return HAPPY
    return UNHAPPY if kind == "complaint" or is_public else ""


def estimate(mood: str, assumed: Assumptions, *, public: str = "", followers: int | None = None, colleagues: int = 0) -> Estimate:
    """The estimate for a mood (HAPPY, UNHAPPY, "" for none: nobody hears of it).

    `public`: where it is said in public ("network", "site", "news"), "" when it is not. `followers`: how many follow them, None where
    nobody knows; then what networks reach is assumed, and only for what is public there. `colleagues`: others of their organisation."""
    if not mood:
        return Estimate(())
    parts = [Part(mood, assumed.happy if mood == HAPPY else assumed.unhappy)]
    if followers:
        parts.append(Part("followers", followers))
    elif public == "network":
        parts.append(Part("networks", assumed.networks))
    if public in ("site", "news"):
        parts.append(Part("web", assumed.web))
    if colleagues:
        parts.append(Part("colleagues", colleagues))
    return Estimate(tuple(part for part in parts if part.people))
