"""What every test gets: the practice mark, the shared material, closed sockets."""

import gc
import os
from pathlib import Path

import hypothesis
import pytest
from django.conf import settings
from django.utils import translation

from tests import other_database, practices, second_try
from tests.emptied import emptied_for_little  # noqa: F401
from tests.migrated import lay_migrated
from tests.order import pytest_xdist_make_scheduler  # noqa: F401
from tests.practices import pytest_collection_modifyitems, pytest_terminal_summary  # noqa: F401
from tests.services import dovecot, postgresql  # noqa: F401
from tests.sockets import closed_sockets  # noqa: F401

# What a test starts as a program of its own reads the program's settings, and (from the environment) this run's folder.
os.environ["DJANGO_SETTINGS_MODULE"] = "sandali.settings"
SHARED = Path(os.environ.get("SANDALI_SHARED", Path(__file__).resolve().parents[2] / "shared"))


# A property that fails is a fault on any machine; how long an example took is not. CI draws the same examples each time.
hypothesis.settings.register_profile("sandali", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow], derandomize="CI" in os.environ)
hypothesis.settings.load_profile("sandali")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Ours: --practices and --database-only."""
    practices.pytest_addoption(parser)
    other_database.add_option(parser)


def pytest_configure(config: pytest.Config) -> None:
    """Tests may be left out, and those that fail may get a second try."""
    gc.set_threshold(50_000, 20, 50)  # what is collected and imported stays: looking through it as often as usual takes a third of the time
    config.pluginmanager.register(other_database)
    config.pluginmanager.register(second_try)


def pytest_collection_finish() -> None:
    """What was collected stays to the end: the collector need not look through it again and again."""
    gc.freeze()


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real material that this team did not write. Tests that need it are skipped, visibly, without it."""
    if not (SHARED / "data").is_dir():
        pytest.skip("the shared material is not beside this checkout")
    return SHARED / "data"


@pytest.fixture(scope="session")
def django_db_keepdb(request, django_db_modify_db_settings):
    """The test database begins as a copy that is migrated already (SQLite); PostgreSQL runs the migrations in each process."""
    name = settings.DATABASES["default"].get("TEST", {}).get("NAME") or ""
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        lay_migrated(Path(name).parent, Path(name).name)
        return True
    return request.config.getvalue("reuse_db")


@pytest.fixture
def cast(db):
    """The company and everybody in it (tests/cast.py)."""
    from tests.cast_again import bring_in  # models load only once Django is set up

    return bring_in()


@pytest.fixture(autouse=True)
def no_quiet_hours(monkeypatch):
    """What leaves by itself leaves at whatever hour a test runs. Tests about quiet hours write the company's rules down."""
    from sandali.customers import contact  # models load only once Django is set up

    monkeypatch.setattr(contact, "USUAL", contact.Rules(quiet_from=None, quiet_until=None))


@pytest.fixture(autouse=True)
def nobody_waits_to_write(monkeypatch):
    """A job of many batches has nobody to give way to in a test."""
    from sandali.history import queue  # models load only once Django is set up

    monkeypatch.setattr(queue, "GIVE_WAY", 0)


@pytest.fixture(autouse=True)
def nobodys_display():
    """What a request of the test before chose (language, calendar, digits, zone) is not this test's."""
    from sandali.kit.dates import deactivate_display  # settings are read only once Django is set up

    deactivate_display()
    translation.activate(settings.LANGUAGE_CODE)
