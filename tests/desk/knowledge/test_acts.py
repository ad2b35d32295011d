"""What is done with an entry: archive, check, verdicts, uses, earlier texts."""

import pytest

from sandali.knowledge.actions import change_entry
from sandali.knowledge.models import Entry, Use, Verdict
from tests.cast import make_case

ACTS = ["archive", "restoration", "check", "verdicts", "uses"]
HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}


def test_archived_with_a_way_back(sara, fact):
    page = sara.post(f"/knowledge/{fact.pk}/archive/", follow=True).content.decode()
    assert (f"/knowledge/{fact.pk}/restoration/" in page, Entry.objects.get().archived_at is not None) == (True, True)
    assert sara.post(f"/knowledge/{fact.pk}/restoration/").status_code == 303
    assert Entry.objects.get().archived_at is None


def test_a_colleague_says_that_it_is_still_right(client, cast, fact):
    client.force_login(cast.reza)
    assert client.post(f"/knowledge/{fact.pk}/check/").status_code == 303
    assert Entry.objects.get().checked_by == cast.reza


@pytest.mark.practice("P18")
@pytest.mark.parametrize(("said", "right", "word"), [({"is_right": "yes", "word": "x"}, True, ""), ({"is_right": "no", "word": "شعبه عوض شد"}, False, "شعبه عوض شد")])
def test_was_it_right(client, cast, fact, said, right, word):
    client.force_login(cast.parvaneh)
    assert client.post(f"/knowledge/{fact.pk}/verdicts/", said).status_code == 303
    assert list(Verdict.objects.values_list("is_right", "word", "person__name")) == [(right, word, "Parvaneh")]


@pytest.mark.parametrize("said", [{}, {"is_right": "maybe"}, {"is_right": "no", "word": "x" * 501}])
def test_an_answer_that_is_none_is_not_counted(sara, fact, said):
    assert (sara.post(f"/knowledge/{fact.pk}/verdicts/", said).status_code, Verdict.objects.count()) == (303, 0)


def test_an_answer_in_the_picker_brings_the_picker_back(sara, cast, fact):
    case = make_case(cast)
    headers = {**HTMX, "HX-Target": "div#fact-results"}
    answer = sara.post(f"/knowledge/{fact.pk}/verdicts/", {"is_right": "yes", "case": case.pk}, headers=headers, follow=True)
    page = answer.content.decode()
    assert (answer.redirect_chain, 'id="fact-results"' in page, "s-toast" in page, "<html" in page) == ([(f"/knowledge/pick/?case={case.pk}", 303)], True, True, False)


def test_a_use_is_kept_with_its_case(sara, cast, fact):
    case = make_case(cast)
    assert sara.post(f"/knowledge/{fact.pk}/uses/", {"case": case.pk}).status_code == 204
    assert list(Use.objects.values_list("entry", "case_number", "person")) == [(fact.pk, case.pk, cast.sara.pk)]


def test_a_use_on_a_case_that_one_may_not_see_is_not_kept(sara, cast, fact):
    case = make_case(cast, department=cast.accounting)
    answers = [sara.post(f"/knowledge/{fact.pk}/uses/", {"case": number}).status_code for number in (case.pk, 99999, "x", "", 2**70)]
    assert (answers, Use.objects.count()) == ([404, 404, 422, 422, 422], 0)


def test_an_earlier_text_stands_again_unless_somebody_was_quicker(sara, cast, fact):
    first = fact.revisions.get()
    change_entry(fact, by=cast.reza, version=1, text="دوم")
    path = f"/knowledge/{fact.pk}/revisions/{first.pk}/restoration/"
    assert [sara.post(path, {"version": version}).status_code for version in ("1", "x")] == [303, 303]
    assert Entry.objects.get().text == "دوم"
    sara.post(path, {"version": "2"})
    assert (Entry.objects.get().text, Entry.objects.get().version) == (first.text, 3)


def test_acts_are_not_looked_at_and_are_not_for_outsiders(sara, fact, secret):
    revision = secret.revisions.get().pk
    assert [sara.get(f"/knowledge/{fact.pk}/{act}/").status_code for act in ACTS] == [405] * 5
    paths = [f"/knowledge/{secret.pk}/{act}/" for act in ACTS] + [f"/knowledge/{secret.pk}/revisions/{revision}/restoration/"]
    assert [sara.post(path, {"is_right": "yes"}).status_code for path in paths] == [404] * 6


def test_who_only_reads_does_not_write(client, cast, fact):
    client.force_login(cast.parvaneh)
    paths = [f"/knowledge/{fact.pk}/{act}/" for act in ("archive", "restoration", "check")] + [f"/knowledge/{fact.pk}/revisions/{fact.revisions.get().pk}/restoration/"]
    assert [client.post(path).status_code for path in paths] == [403] * 4
