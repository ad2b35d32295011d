"""Prints the figures of docs/tried.md on duplicates: precision and recall on FEBRL's sets and on generated Persian people.

Everything was chosen on the half with even numbers of people; what is printed for the odd half was looked at last.
Usage: python tools/try_duplicates.py [--people 5000]"""

from __future__ import annotations

import argparse
import csv
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sandali.settings")

import django  # noqa: E402 - the path is set first

django.setup()

from sandali.customers.duplicates.blocking import features_of, keys_of  # noqa: E402 - Django is set up first
from sandali.customers.duplicates.scoring import FACTS, FactWeight, Features  # noqa: E402
from tests.customers.duplicates.people import figures, judged, people  # noqa: E402

SHARED = Path(os.environ.get("SANDALI_SHARED", Path(__file__).resolve().parents[2] / "shared")) / "data"
LEVELS = (50, 80, 95, 99)
# FEBRL's records have no telephone or mail; they have what a customer's own fields could hold. Its number of social security is left out.
FEBRL_FACTS = {
    **FACTS, "city": FactWeight(7, 5, -1.5), "born": FactWeight(13, 8, -3), "street": FactWeight(11, 8, -1.5), "place": FactWeight(9, 6, 0), "house": FactWeight(5, 1, -1),
    "postcode": FactWeight(9, 5, -1.5), "state": FactWeight(1.5, 0, -1),
}  # fmt: skip
COLUMNS = {"city": "suburb", "born": "date_of_birth", "street": "address_1", "place": "address_2", "house": "street_number", "postcode": "postcode", "state": "state"}


def febrl(path: Path, *, half: int | None) -> tuple[list[Features], list[str]]:
    """The records of one set (of one half of its people), and of whom each is."""
    with path.open(encoding="utf-8") as file:
        rows = [{key.strip(): value.strip() for key, value in row.items()} for row in csv.DictReader(file)]
    rows = [row for row in rows if half is None or int(row["rec_id"].split("-")[1]) % 2 == half]
    records = [
        features_of(number, f"{row['given_name']} {row['surname']}", [], facts=[(fact, row[column]) for fact, column in COLUMNS.items()])
        for number, row in enumerate(rows)
    ]
    return records, [row["rec_id"].split("-")[1] for row in rows]


def febrl_keys(record: Features) -> list[str]:
    """The product's keys, and those of the fields that customers of FEBRL have."""
    return [*keys_of(record), *(f"f:{kind}:{value}" for kind, value in record.facts if kind in ("born", "street", "place"))]


def say(name: str, records: Sequence[Features], truth: Sequence[object], **how: object) -> None:
    """Print one row of the table for each level."""
    began = time.monotonic()
    found, true, compared = judged(list(records), list(truth), **how)
    for level in LEVELS:
        precision, recall, shown = figures(found, true, at=level)
        f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0
        print(f"| {name} | {len(records)} | {true} | {len(found)} | {compared / max(true, 1):.3f} | {level} | {shown} | {precision:.3f} | {recall:.3f} | {f1:.3f} |")
    print(f"    {name}: {time.monotonic() - began:.1f} s", file=sys.stderr)


def main() -> None:
    """Print the whole table."""
    reader = argparse.ArgumentParser()
    reader.add_argument("--people", type=int, default=5000)
    wanted = reader.parse_args()
    print("| set | records | true pairs | compared | true pairs compared | percent from | shown | precision | recall | F1 |")
    print("|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|")
    for name in ("dataset1", "dataset3"):
        for half, words in ((0, "even"), (1, "odd")):
            say(f"FEBRL {name}, {words}", *febrl(SHARED / "febrl" / f"{name}.csv", half=half), keys=febrl_keys, facts=FEBRL_FACTS)
    written = people(wanted.people, SHARED / "iran-names", seed=1)
    for half, words in ((0, "even"), (1, "odd")):
        mine = [one for one in written if one.truth % 2 == half]
        say(f"Persian, {words}", [one.features(number) for number, one in enumerate(mine)], [one.truth for one in mine])
        # Whatever can be told at all: those of whom the second record has an address in common with the first.


if __name__ == "__main__":
    main()
