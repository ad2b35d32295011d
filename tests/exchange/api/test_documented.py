"""The requests that docs/channels.md shows are the ones sent here, one after the other, as a program would."""

import hashlib
import hmac
import re
import shlex
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from sandali.cases.actions import reply
from sandali.cases.actions.adding import store_file
from sandali.cases.models import Case
from tests.exchange.api.conftest import SECRET

pytestmark = pytest.mark.django_db
DOCS = Path(__file__).resolve().parents[3] / "docs" / "channels.md"


def documented():
    """The commands in the part about programs."""
    part = DOCS.read_text(encoding="utf-8").partition("## Your own program\n")[2].partition("\n## ")[0]
    return re.findall(r"```sh\n(curl .*?)```", part, flags=re.DOTALL)


def send(command, values):
    """What curl would send, with the shell's variables put in."""
    words = iter(shlex.split(re.sub(r"\$([A-Z]+)", lambda found: values[found[1]], command.replace("\\\n", " ")))[1:])
    headers, data, form, url = {}, None, {}, ""
    for word in words:
        if word == "-H":
            name, _colon, value = next(words).partition(": ")
            headers[name] = value
        elif word == "-d":
            data = next(words)
        elif word == "-F":
            name, _sign, value = next(words).partition("=")
            form[name] = SimpleUploadedFile(value[1:], b"%PDF", "application/pdf") if value.startswith("@") else value
        elif not word.startswith("-"):
            url = word
    parts = urlsplit(url)
    at = f"{parts.path}?{parts.query}" if parts.query else parts.path
    if form:
        return Client().post(at, form, headers=headers)
    return Client().get(at, headers=headers) if data is None else Client().post(at, data, content_type=headers.pop("Content-Type"), headers=headers)


def test_every_request_of_the_documentation_works_as_it_stands(program, channel, cast, read_all, send_all):
    until = int(time.time()) + 600
    signature = hmac.new(SECRET.encode(), f"user\n42\n{until}".encode(), hashlib.sha256).hexdigest()
    values = {"TOKEN": program.headers["Authorization"][7:], "CHANNEL": str(channel.pk), "EXPIRES": str(until), "SIGNATURE": signature}
    signed_in, signed_out, with_file, became, fetched, file, receipt, by_itself = documented()
    answers = [send(command, values) for command in (signed_in, signed_in, signed_out, with_file, by_itself)]
    assert [one.status_code for one in answers] == [201, 200, 201, 201, 201]
    read_all()
    values["MESSAGE"] = answers[0].json()["id"]
    told = send(became, values).json()
    case = Case.objects.get(pk=told["case"]["number"])
    assert (told["state"], case.subject, case.messages.count(), str(case.customer)) == ("taken", "Order 4711", 2, "Mina Karimi")
    reply(case, "Tomorrow.", by=cast.sara, dedupe_key="k1", delay=0, files=[store_file("map.pdf", "application/pdf", b"%PDF")])
    send_all()
    [said] = send(fetched, values).json()["replies"]
    assert [name for name in re.findall(r'"(\w+)"', DOCS.read_text(encoding="utf-8").partition('→ `{"replies": [{')[2].partition("}]")[0])] == list(said)
    values["REPLY"] = said["id"]
    assert (b"".join(send(file, values).streaming_content), send(receipt, values).json()["reached"]) == (b"%PDF", "read")
