"""How likely it is that two records are of one person: evidence with its weight in bits, and what it adds up to.

After I. P. Fellegi and A. B. Sunter, A theory for record linkage (1969): each comparison weighs log2(m/u), m being how often it
comes out so for one person and u how often by chance. That a rare name says more than a common one is W. E. Winkler's
frequency-based matching (2000): u is how many bear the name in the company's own base. The sum starts at the odds that any two
records are of one person, so that the same likeness says less among two hundred thousand customers than among two hundred. The
m's are estimates, checked by the campaign of docs/tried.md; no weight makes anything happen by itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import log2
from typing import Final

from sandali.customers.duplicates.names import Word, is_latin, is_near, is_titled, is_written_alike

# Codes of evidence; desk/duplicates/words.py says them to people.
SAME_NAME, ALIKE, OTHER_SCRIPT, JOINED, NEAR, INITIAL = "same_name", "alike", "other_script", "joined", "near", "initial"
TITLED, NEAR_SOUND = "titled", "near_sound"
SWAPPED, OTHER_NAME, PART, FAMILY = "swapped", "other_name", "part", "family"
SAME_PHONE, NEAR_PHONE, OTHER_PHONE, CROWDED_PHONE = "same_phone", "near_phone", "other_phone", "crowded_phone"
SAME_MAIL, SAME_HANDLE, MAIL_SAYS = "same_mail", "same_handle", "mail_says"
SAME_FACT, NEAR_FACT, OTHER_FACT = "same_", "near_", "other_"  # and the kind of fact after it

# What a comparison of names takes off the rarity of the word, in bits: log2(m) of its outcome, and what it confuses besides.
TAKES: Final = {SAME_NAME: 0.4, JOINED: 1.0, TITLED: 1.0, OTHER_SCRIPT: 1.5, ALIKE: 2.5, NEAR: 4.5, NEAR_SOUND: 5.0}
ONE_IN: Final = 1500  # so many bear a name of which the base knows nothing yet
BASE: Final = 1000  # a base of less tells little about how common names are
FEWEST: Final = 300
EACH_TENTH: Final = log2(10)  # every tenth customer has a second record: the odds before anything is compared
MOST_BITS, MOST_OF_A_NAME = 24.0, 16.0
CONFLICT, MORE_CONFLICT, TWO_NAMES, MISSING = -6.5, -2.0, -4.0, -0.7
FAMILY_SAYS, SURNAME_SAYS, FURTHER = 2.0, 4.0, 0.2
COMMON: Final = 5  # as many bear each of two names that are a letter apart: they are two names (محمد and محمود), and no slip
CROWD: Final = 4  # a number of more customers is a switchboard's, or a shop's
SHORT: Final = 3
NEAR_NUMBER: Final = 10.0  # hardly two of a hundred million numbers are a digit apart, but families and offices buy them so
LONG_HANDLE: Final = 10  # a name of so many letters and digits is hardly chosen twice


@dataclass(frozen=True, slots=True)
class Features:
    """What is compared of a record. `claims` are words that only an address says (sara.karimi@…), for who has no name."""

    number: int
    words: tuple[Word, ...] = ()
    claims: tuple[Word, ...] = ()
    phones: frozenset[str] = frozenset()
    mails: frozenset[str] = frozenset()
    handles: frozenset[str] = frozenset()
    facts: tuple[tuple[str, str], ...] = ()  # (kind, folded value)
    sounds: frozenset[str] = frozenset()  # of the words


@dataclass(frozen=True, slots=True)
class FactWeight:
    """What it weighs that two records agree on a fact, nearly do, or do not."""

    same: float
    near: float
    other: float


# Where the base knows how many share a fact, it weighs its rarity, up to so much: few live in Ghom, a third in Tehran.
RARE_FACTS: Final = {"city": 4.5, "organisation": 7.0}
FACTS: Final[Mapping[str, FactWeight]] = {"city": FactWeight(2, 1.5, -1.5), "organisation": FactWeight(3, 2, -0.5), "job": FactWeight(1, 0.5, 0)}


@dataclass(frozen=True, slots=True)
class Base:
    """How many customers there are, and how many share a word, number or handle: key (blocking.py) → how many."""

    size: int
    counts: Mapping[str, int] = field(default_factory=dict)

    def rarity(self, key: str, one_in: float = ONE_IN) -> float:
        """Bits that agreeing on something says: little for what many share."""
        share = (self.counts.get(key, 1) + BASE / one_in) / (self.size + BASE)
        return -log2(min(share, 1.0))

    @property
    def before(self) -> float:
        """The odds in bits that two records of the base are of one person, before anything of them is known."""
        return -(log2(max(self.size, FEWEST)) + EACH_TENTH)


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing that speaks for (or, below zero, against) two records being of one person, by its code, with what stands in each."""

    code: str
    bits: float
    one: str = ""
    other: str = ""


