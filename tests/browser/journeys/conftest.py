"""What a journey needs: real Chromium, a running Sandali with its people in it, and a mail server that takes what leaves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from sandali.kit.assets import BUILT
from tests.browser.running import Running, data_folder, furnish, running
from tests.browser.visitor import ARGUMENTS, Visitor, Visits, visitors
from tests.channels.email.smtp_server import ScriptedSmtp
from tests.second_try import before_second_try
from tools.shots import AXE, chromium

HERE = Path(__file__).parent
# Each test that changes what others see has a person of its own; "desk" and "english" share.
PEOPLE = {"desk": "fa", "chooser": "fa", "english": "en", "keys": "fa", "keysenglish": "en", "phone": "fa", "idle": "fa", "taste": "fa", "away": "fa", "awayenglish": "en", "leaver": "en", "zones": "en", "walker": "en", "pusher": "en", "morning": "fa", "ended": "fa", "giver": "fa", "rung": "fa", "giverenglish": "en", "granter": "fa", "granterenglish": "en"}
ROLES = {"granter": "manager", "granterenglish": "manager"}
CASES = {"chooser": 5, "keys": 3, "keysenglish": 3, "phone": 2, "away": 11, "awayenglish": 1, "leaver": 1, "zones": 1, "walker": 34, "morning": 7, "ended": 1, "giver": 1, "giverenglish": 1}


@dataclass(frozen=True)
class House:
    """The running server, its people's sessions, the cases that were made for some of them, and where their answers go."""

    server: Running
    sessions: dict[str, str]
    cases: dict[str, list[int]]
    smtp: ScriptedSmtp


class Houses:
    """The house of this process: built when somebody first asks for it, and built anew for who asks after `move_out`."""

    def __init__(self) -> None:
        self.rented = ExitStack()
        self.house: House | None = None

    def move_in(self) -> House:
        """The house, with everything in it."""
        if self.house is None:
            smtp = ScriptedSmtp()
            smtp.start()
            self.rented.callback(smtp.stop)
            data = self.rented.enter_context(data_folder())
            made = furnish(data, {"smtp_port": smtp.port, "people": PEOPLE, "roles": ROLES, "cases": CASES})
            server = self.rented.enter_context(running(data))
            self.house = House(server, made["sessions"], made["cases"], smtp)
        return self.house

    def move_out(self) -> None:
        """Stop its servers and remove what they kept."""
        self.house = None
        self.rented.close()


HOUSES = Houses()


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Chromium for these journeys only: Playwright keeps an event loop, which Django's database calls do not bear beside them."""
    program = chromium()
    if program is None:
        pytest.skip("Chromium is not installed (Debian: apt install chromium)")
    if not AXE.exists():
        pytest.skip("axe-core is not installed (npm install)")
    if not (BUILT / "sandali.css").exists():
        pytest.skip("the page assets are not built (python -m sandali.kit.assets)")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture(scope="session")
def houses() -> Iterator[Houses]:
    """Where the journeys of this process take place, cleared away at the end."""
    yield HOUSES
    HOUSES.move_out()


@pytest.fixture
def house(houses) -> House:
    """One company for all journeys of this process; each journey brings customers of its own."""
    return houses.move_in()


@pytest.fixture
def visit(browser) -> Iterator[Visits]:
    """Lets somebody in; fails at the end when a script broke, a policy was violated, or a page passed was not accessible."""
    with visitors(browser) as function:
        yield function


@pytest.fixture
def enter(house, visit) -> Callable[..., Visitor]:
    """A person of the house, signed in: `enter("desk")`, `enter("phone", size=PHONE)`."""

    def come(name: str, **more: object) -> Visitor:
        language = PEOPLE.get(name, "fa")
        return visit(house.server.address, language=language, session=house.sessions[name], **more)

    return come


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every journey needs a browser, whether its file says so or not."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker("browser")


def build_anew(item: pytest.Item) -> bool:
    """A journey is always walked once more, in a house that does not know the first walk: now and then a browser comes too late."""
    if not item.path.is_relative_to(HERE):
        return False
    HOUSES.move_out()
    return True


before_second_try(build_anew)
