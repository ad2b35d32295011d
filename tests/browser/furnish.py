"""Fills a data folder for the browser tests, in a process of its own: the cast, more people, open cases and signed-in sessions.

    python -m tests.browser.furnish '{"smtp_port": 2525, "people": {"keys": "fa"}, "cases": {"keys": 3}}'

The last line of output is JSON: {"sessions": {name: cookie}, "cases": {name: [number]}}."""

import json
import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sandali.settings")

import django  # noqa: E402 - the settings module is named first

django.setup()

from django.conf import settings  # noqa: E402 - Django is set up first
from django.test import Client  # noqa: E402

from sandali.channels.setup import change_channel  # noqa: E402
from sandali.channels.spool import ensure_spool  # noqa: E402
from sandali.transfer.archive.rebuilding import rebuild  # noqa: E402
from tests.cast import Cast, make_case, make_cast, person  # noqa: E402
from tests.migrated import lay_migrated  # noqa: E402


def connect_to_stand_in(cast: Cast, port: int) -> None:
    """The support address sends by the SMTP stand-in; mail comes to it by the pipe."""
    change_channel(
        cast.channel,
        by=cast.admin,
        department=cast.support,
        settings={"smtp_host": "127.0.0.1", "smtp_port": port, "smtp_security": "none"},
    )
    ensure_spool(cast.channel)


def main(wishes: dict) -> dict:
    """Make what is wished for; returns sessions and case numbers by name."""
    lay_migrated(settings.DATA)
    cast = make_cast()
    connect_to_stand_in(cast, wishes["smtp_port"])
    roles = wishes.get("roles", {})
    people = {name: person(name.capitalize(), roles.get(name, "agent"), cast.support, language=language) for name, language in wishes["people"].items()}
    cases = {
        name: [make_case(cast, assignee=people[name], subject=f"{name} {number}", messages=2).pk for number in range(count)]
        for name, count in wishes["cases"].items()
    }
    rebuild()
    sessions = {}
    for name, somebody in {**people, "admin": cast.admin}.items():
        client = Client()
        client.force_login(somebody, backend=settings.AUTHENTICATION_BACKENDS[0])
        sessions[name] = client.cookies["sid"].value
    return {"sessions": sessions, "cases": cases}


if __name__ == "__main__":
    print(json.dumps(main(json.loads(sys.argv[1]))))