@dataclass(frozen=True, slots=True)
class Likeness:
    """What was found, the weightiest first; `percent` is how sure it is, 1 to 99."""

    bits: float
    evidence: tuple[Evidence, ...]

    @property
    def percent(self) -> int:
        """Of a hundred such pairs so many are of one person, if the pieces of evidence had nothing to do with each other."""
        return percent_of(self.bits)


def percent_of(bits: float) -> int:
    """Odds in bits as percent, never certain either way."""
    return max(1, min(99, round(100 / (1 + 2 ** -max(-20.0, min(20.0, bits))))))


def likeness(one: Features, other: Features, base: Base, *, facts: Mapping[str, FactWeight] = FACTS) -> Likeness:
    """Compare two records. The order of the two says nothing but in the evidence's columns."""
    names = list(name_evidence(one, other, base))
    rest = [*phone_evidence(one, other, base), *mail_evidence(one, other, base), *fact_evidence(one, other, base, facts)]
    if any(each.bits > 1 for each in rest):
        names = as_family(names)
    if any(each.code == OTHER_NAME for each in names):
        names = as_one_name(names)
    found = sorted((*names, *rest), key=lambda each: -abs(each.bits))
    return Likeness(base.before + sum(each.bits for each in found), tuple(found))


def is_hopeless(one: Features, other: Features) -> bool:
    """Whether two records have no address in common, and each has a name that the other does not: seen at once, ninety times of a hundred."""
    if not one.words or not other.words or not one.phones.isdisjoint(other.phones) or not one.mails.isdisjoint(other.mails):
        return False
    if len(one.words) != len(other.words) or not one.handles.isdisjoint(other.handles):
        return False
    left = [word for word in one.words if word.sound not in other.sounds]
    right = [word for word in other.words if word.sound not in one.sounds]
    return bool(left and right) and not any(fits(mine, theirs) for mine in left for theirs in right)


def as_family(names: list[Evidence]) -> list[Evidence]:
    """People of one household share a family name with their number and their town: it says no more than that they are one.

    So where their other names differ, and nearly so where one of them is not known by another name at all."""
    codes, agreeing = {each.code for each in names}, [each for each in names if each.bits > 0]
    most = FAMILY_SAYS if OTHER_NAME in codes else SURNAME_SAYS if PART in codes and len(agreeing) == 1 else MOST_BITS
    return [Evidence(FAMILY, most, each.one, each.other) if each.bits > most else each for each in names]


def as_one_name(names: list[Evidence]) -> list[Evidence]:
    """Whose given names differ and whose family name is of several words has one thing in common, not several."""
    most = max((each.bits for each in names), default=0.0)
    rest = iter([True])
    return [
        Evidence(each.code, each.bits * FURTHER, each.one, each.other) if each.bits > 0 and not (each.bits == most and next(rest, False)) else each
        for each in names
    ]


