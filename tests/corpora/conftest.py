"""A desk for the corpora: the cast, files of this test alone, a channel that acknowledges even old mail, Sara signed in."""

from datetime import timedelta

import pytest

from sandali.cases import acknowledging
from tests.corpora.way import prepare


@pytest.fixture
def desk(cast, client, settings, tmp_path, monkeypatch):
    """(channel, client). These mails are years old, which alone would keep them from being acknowledged."""
    settings.DATA, settings.FILES, settings.ROOM_MINIMUM = tmp_path, tmp_path / "files", 0
    monkeypatch.setattr(acknowledging, "TOO_OLD", timedelta(days=40_000))
    prepare(cast.channel)
    client.force_login(cast.sara)
    return cast.channel, client
