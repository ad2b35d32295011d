"""How long it takes until a mail that was stored shows on an open inbox: from the pipe's yes to the event on the stream."""

from __future__ import annotations

import json
import queue
import subprocess
import threading
import time
from pathlib import Path

import httpx

from bench.browsing import Browser
from bench.figures import Figure, percentile
from bench.mail_in import NotTakenIn, pipe_command
from bench.mails import mails
from bench.processes import ROOT, Server, environment, settle
from sandali.company.models import Person

TIMES, PATIENCE = 20, 30.0


class Stream:
    """The stream of a signed-in person's page; `said` holds the moment of each event that is news for the inbox."""

    def __init__(self, browser: Browser) -> None:
        self.said: queue.Queue[float] = queue.Queue()
        self.open = threading.Event()
        self.browser = browser
        self.ending = False
        self.thread = threading.Thread(target=self._listen, daemon=True)
        self.thread.start()
        if not self.open.wait(PATIENCE):
            raise NotTakenIn("the stream did not open")

    def _listen(self) -> None:
        try:
            with self.browser.client.stream("GET", "/live/", headers={"Accept": "text/event-stream"}, timeout=PATIENCE) as answer:
                for line in answer.iter_lines():
                    self.open.set()
                    if line.startswith("data: {") and "inbox" in json.loads(line[6:])["topics"]:
                        self.said.put(time.monotonic())
        except httpx.HTTPError:
            if not self.ending:
                raise

    def close(self) -> None:
        """The page goes."""
        self.ending = True
        self.browser.client.close()


def measure(server: Server, data: Path, *, seed: int) -> list[Figure]:
    """Median and longest of 20 mails, apart from each other."""
    lead = Person.objects.get(email="ladan@simorgh.example")
    stream, waits = Stream(Browser(server.url, lead)), []
    command = pipe_command(data, quick=True)
    settle(server, most=4)
    for raw in mails(TIMES, seed=f"live-{seed}"):
        while not stream.said.empty():
            stream.said.get_nowait()
        subprocess.run(command, cwd=ROOT, env=environment(data), input=raw, check=True)
        stored = time.monotonic()
        try:
            waits.append(stream.said.get(timeout=PATIENCE) - stored)
        except queue.Empty as nothing:
            raise NotTakenIn("no event came for a new mail") from nothing
        time.sleep(0.7)
    stream.close()
    return [
        Figure("live: mail stored to event, median", percentile(waits, 0.5), "s"),
        Figure("live: mail stored to event, longest of 20", max(waits), "s", 1.0),
    ]
