"""The performance harness works: on a tiny database, in seconds. What it measures is never asserted here."""

import imaplib
import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from email import message_from_bytes, policy

import pytest

from bench.database import Size, filled, key_of
from bench.figures import Figure, percentile, table
from bench.imap_box import ImapBox
from bench.mails import mails
from bench.processes import ROOT
from tests.migrated import lay_migrated

pytestmark = pytest.mark.skipif(bool(os.environ.get("SANDALI_DATABASE")), reason="the figures are SQLite's")
TINY = Size(cases=80, messages=400, seed=3)


@pytest.fixture(scope="module")
def out(tmp_path_factory):
    """A folder with the tiny database in it."""
    folder = tmp_path_factory.mktemp("bench")
    filled(TINY, out=folder, begin=lay_migrated)
    return folder


def test_the_database_has_the_size_asked_for_and_holds_together(out):
    with closing(sqlite3.connect(out / key_of(TINY) / "sandali.sqlite3")) as database:
        counts = {
            name: database.execute(f"SELECT count(*) FROM {name}").fetchone()[0]
            for name in ("cases_case", "cases_words", "cases_message", "messages_words", "customers_customer", "customers_words")
        }
        broken = database.execute("PRAGMA foreign_key_check").fetchall()
        wrong = database.execute(
            "SELECT count(*) FROM cases_case c WHERE message_count != (SELECT count(*) FROM cases_message WHERE case_id = c.id)"
            " OR last_message_id != (SELECT max(id) FROM cases_message WHERE case_id = c.id)"
        ).fetchone()
        agents = database.execute("SELECT count(*) FROM company_person WHERE role = 'agent'").fetchone()
    assert counts == {
        "cases_case": 80, "cases_words": 80, "cases_message": 400, "messages_words": 400, "customers_customer": 48, "customers_words": 48,
    }  # fmt: skip
    assert (broken, wrong, agents) == ([], (0,), (20,))


def test_the_same_size_and_seed_is_not_made_twice(out):
    made = (out / key_of(TINY) / "sandali.sqlite3").stat().st_mtime_ns
    folder, took = filled(TINY, out=out)
    assert (folder.name, (folder / "sandali.sqlite3").stat().st_mtime_ns) == (key_of(TINY), made)
    assert took == json.loads((folder / "filled.json").read_text())["took"]


def test_a_run_measures_a_page_and_old_mail_and_writes_them_down(out):
    run = subprocess.run(
        [sys.executable, "-m", "bench", "--cases", "80", "--messages", "400", "--seed", "3", "--out", str(out),
         "--only", "history,pages,memory", "--page", "customers, list", "--requests", "5"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (run.returncode, run.stderr) == (0, "")
    found = json.loads((out / "latest.json").read_text())
    assert [figure["name"] for figure in found["figures"]] == [
        "mail in, --history: CPU a message",
        "customers, list: server CPU",
        "customers, list: p95, one client",
        "memory of the process, at the start",
        "memory of the process, after all this",
    ]
    assert (found["measured_on"]["cases"], found["measured_on"]["seed"]) == (80, 3)


def test_mails_are_the_same_for_a_seed_and_answer_each_other():
    first, again, other = (list(mails(60, seed=seed)) for seed in ("a", "a", "b"))
    strip = [[line for line in raw.split(b"\r\n") if not line.startswith((b"Date:", b" boundary", b"--=", b"Content-Type: multipart"))] for raw in first]
    strip_again = [[line for line in raw.split(b"\r\n") if not line.startswith((b"Date:", b" boundary", b"--=", b"Content-Type: multipart"))] for raw in again]
    read = [message_from_bytes(raw, policy=policy.default) for raw in first]
    known = {mail["Message-ID"] for mail in read}
    answers = [mail["In-Reply-To"] for mail in read if mail["In-Reply-To"]]
    assert strip == strip_again
    assert (first == other, set(answers) <= known, len(answers) > 5, len(known)) == (False, True, True, 60)


def test_the_mailbox_gives_what_was_put_in_by_uid():
    box, raws = ImapBox(), list(mails(3, seed="box"))
    box.add(raws)
    client = imaplib.IMAP4("127.0.0.1", box.port)
    client.login(box.username, box.password)
    client.select("INBOX", readonly=True)
    numbers = client.uid("SEARCH", "UID 2:*")[1][0].split()
    got = client.uid("FETCH", "3", "(BODY.PEEK[])")[1][0][1]
    client.logout()
    box.close()
    assert (numbers, got) == ([b"2", b"3"], raws[2])


def test_percentiles_are_of_nearest_rank():
    values = [float(number) for number in range(1, 101)]
    assert [percentile(values, share) for share in (0.5, 0.95, 0.99, 1)] == [50.0, 95.0, 99.0, 100.0]
    assert (percentile([7.0], 0.99), percentile([], 0.5)) == (7.0, 0.0)


def test_the_table_says_goal_seen_and_ratio():
    lines = table([Figure("inbox", 12.5, "ms", 25.0, "p50 9 ms"), Figure("memory", 150.0, "MB")]).splitlines()
    assert [line.split() for line in lines] == [
        ["figure", "goal", "seen", "ratio"],
        ["inbox", "25", "ms", "12.5", "ms", "0.50", "p50", "9", "ms"],
        ["memory", "150", "MB"],
    ]
