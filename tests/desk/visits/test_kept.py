"""The page that browsers keep for visits and calls says nothing of anybody."""

import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("language", "says"), [("fa", "بدون اتصال"), ("en", "Offline visits and calls")])
def test_the_kept_page_is_the_same_for_everybody_and_has_the_form(client, cast, language, says):
    address = f"/visits/kept/?language={language}"
    stranger = client.get(address)
    client.force_login(cast.sara)
    sara = client.get(address)
    html = stranger.content.decode()
    assert (sara.content == stranger.content, "Set-Cookie" in stranger, "csrfmiddlewaretoken" in html, "Sara" in html) == (True, False, False, False)
    assert (f'lang="{language}"' in html, says in html, "<s-outbox kept" in html, 'name="subject"' in html) == (True, True, True, True)
