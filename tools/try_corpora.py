"""`python tools/try_corpora.py [--generated 10000]`: every set of mails through the whole way of Sandali; prints the table of docs/tried.md.

Works on a database and a folder of its own, which are removed at the end. Exit 1 when something went wrong."""

from __future__ import annotations

import argparse
import logging
import os
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
SHARED = Path(os.environ.get("SANDALI_SHARED", Path(__file__).resolve().parents[2] / "shared")) / "data"
EVERY = 100  # of the generated mails' cases every hundredth is opened as a person does


def set_up() -> Callable[[], None]:
    """An empty database as the tests have it; returns what removes it."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    # after django.setup, which the models need
    import django  # the settings are named first

    django.setup()
    # after django.setup, which the models need
    from django.conf import settings
    from django.test.utils import get_runner, setup_test_environment

    setup_test_environment()
    runner = get_runner(settings, "django.test.runner.DiscoverRunner")(verbosity=0, interactive=False)
    made = runner.setup_databases()
    settings.ROOM_MINIMUM = 0
    logging.disable(logging.WARNING)  # a file that is no picture answers 404, which is told of each time
    return lambda: runner.teardown_databases(made)


def fresh_desk() -> tuple[Any, Any]:
    """A new company: (channel, signed-in client)."""
    # after django.setup, which the models need
    from django.test import Client

    # after django.setup, which the models need
    from sandali.cases import acknowledging
    from tests.cast import make_cast
    from tests.corpora.way import prepare

    acknowledging.TOO_OLD = timedelta(days=40_000)  # or the age of these mails alone would keep them from being answered
    cast, client = make_cast(), Client()
    client.force_login(cast.sara)
    prepare(cast.channel)
    return cast.channel, client


def try_set(folder: str) -> tuple[dict[str, int], list[str]]:
    """One set: its line of the table, and what was wrong."""
    # after django.setup, which the models need
    from tests.corpora.sets import mails_of, parents_first, threading_misses
    from tests.corpora.way import go

    channel, client = fresh_desk()
    outcome = go(channel, parents_first(mails_of(SHARED, folder)), client)
    return outcome.figures, outcome.faults + [f"{name}: not in the case that it continues" for name in threading_misses(outcome)]


def try_hostile(what: str) -> tuple[dict[str, int], list[str]]:
    """Hostile strings, HTML or addresses as mails; every page must show them as text."""
    # after django.setup, which the models need
    from tests.corpora.hostile import address_mail, addresses, html_mail, payloads, string_mail, strings
    from tests.corpora.way import go

    make, these = {
        "strings": (string_mail, strings(SHARED)),
        "html": (html_mail, payloads(SHARED)),
        "addresses": (address_mail, addresses(SHARED, "valid") + addresses(SHARED, "invalid")),
    }[what]
    channel, client = fresh_desk()
    outcome = go(channel, [make(number, text) for number, text in enumerate(these)], client)
    return outcome.figures, outcome.faults


def try_generated(count: int) -> tuple[dict[str, int], list[str]]:
    """The generated mails, each compared with what its maker wrote."""
    # after django.setup, which the models need
    from tests.corpora.checking import generated_faults
    from tests.corpora.generated import generate
    from tests.corpora.way import go

    channel, client = fresh_desk()
    made = list(generate(count, seed="many"))
    outcome = go(channel, [(str(wanted.number), raw) for wanted, raw in made], client, every=EVERY)
    return outcome.figures, outcome.faults + generated_faults([wanted for wanted, _raw in made], outcome)


def main() -> int:
    """Try all, print the table and the faults."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--generated", type=int, default=10_000, help="how many mails to make (0: none)")
    parser.add_argument("--only", help="one set")
    chosen = parser.parse_args()
    remove = set_up()
    # after django.setup, which the models need
    from django.db import transaction

    # after django.setup, which the models need
    from tests.corpora.sets import FOLDERS

    try:
        tries = {folder: (lambda name=folder: try_set(name)) for folder in FOLDERS}
        tries |= {what: (lambda what=what: try_hostile(what)) for what in ("strings", "html", "addresses")}
        if chosen.generated:
            tries["generated"] = lambda: try_generated(chosen.generated)
        wrong: list[str] = []
        for name, trying in tries.items():
            if chosen.only in (None, name):
                since = time.process_time()
                with transaction.atomic():  # each set has the company to itself
                    figures, faults = trying()
                    transaction.set_rollback(True)
                if not wrong and name == (chosen.only or next(iter(tries))):
                    print("| set |", " | ".join(figures), "|\n|---|" + "---:|" * len(figures))
                print(f"| {name} |", " | ".join(map(str, figures.values())), "|", flush=True)
                print(f"{name}: {time.process_time() - since:.1f} s of CPU", file=sys.stderr)
                wrong += [f"{name}: {fault}" for fault in faults]
        print(*wrong[:200], sep="\n")
        return 1 if wrong else 0
    finally:
        remove()


if __name__ == "__main__":
    sys.exit(main())
