"""A worker that fetches and sends is killed (kill -9) again and again, beside servers that fail: nothing is lost, nothing counts twice.

`SANDALI_CAMPAIGN=60:3000` makes it 60 kills, 3,000 mails and as many answers. What was seen: docs/tried.md."""

import json
import os
import random
import re
import time
from collections import Counter

import pytest

from tests.channels.conftest import imap, letter, own_folders, smtp  # noqa: F401 - fixtures of the channels' tests
from tests.program import Program, kill, stop, until

KILLS, MAILS = map(int, os.environ.get("SANDALI_CAMPAIGN", "2:20").split(":"))
FURNISH = """
import json
from sandali.cases.actions import reply
from sandali.channels.setup import change_channel
from tests.cast import make_case, make_cast
cast = make_cast()
ports = json.loads('{ports}')
settings = {{"imap_host": "127.0.0.1", "imap_port": ports["imap"], "imap_security": "none",
             "smtp_host": "127.0.0.1", "smtp_port": ports["smtp"], "smtp_security": "none"}}
change_channel(cast.channel, by=cast.admin, department=cast.support, settings=settings, secrets={{"imap_password": "{password}"}})
from sandali.channels.email.fetching import fetch_mailbox
cast.channel.refresh_from_db()
fetch_mailbox(cast.channel)
for number in range({many}):
    reply(make_case(cast, subject=f"case {{number}}"), f"answer {{number}}", by=cast.sara, dedupe_key=f"answer-{{number}}")
"""
LOOK = """
from sandali.cases.counting import wrong_counts
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute("PRAGMA integrity_check")
    print(cursor.fetchall(), wrong_counts())
"""
# What a day of waiting does: whatever waits for its time is due.
TIME_PASSES = (
    "UPDATE channels_channel SET next_try_at = NULL, sending_next_try_at = NULL",
    "UPDATE channels_delivery SET not_before = '2020-01-01 00:00:00' WHERE state = 'queued'",
    "UPDATE history_job SET run_after = '2020-01-01 00:00:00' WHERE state = 'ready'",
)


@pytest.fixture
def program(tmp_path):
    """An installation of its own, without an undo window, and its workers."""
    made = Program(tmp_path, {"SANDALI_UNDO_SECONDS": "0", "SANDALI_LOG_LEVEL": "ERROR"})
    yield made
    made.end()


def left_to_do(program) -> int:
    """How many mails and answers are not done."""
    taken = program.one("SELECT count(*) FROM channels_arrival WHERE state = 'read'")
    sent = program.one("SELECT count(*) FROM channels_delivery WHERE state = 'sent'")
    return 2 * MAILS - taken - sent


def break_something(chance, imap, smtp) -> int:  # noqa: F811 - the servers, not the fixtures
    """The servers fail too: a mail cut in the middle, an answer that was taken and whose 250 is lost. Returns how many of the latter."""
    if chance.random() < 0.3:
        imap.cut_once = chance.choice(imap.mails).uid
    loses = int(chance.random() < 0.3)
    smtp.cuts_after_data += loses
    return loses


@pytest.mark.reliability("A1", "A4", "D3", "L3")
def test_nothing_is_lost_and_nothing_counts_twice_however_often_the_worker_dies(program, imap, smtp, letter, capsys):  # noqa: F811 - fixtures
    chance = random.Random(20261122)
    ports = json.dumps({"imap": imap.port, "smtp": smtp.port})
    program.ask(FURNISH.format(ports=ports, password=imap.password, many=MAILS))
    for number in range(MAILS):
        imap.add(letter(f"token-{number}-", sender=f"customer{number}@example.com"))
    kills, lost, began = 0, 0, time.monotonic()
    while kills < KILLS and left_to_do(program):
        process = program.start()
        lost += break_something(chance, imap, smtp)
        time.sleep(chance.uniform(0.02, 1.2))
        kill(process)
        kills += 1
        program.write(*TIME_PASSES)
    smtp.cuts_after_data = 0
    process = program.start()
    recovered = until(lambda: left_to_do(program) == 0, "the rest", 60 + MAILS)
    assert stop(process) == 0

    raws = sorted(program.rows("SELECT size FROM channels_arrival"))
    assert raws == sorted((len(mail.raw),) for mail in imap.mails)
    texts = [text for (text,) in program.rows("SELECT text FROM cases_message WHERE direction = 'in' AND arrival_id IS NOT NULL")]
    assert sorted(re.findall(r"token-(\d+)-", " ".join(texts)), key=int) == [str(number) for number in range(MAILS)]
    assert program.one("SELECT count(*) FROM cases_case") == 2 * MAILS  # one a mail, and those that were answered
    copies = Counter(re.search(rb"^Message-ID: <([^>]+)>", mail.content, re.M | re.I)[1].decode() for mail in smtp.taken)
    assert set(copies) == {name for (name,) in program.rows("SELECT message_id FROM channels_delivery")}
    twice = sum(copies.values()) - MAILS
    assert twice <= kills * 3 + lost  # a thread of a killed worker had at most one in hand
    assert program.ask(LOOK) == "[('ok',)] []"
    parked = program.rows("SELECT task, attempts, last_error FROM history_job WHERE state = 'parked'")
    assert [row for row in parked if "its worker died" not in row[2]] == []
    with capsys.disabled():
        if "SANDALI_CAMPAIGN" in os.environ:
            print(
                f"\n{kills} kills, {MAILS} mails and answers, {lost} lost answers of the mail server, {twice} sent twice, {len(parked)} parked,"
                f" {recovered:.1f} s for the rest, {time.monotonic() - began:.0f} s in all"
            )
