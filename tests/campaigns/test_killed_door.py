"""A server to which providers tell, eight at once, is killed (kill -9) again and again: what was answered with 200 is there, and nothing twice.

`SANDALI_CAMPAIGN=60:3000` means 60 kills and at least 3,000 events. What was seen: docs/tried.md."""

import http.client
import json
import os
import random
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import count

import pytest

from tests.channels.botapi.updates_made import body, update
from tests.program import Program, kill, stop, until

KILLS, EVENTS = map(int, os.environ.get("SANDALI_CAMPAIGN", "2:40").split(":"))
FURNISH = """
import json
from sandali.channels.email.servers import secrets_of
from sandali.channels.setup import create_channel
from tests.cast import make_cast
cast = make_cast()
made = create_channel(kind="telegram", name="Bot", by=cast.admin, department=cast.support, secrets={"token": "1:x"},
                      settings={"server": "http://127.0.0.1:9", "receive": "hook", "bot": "1"})
print(json.dumps(secrets_of(made)))
"""
CHECK = """
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute("PRAGMA integrity_check")
    print(cursor.fetchall())
"""


@pytest.fixture
def program(tmp_path):
    """An installation of its own, and its server."""
    made = Program(tmp_path, {"SANDALI_LOG_LEVEL": "ERROR"})
    yield made
    made.end()


@pytest.fixture
def port():
    """One that nobody listens on, the same for every start."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Provider:
    """Tells each event until it is answered with 200, as providers do, and some of them once more after that."""

    def __init__(self, port, kept):
        self.port, self.path, self.headers = port, f"/hooks/{kept['hook_token']}/", {"X-Telegram-Bot-Api-Secret-Token": kept["hook_secret"], "Content-Type": "application/json"}
        self.numbers, self.answered, self.ended, self.wrong = count(1), set(), threading.Event(), []
        self.broken = 0  # requests that nobody answered

    def tell(self, number):
        """One event, until it is answered. Nothing but 200 is right: there is room, and nobody is refused."""
        said = body(update({"id": 5000 + number % 20, "is_bot": False, "first_name": "C"}, number=number, message_id=number, text=f"event {number}"))
        while True:
            try:
                connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
                connection.request("POST", self.path, said, self.headers)
                status = connection.getresponse().status
                connection.close()
            except (OSError, http.client.HTTPException):
                self.broken += 1
                time.sleep(0.02)
                continue
            if status != 200:
                self.wrong.append(status)
            return

    def go_on(self, seed):
        """One event after the other until the end."""
        chance = random.Random(seed)
        while not self.ended.is_set():
            number = next(self.numbers)
            self.tell(number)
            self.answered.add(number)
            if chance.random() < 0.2:
                self.tell(number)
            time.sleep(0.01)


@pytest.mark.reliability("F1")
def test_what_was_answered_is_there_once_however_often_the_server_is_killed(program, port, capsys):
    chance = random.Random(20261122)
    provider = Provider(port, json.loads(program.ask(FURNISH)))
    kills, began = 0, time.monotonic()
    with ThreadPoolExecutor(8) as pool:
        telling = [pool.submit(provider.go_on, seed) for seed in range(8)]
        try:
            while kills < KILLS or len(provider.answered) < EVENTS:
                process = program.start("run", "--port", str(port), begun="Sandali is running")
                before = len(provider.answered)
                until(lambda before=before: len(provider.answered) > before, "an answer")
                time.sleep(chance.uniform(0.0, 0.8))
                kill(process)
                kills += 1
                answered = set(provider.answered)
                there = {int(number) for (number,) in program.rows("SELECT event_id FROM channels_arrival")}
                assert answered - there == set()
            process = program.start("run", "--port", str(port), begun="Sandali is running")
        finally:
            provider.ended.set()
        [one.result(60) for one in telling]
    told = len(provider.answered)
    recovered = until(lambda: program.one("SELECT count(*) FROM channels_arrival WHERE state = 'read'") == told, "the rest", 60 + told)
    stop(process)
    assert provider.wrong == []

    events = [number for (number,) in program.rows("SELECT event_id FROM channels_arrival ORDER BY id")]
    assert (len(events), set(map(int, events))) == (told, provider.answered)
    texts = [text for (text,) in program.rows("SELECT text FROM cases_message WHERE direction = 'in' AND arrival_id IS NOT NULL")]
    assert sorted(texts) == sorted(f"event {number}" for number in provider.answered)
    assert program.one("SELECT count(*) FROM channels_toldbytes") == told
    assert program.ask(CHECK) == "[('ok',)]"
    with capsys.disabled():
        if "SANDALI_CAMPAIGN" in os.environ:
            print(f"\n{kills} kills, {told} events, {provider.broken} requests without an answer, {recovered:.1f} s for the rest, {time.monotonic() - began:.0f} s in all")
