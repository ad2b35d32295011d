"""Where a telephone system brings its records of calls is shown to who looks after channels, for the systems that we listen to."""

from __future__ import annotations

import pytest
from django.utils.html import escape

from sandali.channels.hooks import address_of_records
from sandali.channels.setup import change_channel
from tests.phones import make_phone

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("system", "shown"), [("ami", True), ("ari", True), ("hook", False)])
def test_the_lines_for_cron_stand_on_the_page_of_an_asterisk(client, cast, system, shown):
    phone = make_phone(cast)
    channel = change_channel(phone, by=cast.admin, settings=phone.settings | {"system": system, "receive": system, "host": "127.0.0.1", "username": "x"}, secrets={}, department=cast.support)
    client.force_login(cast.admin)
    html = client.get(f"/settings/channels/{channel.pk}/").content.decode()
    assert html.count(escape(address_of_records(channel))) == (2 if shown else 1)
    assert (("Master.csv" in html), ("asteriskcdrdb" in html)) == (shown, shown)


def test_whoever_looks_after_no_channels_does_not_see_it(client, cast):
    phone = make_phone(cast)
    client.force_login(cast.sara)
    assert client.get(f"/settings/channels/{phone.pk}/").status_code in (403, 404)
