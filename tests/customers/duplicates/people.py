"""Persian people with known truth, and what becomes of a record when it is written down a second time. Names are of iran-names."""

from __future__ import annotations

import csv
import json
import random
from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from itertools import combinations
from pathlib import Path

from sandali.customers.actions import NotAnAddress, normal_identity
from sandali.customers.duplicates.blocking import KINDS, MOST, STRONG, features_of, keys_of, worth_comparing
from sandali.customers.duplicates.names import is_latin
from sandali.customers.duplicates.scoring import RARE_FACTS, Base, Features, likeness
from sandali.kit.text import fold

CITIES = ["تهران"] * 8 + ["مشهد"] * 3 + ["اصفهان", "اصفهان", "شیراز", "شیراز", "تبریز", "تبریز", "کرج", "قم", "اهواز", "کرمان", "رشت", "یزد", "ساری"]
ENDINGS = ["ی"] * 6 + ["زاده", "پور", "نیا", "ی‌نژاد", "یان", "ی اصل"]
TITLES = ["خانم", "آقای", "دکتر", "مهندس", "جناب آقای", "سرکار خانم", "حاج", "آقای دکتر"]
PROVIDERS = ["gmail.com", "yahoo.com", "outlook.com", "chmail.ir"]
MOBILE = [*range(10, 24), *range(30, 40)]  # what operators give out: our reading of numbers refuses all others
VOWELS = {"ا": "a", "آ": "a", "ع": "a", "و": "o", "ی": "i", "ه": "h"}
LATIN = VOWELS | dict(zip("بپتثجچحخدذرزژسشصضطظغفقکگلمنء", "b p t s j ch h kh d z r z zh s sh s z t z gh f gh k g l m n a".split(), strict=False))
NEIGHBOURS = "ضصثقفغعهخحجچشسیبلاتنمکگظطزرذدپو"


@dataclass(frozen=True)
class Written:
    """A record as somebody typed it: who it is of (`truth`), and what stands in it."""

    truth: int
    given: str
    family: str
    phone: str = ""
    mail: str = ""
    city: str = ""
    organisation: str = ""
    noise: tuple[str, ...] = field(default=(), compare=False)
    order: bool = True

    @property
    def name(self) -> str:
        """The name in one field."""
        return " ".join(part for part in ((self.given, self.family) if self.order else (self.family, self.given)) if part)

    def known(self) -> list[tuple[str, str, str]]:
        """What reaches them: kind, normalised, as written; what is none is left out."""
        addresses = []
        for kind, value in (("phone", self.phone), ("email", self.mail)):
            try:
                addresses += [(kind, *normal_identity(kind, value, region="IR"))] if value else []
            except NotAnAddress:
                continue
        return addresses

    def features(self, number: int) -> Features:
        """As it is compared."""
        return features_of(number, self.name, self.known(), facts=[("city", self.city), ("organisation", self.organisation)])


def names(folder: Path) -> tuple[list[str], list[str]]:
    """Given names as often as they are given, and a thousand family names made from names as family names are."""
    with (folder / "nabidam" / "names_1.csv").open(encoding="utf-8-sig") as file:
        shares = [(row[0], float(row[1].rstrip("%"))) for row in list(csv.reader(file))[1:] if len(row) > 1 and row[1].rstrip("%").replace(".", "").isdigit()]
    given = [name for name, share in shares[:400] for _time in range(max(1, round(share * 100)))]
    stems = [one["name"] for one in json.loads((folder / "mohammadhejazirad" / "database.json").read_text(encoding="utf-8")) if one["rate"] == 1 or len(one["name"]) > 3]
    rest = random.Random(4)
    common = [name for name, _share in shares[:60]]
    families = [f"{stem}{ending}" for stem in common for ending in ["ی"] * 3 + ["پور", "زاده", "ی"]] * 6
    families += [f"{rest.choice(stems)}{rest.choice(ENDINGS)}" for _time in range(1500)]
    return given, families


def latin(text: str, chance: random.Random) -> str:
    """A Persian name in Latin letters as people write it: short vowels by ear, doubled letters now and then."""
    said = []
    for place, letter in enumerate(fold(text).replace(" ", "")):
        sound = LATIN.get(letter, "")
        if letter == "و":
            sound = "v" if place == 0 else chance.choice(["o", "ou", "oo", "u"])
        elif letter == "ی":
            sound = "y" if place == 0 else chance.choice(["i", "i", "ee", "y"])
        elif letter == "غ" or letter == "ق":
            sound = chance.choice(["gh", "gh", "q"])
        if said and sound and said[-1][-1] not in "aeiou" and sound[0] not in "aeiou":
            said.append(chance.choice("aaeeo"))
        said.append(sound)
    return "".join(said).capitalize()


def slip(text: str, chance: random.Random) -> str:
    """One slip of the finger."""
    if len(text) < 4:
        return text
    at = chance.randrange(1, len(text) - 1)
    letter = chance.choice("abcdefghijklmnoprstuvyz" if is_latin(text[0].lower()) else NEIGHBOURS)
    return chance.choice([
        text[:at] + text[at + 1 :], text[:at] + letter + text[at:], text[:at] + letter + text[at + 1 :],
        text[:at] + text[at + 1] + text[at] + text[at + 2 :],
    ])  # fmt: skip


def arabic(text: str) -> str:
    """As an Arabic keyboard writes it."""
    return text.replace("ی", "ي").replace("ک", "ك")


