"""Who runs what, and when, where several processes share the tests: a file stays together, and what lasts long begins first.

So what a file builds once is built once, and at the end nobody waits for one who has just begun something long. No test hangs on it:
SANDALI_SHUFFLED=7 deals the files out in another order for each number, to find one that does."""

from __future__ import annotations

import os
from collections.abc import Iterable
from zlib import crc32

import pytest
from xdist.scheduler import LoadScopeScheduling

JOURNEYS = "tests/browser/journeys/"
# Two processes walk the journeys: each has a server and a browser beside it, and more at once would wait for each other.
LANES = ("journeys", "more journeys")
# Files that last four seconds and more though they have few tests, about the longest first; behind them all others, by the number of their tests.
LONGEST = tuple(
    f"tests/{name}.py"
    for name in (
        "demo/test_build", "transfer/archive/test_round_trip", "bench/test_bench", "test_archives", "desk/test_who_may_enter", "campaigns/test_killed_door",
        "campaigns/test_killed_worker", "channels/sms/smpp/test_listening", "desk/cases/test_views", "browser/test_mail_html_in_chromium", "desk/me/test_ways",
        "desk/test_private_departments", "cases/test_races", "corpora/test_hostile_strings", "campaigns/test_told_five_times", "campaigns/test_eight_writers",
        "cases/actions/test_later", "channels/sms/test_hooks", "channels/whatsapp/test_hooks", "corpora/test_corpora_whole_way", "customers/test_merging",
        "cases/actions/test_regrouping_races", "transfer/test_whole_exports", "transfer/test_ahead", "exchange/test_hooks", "customers/test_merging_races",
        "channels/email/test_idle", "test_serving", "cases/test_figure_days",
    )
)  # fmt: skip
# Of these every test is by itself: they last long, and nothing is built for all of them.
APART = ("tests/desk/test_who_may_enter.py",)
# Journeys that last longest; dealt out in turn, like all others.
LONGEST_JOURNEYS = (
    "test_selling", "test_solved", "test_first_run", "test_answering", "test_without_connection", "test_morning_on_a_phone", "test_form", "test_chat",
    "test_understanding", "test_keyboard", "test_recovering", "test_facts", "test_morning_by_keyboard", "test_promises", "test_putting_right", "test_finding",
)  # fmt: skip


def lanes(files: Iterable[str]) -> dict[str, str]:
    """The lane of each file of journeys."""
    names = [f"{JOURNEYS}{name}.py" for name in LONGEST_JOURNEYS]
    dealt = sorted(files, key=lambda file: (names.index(file) if file in names else len(names), file))
    return {file: LANES[place % len(LANES)] for place, file in enumerate(dealt)}


def place(scope: str, tests: int) -> tuple[int, int]:
    """Where something stands in the row: lanes of journeys, what lasts long, the rest."""
    if seed := os.environ.get("SANDALI_SHUFFLED"):
        return 0, crc32(f"{seed} {scope}".encode())
    file = scope.partition("::")[0]
    if file in LANES:
        return 0, LANES.index(file)
    return (1, LONGEST.index(file)) if file in LONGEST else (2, -tests)


class LongestFirst(LoadScopeScheduling):
    """xdist's way of handing out files whole, in our order."""

    def __init__(self, config, log) -> None:
        super().__init__(config, log)
        self.lanes: dict[str, str] = {}

    def schedule(self) -> None:
        """Deal the journeys out before anybody asks."""
        if self.collection is None and self.registered_collections:
            found = next(iter(self.registered_collections.values()))
            self.lanes = lanes({file for file in (name.partition("::")[0] for name in found) if file.startswith(JOURNEYS)})
        super().schedule()

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return nodeid if file in APART else self.lanes.get(file, file)

    def _assign_work_unit(self, node) -> None:
        self.workqueue.move_to_end(min(self.workqueue, key=lambda scope: place(scope, len(self.workqueue[scope]))), last=False)
        super()._assign_work_unit(node)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log) -> LongestFirst:
    """For every run of several processes."""
    return LongestFirst(config, log)
