"""`python -m bench`: fill the database, run the program on it, measure, print. Figures only, never a test that a slow day fails."""

from __future__ import annotations

import argparse
import logging
import os
import sys
import time
from pathlib import Path

from bench.database import OUT, Size, copied, filled

PARTS = ("history", "clocks", "reading", "pages", "pipe", "imap", "live", "crowd", "office", "cold", "widget", "memory")
ON_DEMAND = ("soak", "matters", "chats", "hooks", "import", "health", "timeline", "segments", "scan")
# An hour; changes every case; leave 800 cases, 4,000 messages, 196,000 or 200,000 customers; gives many cases to one customer.


def options_of(words: list[str]) -> argparse.Namespace:
    """The options of the command line."""
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--messages", type=int, default=500_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=60, help="how long the 8 clients work")
    parser.add_argument("--soak", type=float, default=3600, help="how many seconds the part soak takes")
    parser.add_argument("--only", default="", help=f"some of {', '.join((*PARTS, *ON_DEMAND))}, with commas")
    parser.add_argument("--requests", type=int, default=150, help="how often each kind of page is asked for")
    parser.add_argument("--page", default="", help="only pages whose name holds this")
    parser.add_argument("--profile", action="store_true", help="say where the time goes: pages and mail, instead of measuring")
    parser.add_argument("--out", type=Path, default=OUT)
    options = parser.parse_args(words)
    unknown = {part for part in options.only.split(",") if part} - {*PARTS, *ON_DEMAND}
    if unknown:
        parser.error(f"--only knows {', '.join((*PARTS, *ON_DEMAND))}, not {', '.join(sorted(unknown))}")
    return options


def main(words: list[str]) -> int:
    """Measure and print; returns the exit code."""
    options = options_of(words)
    size = Size(options.cases, options.messages, options.seed)
    folder, took = filled(size, out=options.out)
    print(f"{size.cases:,} cases, {size.messages:,} messages, seed {size.seed}: filled in {took}", flush=True)
    data = copied(folder, out=options.out)
    os.environ["SANDALI_DATA"], os.environ["DJANGO_SETTINGS_MODULE"] = str(data), "sandali.settings"
    import django  # the settings are read only once the data folder is named

    django.setup()
    logging.getLogger("httpx").setLevel(logging.WARNING)
    from bench import course, figures, profiling  # they import models, which need django.setup

    if options.profile:
        if not options.only or "pages" in options.only:
            profiling.pages(options.page)
        if not options.page:
            profiling.mail(int(time.time()))
        return 0
    asked = [part for part in options.only.split(",") if part]
    found = course.run(data, asked or list(PARTS), options)
    measured_on = figures.circumstances({"cases": size.cases, "messages": size.messages, "seed": size.seed, "filled in": took})
    print("\n" + figures.table(found) + "\n")
    print(", ".join(f"{name} {value}" for name, value in measured_on.items()))
    figures.keep(options.out / "latest.json", found, measured_on)
    return 1 if any(figure.name.endswith("NOT MEASURED") for figure in found) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
