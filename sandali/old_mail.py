"""`sandali mail --channel NAME --history PATH`: takes in old mail and says what became of it."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path

from sandali.cases.jobs import read_arrivals
from sandali.cases.models import Case
from sandali.channels.email.history_import import Imported, import_history
from sandali.channels.kinds import MAIL_KINDS
from sandali.channels.models import Channel
from sandali.customers.models import Customer
from sandali.history.life import living
from sandali.kit.files import NoRoom
from sandali.leases import let_go


def main(words: list[str]) -> int:
    """Import; returns the exit code. It may be stopped and begun again at any time."""
    parser = ArgumentParser(prog="sandali mail")
    parser.add_argument("--channel", required=True, help="the short name of an e-mail channel")
    parser.add_argument("--history", required=True, type=Path, help="an mbox file, a Maildir, or a folder of .eml files")
    options = parser.parse_args(words)
    channel = Channel.objects.filter(slug=options.channel, kind__in=MAIL_KINDS).first()
    if channel is None:
        names = ", ".join(Channel.objects.filter(kind__in=MAIL_KINDS).values_list("slug", flat=True)) or "none yet"
        print(f"sandali mail: there is no e-mail channel {options.channel!r} (there are: {names})", file=sys.stderr)
        return 2
    customers, cases = Customer.objects.count(), Case.objects.count()
    try:
        with living(let_go):
            done = import_history(channel, options.history, take_in=read_arrivals.func, tell=show)
    except FileNotFoundError:
        print(f"sandali mail: {options.history} is not there", file=sys.stderr)
        return 2
    except NoRoom:
        print("\nsandali mail: the disk is nearly full; begin again when there is room.", file=sys.stderr)
        return 75
    print(
        f"\n{done.found} mails found: {done.stored} new, {done.known} here already, {done.too_large} too large.\n"
        f"Of these {done.read} read, {done.ignored} for nobody, {done.quarantined} could not be read.\n"
        f"{Customer.objects.count() - customers} new customers, {Case.objects.count() - cases} cases."
    )
    return 0


def show(done: Imported) -> None:
    """The line of progress."""
    print(f"\r{done.found} mails found, {done.read} read, {done.quarantined} not readable", end="", flush=True)
