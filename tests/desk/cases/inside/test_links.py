"""Linking cases from the page."""

import pytest

from sandali.cases.actions.linking import link_cases, nest_case
from sandali.cases.models import Case, CaseLink
from tests.cast import make_case

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true", "HX-Target": "form"}


@pytest.fixture
def cases(cast):
    return [make_case(cast, subject=subject) for subject in ("اصلی", "دیگری")]


@pytest.fixture
def hidden(cast):
    """A case of the private department."""
    return make_case(cast, department=cast.accounting, subject="محرمانه")


@pytest.fixture
def sara(client, cast):
    client.force_login(cast.sara)
    return client


def test_a_case_is_linked_by_its_number_in_any_digits_and_separated_again(sara, cases):
    one, other = cases
    typed = "".join("۰۱۲۳۴۵۶۷۸۹"[int(digit)] for digit in str(other.pk))
    assert sara.post(f"/cases/{one.pk}/links/", {"q": f"#{typed}", "how": "linked"}).status_code == 303
    assert list(CaseLink.objects.values_list("one", "other")) == [(one.pk, other.pk)]
    sara.post(f"/cases/{other.pk}/links/{one.pk}/removal/")
    assert CaseLink.objects.count() == 0


@pytest.mark.parametrize("how, child, parent", [("parent", 0, 1), ("child", 1, 0)])
def test_a_case_becomes_a_part_or_the_whole_and_stands_by_itself_again(sara, cases, how, child, parent):
    one, other = cases
    assert sara.post(f"/cases/{one.pk}/links/", {"other": other.pk, "how": how}).status_code == 303
    assert Case.objects.get(pk=cases[child].pk).parent_id == cases[parent].pk
    sara.post(f"/cases/{one.pk}/parts/{other.pk}/removal/")
    assert Case.objects.get(pk=cases[child].pk).parent_id is None


def test_words_find_cases_and_never_this_one(sara, cases):
    one, other = cases
    headers = {"HX-Request": "true", "HX-Request-Type": "partial", "HX-Target": "div#links-found"}
    html = sara.get(f"/cases/{one.pk}/links/?q=پیام", headers=headers).content.decode()
    assert html.count('name="other"') == 0
    html = sara.get(f"/cases/{one.pk}/links/?q={other.pk}", headers=headers).content.decode()
    assert (html.count('name="other"'), f'value="{other.pk}"' in html) == (1, True)


@pytest.mark.reliability("H3")
@pytest.mark.parametrize("how", ["linked", "parent", "child"])
def test_a_case_that_one_may_not_see_is_as_one_that_there_is_not(sara, cases, hidden, how):
    answers = [sara.post(f"/cases/{cases[0].pk}/links/", {"q": str(number), "how": how}, headers=HTMX) for number in (hidden.pk, 99999)]
    pages = [answer.content.decode() for answer in answers]
    said = {page.split('role="alert"')[1].split("</p>")[0] for page in pages}
    assert ([answer.status_code for answer in answers], len(said), CaseLink.objects.count()) == ([422, 422], 1, 0)
    assert ["محرمانه" in page or 'name="other"' in page for page in pages] == [False, False]


@pytest.mark.reliability("H3")
def test_nothing_of_a_hidden_case_stands_on_the_page(sara, cast, cases, hidden):
    link_cases(cases[0], hidden, by=cast.admin)
    nest_case(cases[0], hidden, by=cast.admin)
    html = sara.get(f"/cases/{cases[0].pk}/inside/").content.decode()
    assert ("محرمانه" in html, f"/cases/{hidden.pk}/" in html, "work-label" in html) == (False, False, False)
    assert [sara.post(f"/cases/{cases[0].pk}/{kind}/{hidden.pk}/removal/").status_code for kind in ("links", "parts")] == [404, 404]


def test_a_case_that_is_only_lent_cannot_be_moved_below_another(client, cast, cases, hidden):
    from_task = hidden
    from_task.tasks.create(title="x", owner=cast.sara, by=cast.omid)
    client.force_login(cast.sara)
    answer = client.post(f"/cases/{cases[0].pk}/links/", {"other": hidden.pk, "how": "child"}, headers=HTMX)
    assert (answer.status_code, Case.objects.get(pk=hidden.pk).parent_id) == (422, None)


def test_what_cannot_be_put_together_is_said_in_words(sara, cases):
    one, other = cases
    for body in ({"other": one.pk, "how": "linked"}, {"other": one.pk, "how": "parent"}):
        assert sara.post(f"/cases/{one.pk}/links/", body, headers=HTMX).status_code == 422
    assert sara.post(f"/cases/{one.pk}/links/", {"q": "کلمه‌ای"}).status_code == 422
    assert (CaseLink.objects.count(), Case.objects.exclude(parent=None).count(), bool(other)) == (0, 0, True)


@pytest.mark.parametrize("who, status", [("omid", 404), ("parvaneh", 403)])
def test_who_may_not(client, cast, cases, who, status):
    one, other = cases
    client.force_login(getattr(cast, who))
    assert [client.post(f"/cases/{one.pk}/{address}", {"other": other.pk}).status_code for address in ("links/", f"links/{other.pk}/removal/", f"parts/{other.pk}/removal/")] == [status] * 3


def test_a_form_on_a_page_of_its_own_leads_back_to_the_work_of_the_case(sara, cases):
    one, other = cases
    headers = HTMX | {"HX-Current-URL": f"http://testserver/cases/{one.pk}/links/"}
    answer = sara.post(f"/cases/{one.pk}/links/", {"other": other.pk}, headers=headers)
    assert (answer.status_code, answer["HX-Redirect"]) == (200, f"/cases/{one.pk}/inside/")
