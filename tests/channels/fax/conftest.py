"""A fax line with a server behind it."""

from __future__ import annotations

import pytest

from sandali.channels.models import Channel
from tests.channels.fax.hylafax_server import FaxServer


@pytest.fixture
def server(tmp_path, settings):
    """HylaFAX on this machine."""
    folder = tmp_path / "hylafax"
    folder.mkdir()
    made = FaxServer(folder)
    settings.SENDFAX, settings.FAXSTAT = str(folder / "sendfax"), str(folder / "faxstat")
    return made


@pytest.fixture
def line(cast):
    """Our fax line."""
    return Channel.objects.create(kind="fax", name="Fax", slug="fax", address="+982188776655", settings={"line": "+982188776655", "region": "IR"})
