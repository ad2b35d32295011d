"""Rules through the pages: written, tried, moved, switched, removed; what one did, and the way back."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sandali.automation.models import Rule, RuleRun
from sandali.automation.rules.queries import PAGE
from sandali.automation.rules.running import run_rules
from sandali.cases.models import Case
from sandali.company.models import Person
from sandali.customers.models import Organisation
from tests.automation.rules.given import everything, rule
from tests.automation.rules.test_running import wrote
from tests.cast import make_case

pytestmark = pytest.mark.django_db
LIST, NEW = "/settings/rules/", "/settings/rules/new/"


def signed_in(person: Person, language: str = "en", **changed) -> Client:
    """Somebody's browser."""
    Person.objects.filter(pk=person.pk).update(**changed, language=language)
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def manager(cast):
    """The manager's browser."""
    return signed_in(cast.nahid)


def text_of(answer) -> str:
    """A page's words, without the marks that keep names in their direction."""
    return answer.content.decode().translate({0x2068: None, 0x2069: None})


def test_a_rule_is_written_changed_moved_switched_and_removed(cast, manager):
    Organisation.objects.create(name="سیمرغ", folded="سیمرغ")
    given = {
        "name": "Late", "trigger": "waits", "amount": "۴", "if_priority": "3", "if_owner": str(cast.sara.pk), "if_organisation": "سيمرغ", "if_words": "فاکتور\n\n",
        "do_person": str(cast.reza.pk), "do_task_title": "زنگ بزنید", "do_task_department": cast.support.pk, "do_snooze": "۲",
    }  # fmt: skip
    assert manager.post(NEW, given).status_code == 303
    made = Rule.objects.get()
    assert (made.trigger, made.amount, made.owner, made.conditions, made.acts) == (
        "waits", 4, cast.nahid,
        {"priority": 3, "owner": cast.sara.pk, "organisation": Organisation.objects.get().pk, "words": "فاکتور"},
        {"person": cast.reza.pk, "task": {"title": "زنگ بزنید", "department": cast.support.pk}, "snooze": 2},
    )  # fmt: skip
    url = f"{LIST}{made.pk}/"
    page = manager.get(url)
    for shown in ('value="زنگ بزنید"', 'value="سیمرغ"', 'value="4"'):
        assert shown in page.content.decode()
    other = rule(cast, name="Other", tag="x")
    manager.post(f"{LIST}{other.pk}/place/", {"to": "up"})
    manager.post(f"{LIST}{other.pk}/activity/", {"to": "off"})
    assert list(Rule.objects.order_by("place").values_list("name", "is_active")) == [("Other", False), ("Late", True)]
    assert manager.post(url, given | {"was": "7"}).status_code == 409
    assert manager.post(url, given | {"was": "1", "do_kind": "praise"}).status_code == 303
    manager.post(f"{url}removal/")
    assert (manager.get(url).status_code, Rule.objects.get(pk=made.pk).removed_at is not None) == (404, True)


BAD = [
    ({"trigger": "wrote"}, "Say at least one thing that the rule does."),
    ({"trigger": "waits", "do_tag": "x"}, "Say for how long: at least 1, at most 365."),
    ({"trigger": "wrote", "do_tag": "x", "if_organisation": "هیچ"}, "There is no organisation of this name."),
    ({"trigger": "wrote", "do_task_title": "x"}, "A task needs a title and a department."),
    ({"trigger": "confirm", "do_tag": "x"}, ""),
    ({"trigger": "wrote", "do_tag": "x", "do_priority": "9"}, ""),
]


@pytest.mark.parametrize(("given", "said"), BAD)
def test_what_is_wrong_is_said_and_what_was_typed_stays(manager, given, said):
    answer = manager.post(NEW, given | {"name": "نام من"})
    assert (answer.status_code, Rule.objects.count()) == (422, 0)
    assert said in text_of(answer)
    assert 'value="نام من"' in text_of(answer)


