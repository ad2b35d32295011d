"""Old mail from files: every mail once, nobody told, begun again without harm."""

import mailbox
import os
import subprocess
import sys
from email import message_from_bytes
from pathlib import Path

import pytest

from sandali import old_mail
from sandali.cases.jobs import read_arrivals
from sandali.cases.models import Case, Message
from sandali.channels.email.history_import import import_history, mails_in
from sandali.channels.models import Delivery
from sandali.customers.models import Customer
from sandali.history import queue
from sandali.history.models import Notice

OLD = "Date: Fri, 20 Mar 2020 10:00:00 +0330\r\n"


@pytest.fixture
def letters(letter):
    """Five mails of five customers; one has lines that look like an mbox separator."""
    found = [letter(sender=f"c{number}@example.com", headers=OLD).replace(b"\r\n", b"\n") for number in range(4)]
    return [*found, letter("before\n\nFrom here on all is well\nFrom me", sender="c9@example.com").replace(b"\r\n", b"\n")]


def mbox(path: Path, letters: list[bytes]) -> Path:
    box = mailbox.mbox(path)
    for raw in letters:
        box.add(message_from_bytes(raw))
    box.close()
    return path


def test_an_mbox_gives_back_the_mails_that_were_put_in(tmp_path, letters):
    assert list(mails_in(mbox(tmp_path / "old.mbox", letters))) == letters


def test_a_maildir_and_folders_of_files_give_their_mails(tmp_path, letters):
    box = mailbox.Maildir(tmp_path / "box")
    for raw in letters:
        box.add(raw)
    assert sorted(mails_in(tmp_path / "box")) == sorted(letters)
    (tmp_path / "eml" / "inner").mkdir(parents=True)
    (tmp_path / "eml" / "1.eml").write_bytes(letters[0])
    (tmp_path / "eml" / "inner" / "2.EML").write_bytes(letters[1])
    (tmp_path / "eml" / "notes.txt").write_bytes(b"no mail")
    assert list(mails_in(tmp_path / "eml")) == letters[:2]


@pytest.mark.reliability("A12")
def test_an_import_tells_nobody_and_can_be_begun_again(cast, own_folders, letters):
    cast.channel.settings = {"acknowledge": True}
    cast.channel.save(update_fields=["settings"])
    path = mbox(own_folders / "old.mbox", letters)
    done = import_history(cast.channel, path, take_in=read_arrivals.func)
    assert (done.found, done.stored, done.known, done.read, done.quarantined) == (5, 5, 0, 5, 0)
    queue.drain()
    assert (Message.objects.count(), Notice.objects.count(), Delivery.objects.count()) == (5, 0, 0)
    assert set(Case.objects.values_list("state", "waiting_since")) == {("answered", None)}
    assert Message.objects.order_by("id").first().at.year == 2020
    again = import_history(cast.channel, path, take_in=read_arrivals.func)
    assert (again.found, again.stored, again.known) == (5, 0, 5)
    assert Message.objects.count() == 5


def test_the_command_says_what_came_of_it(cast, own_folders, letters, capsys):
    path = mbox(own_folders / "old.mbox", letters)
    people = Customer.objects.count()
    assert old_mail.main(["--channel", "support", "--history", str(path)]) == 0
    assert capsys.readouterr().out.endswith(
        "5 mails found: 5 new, 0 here already, 0 too large.\nOf these 5 read, 0 for nobody, 0 could not be read.\n5 new customers, 5 cases.\n"
    )
    assert Customer.objects.count() == people + 5
    assert old_mail.main(["--channel", "nobody", "--history", str(path)]) == 2
    assert old_mail.main(["--channel", "support", "--history", str(own_folders / "missing")]) == 2


def test_the_command_line_reaches_it(tmp_path):
    environment = {**os.environ, "SANDALI_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "sandali.settings", "SANDALI_DATABASE": ""}
    command = [sys.executable, "-m", "sandali", "mail", "--history", "x"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, cwd=Path(__file__).resolve().parents[3])
    assert (done.returncode, "--channel" in done.stderr) == (2, True)
