"""The page of visits and calls waiting, in the frame of the desk."""

import pytest

pytestmark = pytest.mark.django_db


def test_the_page_has_the_list_and_a_form_with_a_key_of_its_own(sara, cast):
    pages = [sara.get("/visits/").content.decode() for _time in range(2)]
    keys = {html.partition('name="key" value="')[2].partition('"')[0] for html in pages}
    assert ([html.count("<s-visits") for html in pages], [html.count("<s-visit ") for html in pages], len(keys)) == ([1, 1], [1, 1], 2)


@pytest.mark.parametrize(("who", "status"), [("reza", 200), ("parvaneh", 403)])
def test_it_is_for_who_may_answer(client, cast, who, status):
    client.force_login(getattr(cast, who))
    assert client.get("/visits/").status_code == status
