"""What the demo's people wrote down: whole, filled by the facts there are, and with a life behind it."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from sandali.demo.company import make_house
from sandali.demo.knowledge import read_entries, write_knowledge
from sandali.history.models import Notice
from sandali.knowledge.access import public_entries
from sandali.knowledge.models import Entry

NOW = datetime(2026, 11, 21, 12, 30, tzinfo=UTC)


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["fa", "en"])
def test_facts_and_articles_of_every_fate(language):
    house = make_house(language, "a demo password 1", NOW - timedelta(days=180), NOW)
    write_knowledge(house, NOW, Random(1))
    assert sorted(Entry.objects.values_list("kind", flat=True)) == ["article"] * 3 + ["fact"] * 9
    assert Entry.objects.filter(check_due_at__lte=NOW).count() == 1
    assert [notice.person.name for notice in Notice.objects.all()] == [Entry.objects.get(doubted_at__isnull=False).author.name]
    assert public_entries(language).count() == 2
    assert Entry.objects.filter(changed_at__gt=NOW).count() == 0


@pytest.mark.parametrize("language", ["fa", "en"])
def test_every_fact_is_short_and_whole(language):
    assert [one.title for one in read_entries(language) if not (one.text and one.keywords) or (one.kind == "fact" and len(one.text) > 300)] == []
