"""The token of a program on its channel's page: shown once, and never again."""

import re

import pytest

from sandali.channels.api.callers import channel_of_token
from sandali.channels.setup import create_channel

pytestmark = pytest.mark.django_db


@pytest.mark.reliability("J6")
def test_a_token_is_shown_in_the_answer_that_made_it_and_on_no_page_after(client, cast):
    client.force_login(cast.admin)
    channel = create_channel(kind="api", name="App", by=cast.admin, settings={"deliver": "cursor"})
    at = f"/settings/channels/{channel.pk}/"
    first, second = (re.search(r'value="(sandali-[^"]+)"', client.post(f"{at}token/").content.decode())[1] for _time in range(2))
    assert ("sandali-" in client.get(at).content.decode(), [channel_of_token(one) for one in (first, second)]) == (False, [channel, channel])
    assert client.post(f"{at}earlier-token/").status_code == 303
    assert [channel_of_token(one) for one in (first, second)] == [None, channel]


def test_a_channel_without_programs_has_no_token(client, cast):
    client.force_login(cast.admin)
    assert [client.post(f"/settings/channels/{cast.counter.pk}/{act}/").status_code for act in ("token", "earlier-token")] == [404, 404]
