"""Every write: nothing is overwritten, every text is kept, doubts are told to who wrote it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from sandali.company.actions import Overtaken
from sandali.history.models import Event, Notice
from sandali.knowledge import actions
from sandali.knowledge.filling import UnknownPlaces
from sandali.knowledge.models import Entry, Revision
from sandali.knowledge.search import find_entries


def fresh(entry: Entry) -> Entry:
    """The row as it stands."""
    return Entry.objects.get(pk=entry.pk)


def happened(entry: Entry) -> list[str]:
    """Kinds of events about an entry, oldest first."""
    return list(Event.objects.filter(subject_type="entry", subject_id=entry.pk).order_by("pk").values_list("kind", flat=True))


@pytest.mark.practice("P18")
def test_what_is_written_can_be_found_and_has_its_first_text(cast, account):
    assert (account.author, account.version, account.checked_by) == (cast.sara, 1, cast.sara)
    assert list(account.revisions.values_list("version", "text")) == [(1, "بانک ملت ۱۲۳")]
    assert (find_entries("واريز"), find_entries("ملت"), happened(account)) == ([account.pk], [account.pk], ["entry_written"])


def test_a_change_is_a_new_revision_and_is_found_by_its_new_words(cast, account):
    actions.change_entry(account, by=cast.reza, version=1, text="بانک سپه ۴۵۶")
    now = fresh(account)
    assert (now.text, now.version, now.checked_by, now.author) == ("بانک سپه ۴۵۶", 2, cast.reza, cast.sara)
    assert list(now.revisions.values_list("version", "text", "by__name")) == [(2, "بانک سپه ۴۵۶", "Reza"), (1, "بانک ملت ۱۲۳", "Sara")]
    assert (find_entries("سپه"), find_entries("ملت"), happened(account)) == ([account.pk], [], ["entry_written", "entry_changed"])


def test_who_comes_second_is_asked_and_nothing_is_overwritten(cast, account):
    actions.change_entry(account, by=cast.reza, version=1, text="رضا")
    with pytest.raises(Overtaken) as overtaken:
        actions.change_entry(account, by=cast.sara, version=1, text="سارا")
    assert (overtaken.value.current.text, overtaken.value.current.version, Revision.objects.count()) == ("رضا", 2, 2)


def test_saving_without_a_change_is_no_revision(cast, account):
    actions.change_entry(account, by=cast.reza, version=1, title="شمارهٔ حساب", text=" بانک ملت ۱۲۳ ")
    assert (fresh(account).version, account.revisions.count(), happened(account)) == (1, 1, ["entry_written"])


def test_an_earlier_text_stands_again_as_a_new_revision(cast, account):
    actions.change_entry(account, by=cast.reza, version=1, text="دوم")
    actions.restore_revision(fresh(account).revisions.get(version=1), by=cast.sara, version=2)
    assert (fresh(account).text, list(account.revisions.values_list("version", flat=True))) == ("بانک ملت ۱۲۳", [3, 2, 1])


@pytest.mark.reliability("E9")
def test_a_fact_with_a_place_that_nothing_fills_is_refused(cast, account):
    for refused in (
        lambda: actions.write_entry(by=cast.sara, kind="fact", title="x", text="{{order}}", language="fa"),
        lambda: actions.change_entry(account, by=cast.sara, version=1, text="{{order}}"),
    ):
        with pytest.raises(UnknownPlaces) as unknown:
            refused()
        assert unknown.value.names == ["order"]
    assert (Entry.objects.count(), fresh(account).version) == (1, 1)


def test_an_article_may_speak_of_braces(cast):
    made = actions.write_entry(by=cast.sara, kind="article", title="x", text="{{order}} `{{x}}`", language="en", is_public=True)
    assert (made.text, made.is_public) == ("{{order}} `{{x}}`", True)


def test_a_fact_is_never_public(cast):
    assert actions.write_entry(by=cast.sara, kind="fact", title="x", text="x", language="fa", is_public=True).is_public is False
    with pytest.raises(IntegrityError), transaction.atomic():
        Entry.objects.update(is_public=True)


def test_an_unknown_field_is_a_mistake_of_ours(cast, account):
    with pytest.raises(KeyError):
        actions.change_entry(account, by=cast.sara, version=1, author=cast.reza)


def test_hostile_text_is_kept_clean(cast):
    made = actions.write_entry(by=cast.sara, kind="fact", title="a\u202eb\nc\x00", text="x\x00\r\ny\ud800", language="fa", keywords="k\u202e")
    assert (made.title, made.text, made.keywords) == ("ab c", "x\ny", "k")


def test_archived_and_brought_back(cast, account):
    actions.archive_entry(account, by=cast.sara)
    actions.archive_entry(account, by=cast.sara)
    assert fresh(account).archived_at is not None
    actions.bring_entry_back(account, by=cast.sara)
    assert (fresh(account).archived_at, happened(account)) == (None, ["entry_written", "entry_archived", "entry_restored"])


@pytest.mark.practice("P18")
def test_it_is_due_after_its_days_until_somebody_looks(cast, account):
    later = timezone.now() + timedelta(days=181)
    assert (account.is_stale(timezone.now()), account.is_stale(later)) == (False, True)
    actions.check_entry(account, by=cast.reza, at=later)
    assert (fresh(account).is_stale(later), fresh(account).checked_by, fresh(account).version) == (False, cast.reza, 1)


def test_what_is_never_looked_at_again_is_never_due(cast, account):
    actions.change_entry(account, by=cast.sara, version=1, check_every=0)
    assert (fresh(account).check_due_at, fresh(account).is_stale(timezone.now() + timedelta(days=9999)), account.revisions.count()) == (None, False, 1)


@pytest.mark.practice("P18")
def test_a_colleagues_doubt_is_told_to_who_wrote_it_until_it_is_answered(cast, account):
    actions.judge_entry(account, is_right=False, by=cast.reza, word="شعبه عوض شد\n")
    assert (fresh(account).doubted_at is not None, account.verdicts.get().word) == (True, "شعبه عوض شد")
    assert list(Notice.objects.values_list("person__name", "event__kind")) == [("Sara", "entry_doubted")]
    actions.check_entry(account, by=cast.sara)
    assert fresh(account).doubted_at is None


def test_new_words_answer_a_doubt(cast, account):
    actions.judge_entry(account, is_right=False, by=cast.reza)
    actions.change_entry(account, by=cast.sara, version=1, text="بانک سپه")
    assert fresh(account).doubted_at is None


def test_who_doubts_their_own_is_not_told(cast, account):
    actions.judge_entry(account, is_right=False, by=cast.sara)
    assert Notice.objects.count() == 0


def test_an_author_who_may_not_see_it_any_more_is_not_told(cast, account):
    actions.change_entry(account, by=cast.sara, version=1, department=cast.accounting)
    actions.judge_entry(account, is_right=False, by=cast.omid)
    assert Notice.objects.count() == 0


def test_a_readers_no_is_counted_and_tells_nobody(cast):
    article = actions.write_entry(by=cast.sara, kind="article", title="x", text="y", language="fa", is_public=True)
    actions.judge_entry(article, is_right=False, word="z" * 900)
    actions.judge_entry(article, is_right=True, word="not kept")
    assert list(article.verdicts.order_by("pk").values_list("is_right", "person", "word")) == [(False, None, "z" * 500), (True, None, "")]
    assert (fresh(article).doubted_at, Notice.objects.count()) == (None, 0)


def test_a_use_names_the_case_by_its_number(cast, account):
    actions.use_entry(account, by=cast.reza, case_number=12)
    assert list(account.uses.values_list("case_number", "person__name")) == [(12, "Reza")]
