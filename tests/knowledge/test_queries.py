"""Figures and lists: most used lately, tallies, pages without gaps."""

from datetime import timedelta

from django.utils import timezone

from sandali.knowledge.actions import archive_entry, judge_entry, use_entry, write_entry
from sandali.knowledge.models import Entry
from sandali.knowledge.queries import Tally, latest_changed, latest_verdicts, most_used, tally, use_counts

NOW = timezone.now()


def write(cast, number, **fields):
    """A fact, the higher its number the later."""
    return write_entry(**{"by": cast.sara, "kind": "fact", "title": f"f{number}", "text": "x", "language": "fa", "at": NOW + timedelta(minutes=number)} | fields)


def test_most_used_lately_by_the_people_of_a_department(cast):
    often, rare, old, theirs = (write(cast, number) for number in range(4))
    for by, entry, days in [(cast.sara, often, 1), (cast.reza, often, 2), (cast.sara, rare, 3), (cast.sara, old, 90), (cast.omid, theirs, 1)]:
        use_entry(entry, by=by, case_number=1, at=NOW - timedelta(days=days))
    entries = Entry.objects.all()
    assert most_used(entries, now=NOW, department_id=cast.support.pk) == [often, rare]
    assert most_used(entries, now=NOW) == [often, theirs, rare]
    assert use_counts([entry.pk for entry in (often, rare, old, theirs)], now=NOW) == {often.pk: 2, rare.pk: 1, theirs.pk: 1}


def test_what_one_may_not_see_is_not_offered_for_being_used(cast):
    entry = write(cast, 1)
    use_entry(entry, by=cast.sara, case_number=1)
    archive_entry(entry, by=cast.sara)
    assert most_used(Entry.objects.filter(archived_at=None), now=NOW + timedelta(minutes=5)) == []


def test_the_tally_keeps_readers_and_colleagues_apart(cast):
    entry = write(cast, 1, kind="article", is_public=True)
    for at in (NOW, NOW - timedelta(days=200)):
        use_entry(entry, by=cast.sara, case_number=1, at=at)
    for is_right, by in [(True, cast.sara), (True, cast.reza), (False, cast.reza), (True, None), (False, None), (False, None)]:
        judge_entry(entry, is_right=is_right, by=by, word="why")
    assert tally(entry, now=NOW) == Tally(lately=1, uses=2, right=2, wrong=1, helped=1, not_helped=2)
    assert [(verdict.person and verdict.person.name, verdict.is_right) for verdict in latest_verdicts(entry)] == [
        (None, False), (None, False), ("Reza", False), ("Reza", True), ("Sara", True),
    ]  # fmt: skip


def test_pages_follow_without_a_gap(cast):
    made = [write(cast, number) for number in range(5)]
    seen, after = [], None
    while rows := latest_changed(Entry.objects.all(), after=after, most=2):
        seen += rows
        after = rows[-1].changed_at, rows[-1].pk
    assert seen == made[::-1]
