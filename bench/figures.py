"""A figure: what was to be reached and what was seen. Printed as a table and kept as JSON with what it was measured on."""

from __future__ import annotations

import json
import os
import platform
import sqlite3
import subprocess
import time
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import django

from bench.processes import ROOT


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured number. `goal` is the most that is allowed, None where nothing is promised; `note` tells how it came about."""

    name: str
    seen: float
    unit: str
    goal: float | None = None
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """Seen to goal: below 1 is reached."""
        return self.seen / self.goal if self.goal else None


def percentile(values: list[float], share: float) -> float:
    """The value that `share` (0 to 1) of all values do not exceed, by nearest rank."""
    ordered = sorted(values)
    return ordered[max(0, min(len(ordered) - 1, -(-len(ordered) * share // 1).__int__() - 1))] if ordered else 0.0


def yardstick() -> float:
    """Milliseconds of CPU that a fixed piece of Python needs here and now: how fast this machine is, and how shared."""
    since = time.process_time()
    total = 0
    for number in range(300_000):
        total += number % 7
    return (time.process_time() - since) * 1000


def circumstances(options: dict[str, Any]) -> dict[str, Any]:
    """What the figures were measured on."""
    listing = subprocess.run(["git", "describe", "--always", "--dirty"], cwd=ROOT, capture_output=True, text=True, check=False)
    return {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "commit": listing.stdout.strip(),
        "python": platform.python_version(),
        "django": django.get_version(),
        "sqlite": sqlite3.sqlite_version,
        "system": platform.platform(),
        "cores": os.cpu_count(),
        "yardstick, ms": round(min(yardstick() for _ in range(5)), 1),
        "load average": " ".join(f"{value:.2f}" for value in os.getloadavg()),
        **options,
    }


def shown(value: float) -> str:
    """A number with as many digits as say something."""
    return f"{value:,.0f}" if value >= 1000 or value == int(value) else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def table(figures: list[Figure]) -> str:
    """The figures for people."""
    lines = [f"{'figure':<52} {'goal':>14} {'seen':>14} {'ratio':>6}"]
    for figure in figures:
        goal = f"{shown(figure.goal)} {figure.unit}" if figure.goal is not None else ""
        ratio = f"{figure.ratio:.2f}" if figure.ratio is not None else ""
        lines.append(f"{figure.name:<52} {goal:>14} {f'{shown(figure.seen)} {figure.unit}':>14} {ratio:>6}  {figure.note}".rstrip())
    return "\n".join(lines)


def keep(path: Path, figures: list[Figure], measured_on: dict[str, Any]) -> None:
    """Write them down as JSON."""
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = [asdict(figure) | {"ratio": figure.ratio} for figure in figures]
    path.write_text(json.dumps({"measured_on": measured_on, "figures": rows}, ensure_ascii=False, indent=1))
