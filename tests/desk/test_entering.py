"""The decorators: method, sign-in, right, and what the rooms below raise."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpResponse

from sandali.cases.models import Case
from sandali.company.permissions import NotAllowed
from sandali.desk.entering import Policy, staff, stays_here, to_sign_in, visitors
from sandali.kit.files import NoRoom


def view(request):
    """Raises or answers what the request carries."""
    if request.raises:
        raise request.raises
    return HttpResponse("in")


@pytest.fixture
def ask(rf, db):
    """Ask a guarded view: who, method, what it raises → the answer."""

    def go(guarded, who=None, method="GET", raises=None, **headers):
        request = rf.generic(method, "/cases/?q=1", headers=headers)
        request.user, request.raises = who or AnonymousUser(), raises
        return guarded(request)

    return go


def test_a_view_says_its_policy():
    assert staff("see_cases", methods=("GET", "POST"))(view).policy == Policy("see_cases", ("GET", "POST"))
    assert visitors()(view).policy == Policy("anybody", ("GET",))


def test_whoever_is_not_signed_in_is_led_there_and_back(ask):
    answer = ask(staff("see_cases")(view))
    assert (answer.status_code, answer["Location"]) == (302, "/account/login/?next=/cases/%3Fq%3D1")


def test_an_act_does_not_come_back_to_its_address(ask):
    assert ask(staff("see_cases", methods=("POST",))(view), method="POST")["Location"] == "/account/login/?next=/"


def test_htmx_loads_the_sign_in_page_as_a_page(rf):
    answer = to_sign_in(rf.get("/cases/", headers={"HX-Request": "true"}))
    assert (answer.status_code, answer["HX-Redirect"]) == (200, "/account/login/?next=/")


@pytest.mark.parametrize(("method", "status"), [("GET", 200), ("HEAD", 200), ("POST", 405), ("PUT", 405), ("DELETE", 405), ("OPTIONS", 405)])
def test_only_the_declared_methods_are_answered(cast, ask, method, status):
    assert ask(staff("see_cases")(view), cast.sara, method).status_code == status
    assert ask(visitors()(view), None, method).status_code == status


def test_the_method_is_looked_at_first_so_that_nothing_is_learnt(ask):
    assert ask(staff("manage_company")(view), method="POST").status_code == 405


def test_without_the_right_it_is_403(cast, ask):
    assert [ask(staff("manage_company")(view), who).status_code for who in (cast.sara, cast.admin)] == [403, 200]


def test_what_the_rooms_raise_becomes_a_page(cast, ask):
    guarded = staff("see_cases")(view)
    assert [ask(guarded, cast.sara, raises=problem).status_code for problem in (NotAllowed(), NoRoom())] == [403, 503]
    with pytest.raises(Http404):
        ask(guarded, cast.sara, raises=Case.DoesNotExist())


@pytest.mark.reliability("I7")
@pytest.mark.parametrize(
    ("url", "good"),
    [("/cases/?q=1", True), ("/", True), ("", False), (None, False), ("cases/", False), ("//evil.test", False), ("/\\evil.test", False),
     ("https://localhost/", False), ("javascript:alert(1)", False), ("/\tevil", True), ("\\\\evil.test", False), ("///evil.test", False)],
)  # fmt: skip
def test_only_a_path_of_ours_stays_here(url, good):
    assert stays_here(url) is good
