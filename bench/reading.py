"""What reading a message costs: promises in it, an apology, thanks for having told us, its mood, and its print for near-copies."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time
from time import process_time
from zoneinfo import ZoneInfo

from bench.figures import Figure
from sandali.channels.email.quotes import cut
from sandali.kit.hours import WeekHours
from sandali.resolution.reading.gratitude import thanks_for_telling
from sandali.resolution.reading.likeness import bands, fingerprint
from sandali.resolution.reading.mood import read_mood
from sandali.resolution.reading.phrases.finding import find_promises
from sandali.resolution.reading.sorry import reading_of_apology

ZONE = ZoneInfo("Asia/Tehran")
HOURS = WeekHours(dict.fromkeys((5, 6, 0, 1, 2), ((time(9), time(17)),)), ZONE)
NOW = datetime(2026, 11, 22, 10, 30, tzinfo=ZONE)
TEXTS = {
    "Persian": "سلام خانم کریمی، از تأخیر پیش‌آمده پوزش می‌خواهیم. صندلی شما دیروز از انبار بیرون آمد و تا فردا ظهر به دستتان می‌رسد. مبلغ ارسال را هم ظرف ۴۸ ساعت به حسابتان برمی‌گردانیم. " * 5,
    "English": "Dear Anna, I am sorry for the delay. Your chair left our warehouse yesterday and it will be with you by noon tomorrow. We will refund the delivery within 48 hours. " * 5,
}
WAYS: dict[str, Callable[[str], object]] = {
    "promises": lambda text: find_promises(text, now=NOW, hours=HOURS),
    "apology": reading_of_apology,
    "thanks": thanks_for_telling,
    "mood": read_mood,
    "print for near-copies": lambda text: bands(fingerprint(text)),
}
GOAL = 2.0  # ms
# What tests/channels/email/test_quotes.py feeds it (RELIABILITY B9).
QUOTES = [f"{'x' * 200}\n" * 5 + "> line\n" * 100_000, "On " + "a, " * 30_000 + "wrote:\n> x", " " * 500_000 + "x", "در " * 30_000 + "نوشت:"]


def measure() -> list[Figure]:
    """The most that one reading of a letter of 800 letters costs in either language."""
    found = [Figure(f"reading a message: {name}", max(cost(way, text) for text in TEXTS.values()), "ms", GOAL, "CPU, the dearer of two languages") for name, way in WAYS.items()]
    return [*found, Figure("cutting quotes: the worst of four", max(cost(cut, text, times=1) for text in QUOTES), "ms", 2000, "CPU")]


def cost(way: Callable[[str], object], text: str, *, times: int = 20) -> float:
    """Milliseconds of CPU of one reading, the best of seven rounds of so many."""
    rounds = []
    for _ in range(7):
        began = process_time()
        for _time in range(times):
            way(text)
        rounds.append((process_time() - began) / times * 1000)
    return min(rounds)