def other_form(phone: str, chance: random.Random) -> str:
    """The same number as others write it."""
    home = phone.removeprefix("0")
    form = chance.choice([f"+98{home}", f"0098 {home}", f"98{home}", home, f"0{home[:3]} {home[3:6]} {home[6:]}", f"0{home[:3]}-{home[3:]}"])
    return form.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")) if chance.random() < 0.4 else form


def again(one: Written, chance: random.Random) -> Written:
    """The same person, written down once more by somebody else."""
    noise, given, family, order = [], one.given, one.family, True
    for what, often in (("latin", 0.25), ("slip", 0.2), ("arabic", 0.2), ("title", 0.2), ("half-space", 0.5), ("swapped", 0.1), ("missing", 0.06)):
        if chance.random() > often:
            continue
        noise.append(what)
        if what == "latin":
            given, family = latin(given, chance), latin(family, chance)
        elif what == "slip" and chance.random() < 0.5:
            given = slip(given, chance)
        elif what == "slip":
            family = slip(family, chance)
        elif what == "arabic":
            given, family = arabic(given), arabic(family)
        elif what == "title":
            given = f"{chance.choice(TITLES)} {given}"
        elif what == "half-space":
            family, given = family.replace("\u200c", ""), given.replace(" ", "\u200c") if chance.random() < 0.5 else given.replace(" ", "")
        elif what == "swapped":
            order = False
        elif what == "missing":
            given = ""
    reached = chance.random()
    phone = other_form(one.phone, chance) if reached < 0.5 and one.phone else one.phone[:-2] + slip(one.phone[-2:] + "00", chance)[:2] if reached < 0.6 else ""
    local, _at, domain = one.mail.partition("@")
    mail = "" if not local or chance.random() < 0.4 else one.mail if chance.random() < 0.4 else f"{local}@{chance.choice(PROVIDERS)}"
    return replace(
        one, given=given, family=family, order=order, phone=phone, mail=mail, city=one.city if chance.random() < 0.6 else "",
        organisation=one.organisation if chance.random() < 0.5 else "", noise=tuple(noise),
    )  # fmt: skip


def people(count: int, folder: Path, *, seed: int) -> list[Written]:
    """So many people; a fifth of them written down twice or thrice. Households share a number and a family name, firms a switchboard."""
    chance = random.Random(seed)
    given, families = names(folder)
    found: list[Written] = []
    for truth in range(count):
        city = chance.choice(CITIES)
        one = Written(truth, chance.choice(given), chance.choice(families), f"09{chance.choice(MOBILE)}{chance.randrange(10**7):07d}", city=city)
        if truth % 10 == 0 and found:  # somebody of the household of the one before
            own = next(name for name in iter(lambda: chance.choice(given), "") if fold(name) != fold(found[-1].given))
            one = replace(one, given=own, family=found[-1].family, phone=found[-1].phone, city=found[-1].city)
        if truth % 25 == 1:  # at work, reached by the switchboard
            firm = truth // 500
            one = replace(one, phone=f"0218{firm:03d}4400", organisation=f"شرکت شماره {firm}")
        if chance.random() < 0.6:
            local = f"{latin(one.given, chance)}.{latin(one.family, chance)}".lower()
            one = replace(one, mail=f"{local}{chance.choice(['', '', chance.randrange(60, 99)])}@{chance.choice(PROVIDERS)}")
        found.append(one)
        for _time in range(chance.choice([0, 0, 0, 0, 1]) + chance.choice([0, 0, 0, 0, 0, 0, 0, 0, 1])):
            found.append(again(one, chance))
    return found


def base_of(records: list[Features], *, keys=keys_of) -> tuple[Base, set[tuple[int, int]], dict[str, list[int]]]:
    """The base of these records, the pairs that have a key in common, and who stands under each key."""
    blocks: dict[str, list[int]] = defaultdict(list)
    for record in records:
        for key in keys(record):
            blocks[key].append(record.number)
    shared: dict[tuple[int, int], int] = defaultdict(int)
    for key, inside in blocks.items():
        if len(inside) <= MOST:
            for pair in combinations(sorted(inside), 2):
                shared[pair] |= 1 << KINDS.index(key[0]) if key[0] in KINDS else STRONG
    pairs = {pair for pair, kinds in shared.items() if worth_comparing(kinds)}
    facts = Counter(f"{kind}:{value}" for record in records for kind, value in record.facts if kind in RARE_FACTS)
    return Base(len(records), {**facts, **{key: len(inside) for key, inside in blocks.items()}}), pairs, blocks


def judged(records: list[Features], truth: list[object], *, keys=keys_of, **how) -> tuple[list[tuple[int, bool]], int, int]:
    """(percent, is one person) of each pair that is compared; how many true pairs there are, and how many of them are compared."""
    base, pairs, _blocks = base_of(records, keys=keys)
    of: dict[object, int] = defaultdict(int)
    for who in truth:
        of[who] += 1
    true = sum(count * (count - 1) // 2 for count in of.values())
    found = [(likeness(records[one], records[other], base, **how).percent, truth[one] == truth[other]) for one, other in pairs]
    return found, true, sum(is_one for _percent, is_one in found)


def figures(found: list[tuple[int, bool]], true: int, *, at: int) -> tuple[float, float, int]:
    """(precision, recall, pairs shown) when pairs of so many percent are taken for one person."""
    shown = [is_one for percent, is_one in found if percent >= at]
    right = sum(shown)
    return (right / len(shown) if shown else 1.0), right / max(true, 1), len(shown)
