"""What the demo's people wrote down over the months: facts, articles, how often they were used, and what is out of date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Final

from sandali.cases.models import Case
from sandali.demo.company import House
from sandali.knowledge.actions import judge_entry, use_entry, write_entry
from sandali.knowledge.models import Entry

TEXTS: Final = Path(__file__).with_name("texts")
USES: Final = (3, 15)
USED_FOR: Final = timedelta(days=50)


@dataclass(frozen=True, slots=True)
class Written:
    """An entry as the file has it. `department` "-" is everybody's; `fate` is public, used, due, "doubted: why" or ""."""

    kind: str
    department: str
    author: str
    days: int
    title: str
    keywords: str
    fate: str
    text: str


def read_entries(language: str) -> list[Written]:
    """Every entry of a language: blocks that begin with `= kind | department | author | days ago | title | keywords | fate`."""
    blocks = (TEXTS / language / "knowledge.txt").read_text(encoding="utf-8").split("\n= ")
    found = []
    for block in blocks:
        head, _line, text = block.removeprefix("= ").partition("\n")
        kind, department, author, days, title, keywords, fate = (part.strip() for part in head.split("|"))
        found.append(Written(kind, department, author, int(days), title, keywords, fate, text.strip()))
    return found


def write_knowledge(house: House, now: datetime, random: Random) -> None:
    """Write everything down as it was written then, use it, and let one be doubted."""
    language = house.company.language
    for written in sorted(read_entries(language), key=lambda one: -one.days):
        at = now - timedelta(days=written.days, hours=3)
        entry = write_entry(
            by=house.people[written.author], kind=written.kind, title=written.title, text=written.text, language=language,
            keywords=written.keywords, department=house.departments.get(written.department), is_public=written.fate == "public",
            check_every=180 if written.fate == "due" else 365, at=at,
        )  # fmt: skip
        live_on(entry, written, house, now, random)


def live_on(entry: Entry, written: Written, house: House, now: datetime, random: Random) -> None:
    """What became of an entry since."""
    if written.fate == "used":
        team = house.team(written.department) if written.department in house.departments else house.team("support")
        cases = list(Case.objects.filter(opened_at__gte=now - USED_FOR, department__is_private=False).order_by("pk").values_list("pk", flat=True))
        for _use in range(random.randint(*USES) if cases else 0):
            at = now - timedelta(minutes=random.randint(60, int(USED_FOR.total_seconds() // 60)))
            use_entry(entry, by=random.choice(team), case_number=random.choice(cases), at=at)
        judge_entry(entry, is_right=True, by=random.choice(team), at=now - timedelta(days=2))
    elif written.fate.startswith("doubted:"):
        doubter = house.team("support")[0]
        judge_entry(entry, is_right=False, by=doubter, word=written.fate.removeprefix("doubted:").strip(), at=now - timedelta(hours=20))
    elif written.fate == "public":
        for _reader in range(random.randint(3, 9)):
            judge_entry(entry, is_right=random.random() < 0.85, at=now - timedelta(days=random.randint(1, 40)))
