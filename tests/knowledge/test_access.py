"""Who sees what: a private department's entries do not exist for others, archived ones are offered to nobody."""

import pytest

from sandali.company.models import Department
from sandali.company.permissions import NotAllowed
from sandali.knowledge.access import (
    access_entry,
    access_public_entry,
    access_revision,
    departments_of_writer,
    entries_for,
    public_entries,
)
from sandali.knowledge.actions import archive_entry, write_entry
from sandali.knowledge.models import Entry, Revision


def write(cast, title, **fields):
    """An article with a title."""
    return write_entry(**{"by": cast.admin, "kind": "article", "title": title, "text": "x", "language": "fa"} | fields)


@pytest.fixture
def three(cast):
    """One of everybody's, one of the support department, one of the private accounting."""
    return [write(cast, "همه"), write(cast, "پشتیبانی", department=cast.support), write(cast, "حساب", department=cast.accounting)]


def test_a_private_departments_entries_exist_for_its_members_and_the_administrator(cast, three):
    seen = {who: sorted(entries_for(getattr(cast, who)).values_list("title", flat=True)) for who in ("sara", "nahid", "parvaneh", "omid", "admin")}
    others, members = sorted(["همه", "پشتیبانی"]), sorted(["همه", "پشتیبانی", "حساب"])
    assert seen == {"sara": others, "nahid": others, "parvaneh": others, "omid": members, "admin": members}


def test_an_outsider_finds_no_such_entry_nor_its_texts(cast, three):
    secret = three[2]
    with pytest.raises(Entry.DoesNotExist):
        access_entry(cast.sara, secret.pk)
    with pytest.raises(Entry.DoesNotExist):
        access_revision(cast.sara, secret.pk, secret.revisions.get().pk)
    assert access_entry(cast.omid, secret.pk) == secret


def test_a_revision_belongs_to_its_entry(cast, three):
    with pytest.raises(Revision.DoesNotExist):
        access_revision(cast.sara, three[0].pk, three[1].revisions.get().pk)


def test_who_only_reads_may_see_and_not_write(cast, three):
    assert access_entry(cast.parvaneh, three[0].pk) == three[0]
    with pytest.raises(NotAllowed):
        access_entry(cast.parvaneh, three[0].pk, to="write")


def test_somebody_who_left_sees_nothing(cast, three):
    cast.sara.is_active = False
    assert list(entries_for(cast.sara)) == []


def test_what_is_archived_is_offered_to_nobody_and_keeps_its_page(cast, three):
    archive_entry(three[0], by=cast.sara)
    assert (three[0] in entries_for(cast.sara), three[0] in entries_for(cast.sara, archived=True)) == (False, True)
    assert access_entry(cast.sara, three[0].pk).archived_at is not None


def test_one_writes_for_departments_that_one_sees(cast):
    assert {who: set(departments_of_writer(getattr(cast, who))) for who in ("sara", "omid", "admin")} == {
        "sara": {cast.support}, "omid": {cast.support, cast.accounting}, "admin": {cast.support, cast.accounting},
    }  # fmt: skip


def test_the_public_sees_standing_public_articles_of_its_language_alone(cast):
    shown = write(cast, "عمومی", is_public=True)
    write(cast, "درونی")
    write(cast, "English", is_public=True, language="en")
    write(cast, "محرمانه", is_public=True, department=cast.accounting)
    write(cast, "fact", kind="fact", is_public=True)
    archive_entry(write(cast, "کهنه", is_public=True), by=cast.admin)
    assert list(public_entries("fa")) == [shown]
    assert access_public_entry(shown.pk, "fa") == shown
    with pytest.raises(Entry.DoesNotExist):
        access_public_entry(shown.pk, "en")


def test_a_department_that_becomes_private_takes_its_articles_from_the_public(cast):
    write(cast, "عمومی", is_public=True, department=cast.support)
    Department.objects.update(is_private=True)
    assert list(public_entries("fa")) == []
