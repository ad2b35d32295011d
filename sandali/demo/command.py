"""The command `sandali demo`: fills the demo and says who may sign in."""

from __future__ import annotations

import os
import secrets
import sys
from argparse import ArgumentParser

from sandali.company.actions import AlreadySetUp
from sandali.demo.build import Filled, fill

WORDS = ("amber", "basil", "cedar", "dune", "ember", "fern", "grove", "hazel", "iris", "juniper", "kettle", "linen", "maple", "nutmeg", "olive", "pebble")


def main(words: list[str]) -> int:
    """Run the command; returns its exit code: 2 when a company stands here already."""
    parser = ArgumentParser(prog="sandali demo", description="Fill a believable small company with half a year of history.")
    parser.add_argument("--language", choices=["fa", "en"], default="fa")
    parser.add_argument("--seed", type=int, default=1405, help="another number gives another half year")
    parser.add_argument("--password", default=os.environ.get("SANDALI_PASSWORD"), help="or the variable SANDALI_PASSWORD; made up when neither is given")
    options = parser.parse_args(words)
    # Made up each time: a demo that stands open on a network must not have a password that the whole world knows.
    password = options.password or "-".join(secrets.choice(WORDS) for _word in range(4)) + f"-{secrets.randbelow(90) + 10}"
    try:
        filled = fill(options.language, seed=options.seed, password=password)
    except AlreadySetUp:
        print("sandali demo: a company is set up here already. Choose an empty folder: SANDALI_DATA=... (make: DATA=...)", file=sys.stderr)
        return 2
    print(told(filled, password))
    return 0


def told(filled: Filled, password: str) -> str:
    """What the operator reads at the end."""
    people = [f"  {person.role:<10} {person.email}" for person in filled.house.people.values()]
    counts = f"{filled.customers} customers, {filled.cases} cases, {filled.messages} messages."
    return "\n".join([f"The demo is ready: {counts}", "Sign in as one of", *people, f"Password for all of them: {password}"])
