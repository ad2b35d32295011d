"""Following, taking over, counting that it was told again, naming: on the desk."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sandali.cases.access import cases_for
from sandali.cases.actions.together import CannotName, add_follower, count_repeat, remove_follower
from sandali.cases.models import Case, Follower, Mention, Message
from sandali.company.models import Membership, Person
from sandali.history.models import Event, Notice
from tests.cast import make_case

pytestmark = pytest.mark.django_db
PICKER = {"HX-Request": "true", "HX-Target": "div#mention-results"}


def test_one_follows_and_stops(client, cast):
    case = make_case(cast)
    client.force_login(cast.parvaneh)
    followers = []
    for address in ("following", "following", "following/removal"):
        assert client.post(f"/cases/{case.pk}/{address}/")["Location"].startswith(f"/cases/{case.pk}/")
        followers.append(Follower.objects.count())
    assert followers == [1, 1, 0]
    part = client.post(f"/cases/{case.pk}/following/", headers={"HX-Request": "true"}).content.decode()
    assert ('hx-target="#case-followers"' in part, "Parvaneh" in part) == (True, True)


def test_a_colleagues_case_asks_for_a_word(client, cast):
    case = make_case(cast, assignee=cast.sara)
    client.force_login(cast.reza)
    taken = client.post(f"/cases/{case.pk}/assignment/", {"person": cast.reza.pk})
    assert (taken["Location"], Case.objects.get().assignee) == (f"/cases/{case.pk}/takeover/", cast.sara)
    assert "Sara" in client.get(f"/cases/{case.pk}/takeover/").content.decode()
    assert (client.post(f"/cases/{case.pk}/takeover/", {"word": " "}).status_code, Case.objects.get().assignee) == (422, cast.sara)
    assert client.post(f"/cases/{case.pk}/takeover/", {"word": "سارا نیست", "version": case.version}).status_code == 303
    assert Case.objects.get().assignee == cast.reza


def test_a_take_over_that_lost_the_race_says_so(client, cast):
    case = make_case(cast, assignee=cast.sara)
    client.force_login(cast.reza)
    Case.objects.update(assignee=cast.nahid, version=9)
    answer = client.post(f"/cases/{case.pk}/takeover/", {"word": "x", "version": case.version}, headers={"HX-Request": "true"})
    assert (answer.status_code, Case.objects.get().assignee) == (409, cast.nahid)


def test_nobodys_case_is_taken_without_a_word(client, cast):
    case = make_case(cast)
    client.force_login(cast.reza)
    client.post(f"/cases/{case.pk}/assignment/", {"person": cast.reza.pk})
    assert Case.objects.get().assignee == cast.reza


@pytest.mark.practice("P08")
def test_one_click_counts_that_it_was_told_again_and_one_takes_it_back(client, cast):
    case = make_case(cast)
    client.force_login(cast.sara)
    page = client.post(f"/cases/{case.pk}/repeats/", follow=True).content.decode()
    undo = f"/cases/{case.pk}/repeats/{Event.objects.get(kind='told_again').pk}/undoing/"
    assert (Case.objects.get().repeats, undo in page) == (1, True)
    assert [client.post(undo).status_code for _time in range(2)] == [303, 303]
    assert Case.objects.get().repeats == 0


def test_nobody_takes_back_anothers_count(client, cast):
    case = make_case(cast)
    event = count_repeat(case, by=cast.reza)
    client.force_login(cast.sara)
    assert (client.post(f"/cases/{case.pk}/repeats/{event.pk}/undoing/").status_code, Case.objects.get().repeats) == (404, 1)


@pytest.mark.reliability("H3")
def test_the_picker_offers_those_who_may_see_the_case(client, cast):
    case = make_case(cast)
    client.force_login(cast.sara)
    said = client.get(f"/cases/{case.pk}/mentions/?q=", headers=PICKER).content.decode()
    assert [f'data-name="{name}"' in said for name in ("Reza", "Nahid", "Parvaneh", "Omid", "Sara")] == [True, True, True, False, False]
    assert "data-name" not in client.get(f"/cases/{case.pk}/mentions/?q=om", headers=PICKER).content.decode()


def test_the_picker_asks_as_much_for_one_as_for_many(client, cast):
    case = make_case(cast)
    client.force_login(cast.sara)
    client.get(f"/cases/{case.pk}/mentions/", headers=PICKER)
    counts = []
    for number in range(2):
        with CaptureQueriesContext(connection) as asked:
            client.get(f"/cases/{case.pk}/mentions/", headers=PICKER)
        counts.append(len(asked))
        for more in range(5):
            one = Person.objects.create(email=f"{number}{more}@example.ir", name=f"N{more}", role="agent", password="!")
            Membership.objects.create(person=one, department=cast.support)
    assert counts[0] == counts[1]


@pytest.mark.reliability("H3")
def test_a_note_that_names_somebody_who_may_not_see_the_case_is_not_written_and_not_lost(client, cast):
    case = make_case(cast)
    client.force_login(cast.sara)
    answer = client.post(f"/cases/{case.pk}/messages/", {"kind": "note", "text": "@Omid ببین", "key": "k"})
    said = answer.content.decode()
    assert (answer.status_code, Message.objects.filter(direction="note").count(), Mention.objects.count()) == (422, 0, 0)
    assert (">@Omid ببین</textarea>" in said, "Omid" in said.split("composer-error")[-1]) == (True, True)


def test_a_note_without_javascript_names_by_the_full_name(client, cast):
    case = make_case(cast)
    client.force_login(cast.sara)
    client.post(f"/cases/{case.pk}/messages/", {"kind": "note", "text": "@Reza ببین", "key": "k"})
    assert [mention.person for mention in Mention.objects.all()] == [cast.reza]


def test_a_colleague_is_asked_to_follow_is_told_and_taken_off_again(client, cast):
    case = make_case(cast)
    client.force_login(cast.sara)
    form = client.get(f"/cases/{case.pk}/followers/").content.decode()
    assert [f'<option value="{person.pk}">' in form for person in (cast.reza, cast.parvaneh, cast.omid)] == [True, True, False]
    assert client.post(f"/cases/{case.pk}/followers/", {"person": cast.reza.pk}).status_code == 303
    assert list(Follower.objects.values_list("person__name", flat=True)) == ["Reza"]
    [told] = Notice.objects.values_list("person__name", "event__kind", "event__data__name")
    assert told == ("Reza", "follower_added", "Reza")
    part = client.post(f"/cases/{case.pk}/followers/", {"person": cast.parvaneh.pk}, headers={"HX-Request": "true"}).content.decode()
    assert ('hx-target="#case-followers"' in part, "Parvaneh" in part) == (True, True)
    assert client.post(f"/cases/{case.pk}/followers/{cast.reza.pk}/removal/").status_code == 303
    assert list(Follower.objects.values_list("person__name", flat=True)) == ["Parvaneh"]
    assert list(Event.objects.filter(kind__startswith="follower_").order_by("pk").values_list("kind", flat=True)) == ["follower_added", "follower_added", "follower_removed"]


def test_a_private_case_is_opened_to_nobody_by_asking_them_to_follow(client, cast):
    cast.support.is_private = True
    cast.support.save(update_fields=["is_private"])
    case = make_case(cast)
    client.force_login(cast.sara)
    answer = client.post(f"/cases/{case.pk}/followers/", {"person": cast.omid.pk})
    assert (answer.status_code, Follower.objects.count(), Notice.objects.count()) == (422, 0, 0)
    with pytest.raises(CannotName, match="Omid"):
        add_follower(case, cast.omid, by=cast.sara)
    assert cases_for(cast.omid).filter(pk=case.pk).exists() is False


@pytest.mark.parametrize("headers", [None, {"HX-Request": "true"}])
def test_nobody_chosen_is_said_where_it_was_asked(client, cast, headers):
    case = make_case(cast)
    client.force_login(cast.sara)
    answer = client.post(f"/cases/{case.pk}/followers/", {"person": ""}, headers=headers)
    assert (answer.status_code, 'id="follower-open"' in answer.content.decode() or 'hx-target="#follower-open"' in answer.content.decode()) == (422, True)


def test_whoever_follows_already_is_not_told_twice(cast):
    case = make_case(cast)
    assert [add_follower(case, cast.reza, by=cast.sara) for _time in range(2)] == [True, False]
    assert Event.objects.filter(kind="follower_added").count() == 1
    assert [remove_follower(case, cast.reza.pk, by=cast.sara) for _time in range(2)] == [True, False]
