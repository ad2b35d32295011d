"""Who comes: two hundred customers with names, addresses, organisations and a way of writing."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from random import Random

from sandali.cases.models import Case
from sandali.customers.models import Customer
from sandali.demo.matters import lines_of, table_of

# How people write: how often, in percent.
VOICES = {"plain": 38, "formal": 24, "warm": 20, "careless": 18}
# Addresses that nobody can own (RFC 2606).
MAIL_HOSTS = ("example.com", "example.net", "example.org")


@dataclass(eq=False)
class Comer:
    """A customer as planned; `row` is there once they have made contact."""

    name: str
    called: str  # as we address them: «خانم کریمی», "Ms Harding", or a first name
    latin: str
    email: str
    phone: str
    city: str
    voice: str
    language: str
    organisation: str = ""
    job_title: str = ""
    tags: tuple[str, ...] = ()
    note: str = ""
    row: Customer | None = None
    cases: list[Case] = field(default_factory=list)

    @property
    def known(self) -> Customer:
        """The row of somebody who has made contact."""
        if self.row is None:
            raise LookupError(f"{self.name} has not made contact yet")
        return self.row


def make_comers(language: str, count: int, random: Random) -> list[Comer]:
    """`count` customers, no two with the same name or address."""
    first = [line.split() for line in lines_of(language, "first-names")]
    family = [line.split() for line in lines_of(language, "family-names")]
    organisations = [line.split(" | ") for line in lines_of(language, "organisations")]
    random.shuffle(organisations)
    made: dict[str, Comer] = {}
    while len(made) < count:
        comer = make_comer(language, random.choice(first), random.choice(family), len(made), random)
        if comer.name in made:
            continue
        made[comer.name] = comer
        if len(made) % 5 == 0:
            name, domain, job_titles = organisations[len(made) // 5 % len(organisations)]
            comer.organisation, comer.job_title = name, random.choice(job_titles.split("، " if language == "fa" else ", "))
            comer.email, comer.voice = f"{comer.latin.replace(' ', '.')}@{domain}", "formal"
    return list(made.values())


def make_comer(language: str, first: list[str], family: list[str], number: int, random: Random) -> Comer:
    """One customer who wrote from a private address. `first` is (name, Latin letters, f or m), `family` the first two."""
    lists = table_of(language, "lists")
    shown, surname, gender = first[0].replace("_", " "), family[0].replace("_", " "), first[2]
    latin_first, latin_family = first[1].lower(), family[1].lower()
    local = random.choice(
        (f"{latin_first}.{latin_family}", f"{latin_first[0]}.{latin_family}", f"{latin_first}{random.randrange(60, 99)}", f"{latin_family}_{latin_first}")
    )
    [voice] = random.choices(list(VOICES), list(VOICES.values()))
    [title] = lists["ms" if gender == "f" else "mr"]
    return Comer(
        name=f"{shown} {surname}",
        called=f"{title} {surname}" if language == "fa" or voice == "formal" else shown,
        latin=f"{latin_first} {latin_family}",
        email=f"{local}{number if random.random() < 0.5 else ''}.{number}@{random.choice(MAIL_HOSTS)}".replace("_.", "."),
        phone=phone_number(language, number, random),
        city=random.choice(lists["cities"]),
        voice=voice,
        language=language,
        tags=tuple(random.sample(lists["customer-tags"], k=random.choice((0, 0, 0, 1, 1, 2)))),
        note=random.choice(lists["customer-notes"]) if random.random() < 0.22 else "",
    )


def phone_number(language: str, number: int, random: Random) -> str:
    """A mobile number, another for each `number`. Britain keeps 07700 900000 to 900999 free for drama (Ofcom); Iran keeps no
    such range."""
    if language == "en":
        return f"+447700900{(number * 7 + 3) % 1000:03}"
    return f"0900{random.randrange(1000):03}{(number * 37 + 11) % 10_000:04}"


OFTEN_AT_MOST = 20.0


def who_comes(comers: list[Comer], count: int, random: Random) -> list[Comer]:
    """Who brings each of `count` cases, in order of time: everybody once, the rest by those who come often."""
    # Without a ceiling one lucky draw of the long tail would bring a third of all cases.
    often = [min(random.paretovariate(1.3), OFTEN_AT_MOST) for _comer in comers]
    chosen = [*comers, *random.choices(comers, often, k=count - len(comers))]
    random.shuffle(chosen)
    return chosen


def stage_after(cases: int, random: Random) -> str:
    """What becomes of somebody who came so often: a lead, a customer, now and then one who left."""
    if random.random() < 0.05:
        return "former"
    return "customer" if cases > 1 or random.random() < 0.6 else random.choice(("lead", "contact"))


NOTED_AFTER = timedelta(hours=2)