def test_one_sentence_says_the_rule_in_both_languages(cast, manager):
    rule(cast, "waits", amount=4, when={"kind": "complaint", "words": "فاکتور\nصورت‌حساب", "owner": "nobody"}, priority=4, told=cast.reza.pk, snooze=2)
    assert "When the customer has waited for 4 working hours, and if it is of the kind “Complaint”, nobody owns it, the subject or the message has “فاکتور” or “صورت‌حساب”" in text_of(manager.get(LIST))
    assert ": set its priority to “Urgent”, tell Reza, snooze it for 2 days." in text_of(manager.get(LIST))
    persian = text_of(signed_in(cast.nahid, "fa").get(LIST))
    assert "وقتی مشتری ۴ ساعت کاری منتظر مانده باشد، اگر از نوع «شکایت» باشد، مسئول نداشته باشد، در موضوع یا پیام «فاکتور» یا «صورت‌حساب» باشد: تعیین اولویت «فوری»، خبر دادن به Reza، کنار گذاشتن تا ۲ روز." in persian


def test_a_trial_opens_to_the_cases_and_writes_nothing(cast, manager):
    near, far = make_case(cast, subject="درباره فاکتور"), make_case(cast, subject="فاکتور محرمانه", department=cast.accounting)
    for case in (near, far):
        wrote(case)
    manager.get(LIST)  # the session's own row is written by whoever comes first
    before = everything()
    answer = text_of(manager.post(f"{NEW}trial/", {"name": "?", "trigger": "wrote", "if_words": "فاكتور", "do_tag": "دیده"}))
    assert "Last week this happened 2 times; the rule would have acted on 1." in answer
    assert f'href="/cases/{near.pk}/"' in answer
    assert ("add the tag “دیده”" in answer, "محرمانه" in answer) == (True, False)
    assert everything() == before


def test_the_history_is_paged_and_what_it_did_is_taken_back_once(cast, manager):
    made = rule(cast, kind="complaint")
    cases = [make_case(cast, customer=cast.kaveh) for _number in range(PAGE + 1)]
    for case in cases:
        run_rules(wrote(case))
    first = text_of(manager.get(f"{LIST}{made.pk}/history/"))
    numbers = list(RuleRun.objects.order_by("-pk").values_list("pk", flat=True))
    assert f"?below={numbers[PAGE - 1]}" in first
    second = text_of(manager.get(f"{LIST}{made.pk}/history/?below={numbers[PAGE - 1]}"))
    assert [f'/cases/{case.pk}/"' in second for case in (cases[0], cases[1])] == [True, False]
    undo = f"{LIST}{made.pk}/history/{numbers[0]}/undoing/"
    assert undo in first
    assert manager.post(undo).status_code == 303
    assert (Case.objects.get(pk=cases[-1].pk).kind, Case.objects.get(pk=cases[0].pk).kind) == ("", "complaint")
    assert manager.post(undo).status_code == 404
    assert "taken back by Nahid" in text_of(manager.get(f"{LIST}{made.pk}/history/"))


def test_a_history_tells_only_of_cases_that_its_reader_may_see(cast, manager):
    made = rule(cast, tag="x", by=cast.admin)
    hidden = make_case(cast, department=cast.accounting, subject="محرمانه")
    run_rules(wrote(hidden))
    assert RuleRun.objects.count() == 1
    assert "محرمانه" not in text_of(manager.get(f"{LIST}{made.pk}/history/"))
    assert manager.post(f"{LIST}{made.pk}/history/{RuleRun.objects.get().pk}/undoing/").status_code == 404


@pytest.mark.parametrize("page", ["", "history"])
def test_as_many_queries_for_three_as_for_one(cast, manager, page):
    counts = []
    for more in (1, 2):
        for _number in range(more):
            made = Rule.objects.first() if page and Rule.objects.exists() else rule(cast, name="n", kind="complaint")
            run_rules(wrote(make_case(cast)))
        manager.get(LIST)
        with CaptureQueriesContext(connection) as queries:
            manager.get(f"{LIST}{made.pk}/history/" if page else LIST)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_leads_decide_about_their_departments_and_not_about_rules(cast):
    lead = signed_in(cast.reza, role="lead")
    assert lead.get(LIST).status_code == 403
    routing = signed_in(cast.nahid).get("/settings/routing/")
    assert [f'href="{LIST}"' in text_of(page) for page in (lead.get("/settings/routing/"), routing)] == [False, True]
