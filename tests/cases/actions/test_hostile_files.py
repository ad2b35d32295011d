"""Files that are made to do harm, through the whole of intake: kept as they came, opened by nobody, in nobody's way (RELIABILITY E8)."""

import hashlib
import resource
import struct
import zipfile
import zlib
from email.message import EmailMessage
from io import BytesIO

import pytest

from sandali.cases.actions import receive_arrival
from sandali.cases.jobs import read_arrivals
from sandali.cases.models import Attachment, Message
from sandali.channels.actions import store_arrival
from tests.channels.conftest import own_folders  # noqa: F401 - a fixture of the channels' tests

pytestmark = pytest.mark.django_db
UNPACKED = 300 * 1024 * 1024


def zipped(name: str, size: int) -> bytes:
    """A zip file with one file of zeros."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive, archive.open(name, "w") as inside:
        for _block in range(size // 1024 // 1024):
            inside.write(bytes(1024 * 1024))
        inside.write(b"end")
    return made.getvalue()


def picture(width: int, height: int) -> bytes:
    """A PNG that says it is so large, with hardly anything in it."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")


def mail(*files: tuple[str, bytes, str], text: str = "here") -> bytes:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = "mina@example.com", "support@simorgh.example", "files"
    made.set_content(text)
    for name, content, kind in files:
        main, _slash, sub = kind.partition("/")
        made.add_attachment(content, maintype=main, subtype=sub, filename=name)
    return made.as_bytes()


@pytest.mark.reliability("E8")
def test_a_bomb_a_climbing_archive_and_an_endless_picture_are_kept_as_they_came(cast, own_folders, client):  # noqa: F811 - a fixture
    given = {
        "bomb.zip": zipped("zeros", UNPACKED),
        "climbing.zip": zipped("../../../climbed.txt", 0),
        "endless.png": picture(50_000, 50_000),
    }
    raw = mail(*((name, content, "image/png" if name.endswith("png") else "application/zip") for name, content in given.items()))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    [message] = receive_arrival(store_arrival(cast.channel, raw, source="pipe")[0])
    client.force_login(cast.sara)
    page = client.get(f"/cases/{message.case_id}/?box=all")
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before  # kilobytes
    kept = {one.name: one.sha256 for one in Attachment.objects.filter(message=message)}
    assert kept == {name: hashlib.sha256(content).hexdigest() for name, content in given.items()}
    assert (page.status_code, grown < UNPACKED // 1024 // 2) == (200, True)
    assert [path for path in own_folders.parent.rglob("climbed.txt")] == []
    for one in Attachment.objects.filter(message=message):
        answer = client.get(f"/files/{one.pk}/")
        assert (answer.status_code, answer["Content-Disposition"].partition(";")[0]) == (200, "attachment")


@pytest.mark.reliability("E8")
def test_five_hundred_files_stop_no_mail_behind_them(cast, own_folders):  # noqa: F811 - a fixture
    store_arrival(cast.channel, mail(*((f"{number}.txt", b"%d" % number, "text/plain") for number in range(500))), source="pipe")
    store_arrival(cast.channel, mail(text="the next one"), source="pipe")
    read_arrivals.func()
    first, second = Message.objects.order_by("pk")
    assert (first.attachments.count(), second.text.strip()) == (100, "the next one")
    assert "too-many-attachments" in first.remarks
