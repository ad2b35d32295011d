"""What the commands do, once Django is wanted."""

from __future__ import annotations

import os
import signal
import sys
import threading
from argparse import ArgumentParser
from collections.abc import Callable

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sandali.settings")

import django  # noqa: E402 - the settings module is named first
from django.core.management import call_command, execute_from_command_line  # noqa: E402

from sandali.kit.static_files import UNSERVED  # noqa: E402


def run(command: str, words: list[str]) -> int:
    """Set Django up and run the command; returns the exit code."""
    django.setup()
    return HANDLERS[command](words) or 0


def migrate(words: list[str]) -> int:
    """Bring the database up to date."""
    call_command("migrate", *words, interactive=False, verbosity=1 if words else 0)
    call_command("createcachetable", verbosity=0)
    return 0


def serve(words: list[str], *, with_worker: bool) -> int:
    """Start the web server (and the worker) and stay until a signal; running jobs get 20 s to finish."""
    from sandali import serving  # the server's libraries are loaded only to serve

    parser = ArgumentParser(prog="sandali run" if with_worker else "sandali web")
    parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")))
    parser.add_argument("--host", default=os.environ.get("HOST", "127.0.0.1"))
    options = parser.parse_args(words)
    if not serving.is_free(options.host, options.port):
        print(f"sandali: port {options.port} is taken by another program; choose one with PORT=…", file=sys.stderr)
        return 1
    migrate([])
    call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=UNSERVED)
    return serving.serve(options.host, options.port, with_worker=with_worker)


def worker(words: list[str]) -> int:
    """Run the worker alone until a signal."""
    from sandali.serving import working  # needs the models, which need django.setup

    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    with working():
        print("Sandali's worker is running.", flush=True)
        stopping.wait()
    return 0


def setup(words: list[str]) -> int:
    """Make the company and the first account."""
    from django.contrib.auth.password_validation import validate_password  # after django.setup
    from django.core.exceptions import ValidationError

    from sandali.company.actions import AlreadySetUp  # after django.setup
    from sandali.resolution.beginning import begin_company  # after django.setup

    parser = ArgumentParser(prog="sandali setup")
    for name, default in (("company", None), ("email", None), ("name", ""), ("language", "fa"), ("zone", "Asia/Tehran")):
        parser.add_argument(f"--{name}", default=default, required=default is None)
    parser.add_argument("--weekend", choices=["fri", "thu-fri", "sat-sun"], default="fri")
    parser.add_argument("--password", default=os.environ.get("SANDALI_PASSWORD"), help="or the variable SANDALI_PASSWORD")
    options = parser.parse_args(words)
    migrate([])
    try:
        validate_password(options.password or "")
        person = begin_company(
            name=options.company,
            language=options.language,
            zone=options.zone,
            weekend=options.weekend,
            person_name=options.name,
            email=options.email,
            password=options.password,
        )
    except ValidationError as problem:
        print("sandali setup: " + " ".join(problem.messages), file=sys.stderr)
        return 2
    except AlreadySetUp:
        print("sandali setup: a company is already set up here.", file=sys.stderr)
        return 2
    print(f"Done. Sign in as {person.email}.")
    return 0


def old_mail(words: list[str]) -> int:
    """Take in old mail (the other `sandali mail`, for mail servers, is in pipe.py)."""
    from sandali import old_mail as importer  # needs the models, which need django.setup

    return importer.main(words)


def bring_in(words: list[str]) -> int:
    """Bring a file of another program in."""
    from sandali import bringing  # needs the models, which need django.setup

    return bringing.main(words)


def export(words: list[str]) -> int:
    """Write everything into one file."""
    from sandali import archives  # needs the models, which need django.setup

    return archives.export(words)


def restore(words: list[str]) -> int:
    """Bring such a file into an empty house."""
    from sandali import archives  # needs the models, which need django.setup

    migrate([])
    return archives.restore(words)


def rest(words: list[str]) -> int:
    """Let nothing leave this house."""
    from sandali import archives  # needs the models, which need django.setup

    return archives.rest(words)


def reindex(words: list[str]) -> int:
    """Build the search index anew, and say which counts are wrong."""
    from sandali.cases.counting import wrong_counts  # needs the models, which need django.setup
    from sandali.transfer.archive.rebuilding import rebuild  # needs the models, which need django.setup

    customers, entries, cases, messages, deals, orders, quotes = rebuild().values()
    wrong = wrong_counts()
    sold = f"{deals} deals, {orders} orders, {quotes} quotes"
    print(f"Indexed {customers} customers, {cases} cases, {messages} messages, {entries} facts and articles, {sold}.")
    if wrong:
        print(f"The counts of {len(wrong)} cases are wrong: {', '.join(map(str, wrong[:20]))}", file=sys.stderr)
    return 1 if wrong else 0


def demo(words: list[str]) -> int:
    """Fill a believable small company."""
    from sandali.demo import command  # needs the models, which need django.setup

    migrate([])
    return command.main(words)


def doctor(words: list[str]) -> int:
    """Look for what is wrong."""
    from sandali import doctor as examiner  # needs the models, which need django.setup

    return examiner.main(words)


def manage(words: list[str]) -> int:
    """Any of Django's own commands."""
    execute_from_command_line(["sandali django", *words])
    return 0


HANDLERS: dict[str, Callable[[list[str]], int | None]] = {
    "run": lambda words: serve(words, with_worker=True),
    "web": lambda words: serve(words, with_worker=False),
    "worker": worker,
    "migrate": migrate,
    "setup": setup,
    "doctor": doctor,
    "import": bring_in,
    "export": export,
    "restore": restore,
    "rest": rest,
    "mail": old_mail,
    "demo": demo,
    "reindex": reindex,
    "django": manage,
}
