"""The mails of this folder: our own, written as Persian customers' programs write them."""

from collections.abc import Callable
from pathlib import Path

import pytest

from sandali.channels.adapter import Incoming
from sandali.channels.email.reading import read

MAILS = Path(__file__).resolve().parents[1] / "mails"
SETTINGS: dict[str, object] = {"addresses": ["support@sandali.example"], "authserv_ids": ["mail.sandali.example"]}


@pytest.fixture
def mail() -> Callable[[str], Incoming]:
    """Reads one of our mails by name."""
    return lambda name: read((MAILS / f"{name}.eml").read_bytes(), settings=SETTINGS)[0]


@pytest.fixture
def read_bytes() -> Callable[..., Incoming]:
    """Reads bytes with the settings of our mailbox."""
    return lambda raw, **settings: read(raw, settings={**SETTINGS, **settings})[0]
