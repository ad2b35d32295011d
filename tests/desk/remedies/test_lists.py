"""The ledger, the stories and what waits for an answer are read page by page, also among acts of one moment; none is shown twice or left out."""

import pytest
from django.utils import timezone

from sandali.resolution.models import Remedy, Story
from tests.cast import make_case

pytestmark = [pytest.mark.django_db, pytest.mark.practice("P20")]


@pytest.fixture
def acts(cast, monkeypatch):
    """Five good acts of one moment with their stories, and five that are asked for; two stand on a page."""
    monkeypatch.setattr("sandali.desk.remedies.lists.PAGE", 2)
    now = timezone.now()
    for number in range(5):
        fields = {"case": make_case(cast, messages=0), "customer": cast.mina, "currency": "IRR", "at": now, "by": cast.sara}
        given = Remedy.objects.create(**fields, kind="gift", state="given", dedupe_key=f"g{number}", what=f"هدیه {number}")
        Story.objects.create(remedy=given, title=f"داستان {number}", text="!", by=cast.sara, at=now)
        Remedy.objects.create(**fields, kind="refund", amount=100, state="asked", dedupe_key=f"a{number}")


def walked(client, address, rows, more):
    """The rows of each page, to the end."""
    found = []
    while address:
        context = client.get(address).context
        found.append([str_of(row) for row in context[rows]])
        address = context[more]
    return found


def str_of(row):
    return getattr(row, "what", None) or (row["story"].title if "story" in row else row["pk"])


def test_the_ledger_goes_on_where_its_page_ended(client, cast, acts):
    client.force_login(cast.nahid)
    assert walked(client, "/remedies/?period=all", "acts", "more_url") == [["هدیه 4", "هدیه 3"], ["هدیه 2", "هدیه 1"], ["هدیه 0"]]


def test_so_do_the_stories(client, cast, acts):
    client.force_login(cast.nahid)
    assert walked(client, "/remedies/stories/", "stories", "more_url") == [["داستان 4", "داستان 3"], ["داستان 2", "داستان 1"], ["داستان 0"]]


@pytest.mark.parametrize(("who", "rows", "more"), [("nahid", "to_me", "to_me_more"), ("sara", "mine", "mine_more")])
def test_and_what_waits_for_an_answer_the_longest_waiting_first(client, cast, acts, who, rows, more):
    client.force_login(getattr(cast, who))
    asked = list(Remedy.objects.filter(state="asked").order_by("pk").values_list("pk", flat=True))
    assert walked(client, "/remedies/asked/", rows, more) == [asked[:2], asked[2:4], asked[4:]]
