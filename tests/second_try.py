"""A second try for a test that fails: for every journey, and where SANDALI_SECOND_TRY is set (.ci/run) for a few others.

Each is told of while it happens and again at the end, with what went wrong at first: docs/decisions/0031-a-second-try.md."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

import pytest
from _pytest.runner import runtestprotocol

FIRST = "failed at first"
MOST = 5  # a process; when more fail, it is no accident
_tried: list[str] = []
_before: list[Callable[[pytest.Item], bool]] = []


def before_second_try(prepare: Callable[[pytest.Item], bool]) -> None:
    """Name what is done before a second try; it returns whether the test is one of its own, which are always tried again."""
    _before.append(prepare)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool:
    """Run a test, and once more if it failed and may be tried again."""
    item.ihook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
    reports = runtestprotocol(item, nextitem=nextitem, log=False)
    why = "\n".join(report.longreprtext for report in reports if report.failed)
    if why and may_try_again(item):
        print(f"\n{item.nodeid} failed, and is tried once more: {why[-1500:]}", file=sys.stderr)
        item._initrequest()  # type: ignore[attr-defined]
        reports = runtestprotocol(item, nextitem=nextitem, log=False)
        reports[-1].user_properties.append((FIRST, why.strip().splitlines()[-1]))
    for report in reports:
        item.ihook.pytest_runtest_logreport(report=report)
    item.ihook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
    return True


def may_try_again(item: pytest.Item) -> bool:
    """A journey always may, in a house built anew; another test where the run says so, until too many failed."""
    if any([prepare(item) for prepare in _before]):
        return True
    _tried.append(item.nodeid)
    return bool(os.environ.get("SANDALI_SECOND_TRY")) and len(_tried) <= MOST


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name what needed two tries, whether it passed then or not."""
    reports = [report for each in terminalreporter.stats.values() for report in each if isinstance(report, pytest.TestReport)]
    for report in reports:
        for name, why in report.user_properties:
            if name == FIRST:
                terminalreporter.line(f"TRIED TWICE {report.nodeid}: {why}")