# --- Names -------------------------------------------------------------------------------------------------------------
def name_evidence(one: Features, other: Features, base: Base) -> Iterable[Evidence]:
    """The words of two names, each with the one it fits best, in whatever order they stand."""
    if not one.words or not other.words:
        yield from claimed_evidence(one, other, base)
        return
    left, right = list(enumerate(one.words)), list(enumerate(other.words))
    fit = {(a, b): code for a, mine in left for b, theirs in right if (code := fits(mine, theirs))}
    places: list[tuple[int, int]] = []
    for code in (SAME_NAME, JOINED, TITLED, OTHER_SCRIPT, ALIKE, NEAR, NEAR_SOUND, INITIAL):
        if code == JOINED:
            yield from joined(left, right, base)
            continue
        for a in list(left) if code in fit.values() else ():
            b = next((each for each in right if fit.get((a[0], each[0])) == code), None)
            if b is not None:
                left.remove(a)
                right.remove(b)
                places.append((a[0], b[0]))
                yield compared(a[1], b[1], code, base)
    if len(places) > 1 and [b for _a, b in sorted(places)] != sorted(b for _a, b in places):
        yield Evidence(SWAPPED, -0.5)
    for turn, ((_a, mine), (_b, theirs)) in enumerate(zip(left, right, strict=False)):
        yield Evidence(OTHER_NAME, MORE_CONFLICT if turn else CONFLICT, mine.text, theirs.text)
    for _place, word in (*left[len(right) :], *right[len(left) :]):
        yield Evidence(PART, MISSING, word.text)


def fits(one: Word, other: Word) -> str:
    """How two words of names fit each other, as a code; "" when they do not."""
    if one.text == other.text:
        return SAME_NAME
    across = is_latin(one.text) != is_latin(other.text)
    if one.sound == other.sound:
        if across:
            return OTHER_SCRIPT
        same_letters = not is_latin(one.text) and is_written_alike(one.text, other.text)
        if same_letters or is_near(one.text, other.text) or (is_latin(one.text) and len(one.sound) >= SHORT):
            return ALIKE
    if across:
        return NEAR_SOUND if min(len(one.sound), len(other.sound)) > SHORT and is_near(one.sound, other.sound) else ""
    if is_titled(one.text, other.text):
        return TITLED
    if len(one.text) + len(other.text) > 2 * SHORT and is_near(one.text, other.text):
        return NEAR
    return INITIAL if 1 in (len(one.text), len(other.text)) and one.text[0] == other.text[0] else ""


def compared(one: Word, other: Word, code: str, base: Base) -> Evidence:
    """What it says that two words fit so. Of a short skeleton in another script many names are possible."""
    if code == INITIAL:
        return Evidence(INITIAL, 1.0, one.text, other.text)
    counts = base.counts.get(f"t:{one.text}", 1), base.counts.get(f"t:{other.text}", 1)
    if code in (ALIKE, NEAR) and min(counts) >= COMMON:
        return Evidence(OTHER_NAME, TWO_NAMES, one.text, other.text)
    written = "t:{0.text}" if code == SAME_NAME else "w:{0.sound}"
    rarity = min(base.rarity(written.format(one)), base.rarity(written.format(other)), MOST_OF_A_NAME)
    if code == TITLED:  # who is written with a title is rare by that alone
        rarity = min(base.rarity(f"t:{min(one.text, other.text, key=len)}"), MOST_OF_A_NAME)
    short = 1.5 if code == OTHER_SCRIPT and len(one.sound) < SHORT else 0.0
    return Evidence(code, max(rarity - TAKES[code] - short, 0.5), one.text, other.text)


def unbreathed(sound: str) -> str:
    """A skeleton without its h, which is heard at the end of a word no more («فاطمه‌سادات»), nor at its beginning in a longer one."""
    return sound.replace("h", "").replace("=", "")


def joined(left: list[tuple[int, Word]], right: list[tuple[int, Word]], base: Base) -> Iterable[Evidence]:
    """Two words that the other record writes as one: «علی رضا» and «علیرضا»."""
    for few, many in ((left, right), (right, left)):
        for whole in list(few):
            for first, second in zip(list(many), list(many)[1:], strict=False):
                texts, sounds = first[1].text + second[1].text, unbreathed(first[1].sound + second[1].sound)
                if whole[1].text == texts or (len(sounds) > SHORT and unbreathed(whole[1].sound) == sounds):
                    few.remove(whole)
                    many.remove(first)
                    many.remove(second)
                    yield Evidence(JOINED, max(min(base.rarity(f"w:{whole[1].sound}"), MOST_OF_A_NAME) - TAKES[JOINED], 0.5), whole[1].text, f"{first[1].text} {second[1].text}")
                    break


def claimed_evidence(one: Features, other: Features, base: Base) -> Iterable[Evidence]:
    """Somebody without a name whose address says one: sara.karimi@… and «سارا کریمی»."""
    left, right = one.words or one.claims, list(other.words or other.claims)
    found = []
    for word in left:
        fitting = next((each for each in right if each.sound == word.sound), None)
        if fitting is not None:
            right.remove(fitting)
            found.append(max(min(base.rarity(f"w:{word.sound}"), 12.0) - 3.0, 0.5))
    if len(found) > 1:
        yield Evidence(MAIL_SAYS, sum(found), " ".join(word.text for word in left), " ".join(word.text for word in other.words or other.claims))


# --- Addresses ---------------------------------------------------------------------------------------------------------
def phone_evidence(one: Features, other: Features, base: Base) -> Iterable[Evidence]:
    """Telephone numbers: shared, by one slip not shared, or others."""
    if not one.phones or not other.phones:
        return
    shared = sorted(one.phones & other.phones)
    if shared:
        key = f"p:{shared[0]}"
        crowded = base.counts.get(key, 2) > CROWD
        bits = min(base.rarity(key, 10**6) + (0 if crowded else 4), MOST_BITS)
        yield Evidence(CROWDED_PHONE if crowded else SAME_PHONE, max(bits - (6 if crowded else 0), 1.0), shared[0], shared[0])
        return
    near = next(((a, b) for a in sorted(one.phones) for b in sorted(other.phones) if len(a) == len(b) and is_near(a, b)), None)
    yield Evidence(NEAR_PHONE, NEAR_NUMBER, *near) if near else Evidence(OTHER_PHONE, -1.0)


def mail_evidence(one: Features, other: Features, base: Base) -> Iterable[Evidence]:
    """Mailboxes that are the same, and names of accounts or mailboxes that are."""
    shared = sorted(one.mails & other.mails)
    if shared:
        yield Evidence(SAME_MAIL, min(base.rarity(f"m:{shared[0]}", 10**6) + 4, MOST_BITS), shared[0], shared[0])
        return
    handles = sorted(one.handles & other.handles, key=len)
    if handles:
        long = len(handles[-1]) >= LONG_HANDLE
        yield Evidence(SAME_HANDLE, min(base.rarity(f"l:{handles[-1]}", 10**5), 14.0) + (1.5 if long else -1.5), handles[-1], handles[-1])


def fact_evidence(one: Features, other: Features, base: Base, weights: Mapping[str, FactWeight]) -> Iterable[Evidence]:
    """Where they live, for whom they work, and whatever else is known of both."""
    theirs = dict(other.facts)
    for kind, mine in one.facts:
        if kind not in theirs or kind not in weights:
            continue
        weight, yours = weights[kind], theirs[kind]
        if mine == yours:
            rare = min(base.rarity(f"{kind}:{mine}"), RARE_FACTS[kind]) if f"{kind}:{mine}" in base.counts else weight.same
            yield Evidence(SAME_FACT + kind, rare, mine, yours)
        elif len(mine) > SHORT and is_near(mine, yours):
            yield Evidence(NEAR_FACT + kind, weight.near, mine, yours)
        elif weight.other:
            yield Evidence(OTHER_FACT + kind, weight.other, mine, yours)
