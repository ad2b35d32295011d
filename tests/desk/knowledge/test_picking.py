"""The picker of the composer: what fits first, filled from the case, and nothing of what one may not see."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sandali.customers.models import Customer
from sandali.desk.knowledge.facts import Facts
from sandali.knowledge.actions import archive_entry, use_entry, write_entry
from tests.cast import make_case

HTMX = {"HX-Request": "true", "HX-Request-Type": "partial", "HX-Target": "div#fact-results"}


def pick(client, case=None, q=""):
    """{group: [titles]} of the picker."""
    asked = {"q": q, **({"case": case.pk} if case is not None else {})}
    answer = client.get("/knowledge/pick/", asked)
    return {name: [one.row.title for one in rows] for name, rows in answer.context["groups"] if rows}


@pytest.fixture
def case(cast):
    """A case about a payment."""
    return make_case(cast, subject="واریز به کدام حساب؟")


@pytest.mark.practice("P18")
def test_what_fits_the_case_stands_first_then_what_the_department_used(sara, cast, fact, article, case):
    use_entry(article, by=cast.reza, case_number=1)
    use_entry(fact, by=cast.reza, case_number=1)
    assert pick(sara, case) == {"fits": ["شمارهٔ حساب"], "used": ["تابهٔ چدنی"]}


def test_the_last_message_and_the_tags_count_too(sara, cast, fact, article):
    case = make_case(cast, subject="سؤال")
    case.messages.update(text="تابه چدنی را چطور چرب کنم؟")
    assert pick(sara, case)["fits"] == ["تابهٔ چدنی"]


def test_the_words_find_and_without_any_the_newest_are_shown(sara, cast, fact, article):
    case = make_case(cast, subject="")
    assert (pick(sara, case, "تابه"), pick(sara, case), pick(sara, case, "هیچ")) == ({"found": ["تابهٔ چدنی"]}, {"latest": ["تابهٔ چدنی", "شمارهٔ حساب"]}, {})


def test_the_text_is_filled_and_goes_in_as_it_is(sara, cast, fact, case):
    page = sara.get(f"/knowledge/pick/?case={case.pk}", headers=HTMX).content.decode()
    assert page.startswith('<div class="fact-results finding-results" id="fact-results"')
    assert f'data-use="/knowledge/{fact.pk}/uses/" data-case="{case.pk}"' in page
    assert page.partition('data-text="')[2].startswith("مینا کریمی، پروندهٔ ")


@pytest.mark.reliability("E9")
def test_a_hostile_name_fills_nothing_and_breaks_nothing(sara, cast, fact, case):
    Customer.objects.filter(pk=case.customer_id).update(name='{{me}}"><script>alert(1)</script>{% debug %}{{7*7}}')
    page = sara.get(f"/knowledge/pick/?case={case.pk}", headers=HTMX).content.decode()
    assert ("<script>alert" in page, "{{me}}&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;{% debug %}{{7*7}}" in page) == (False, True)


def test_a_public_article_goes_in_as_its_beginning_and_address_and_one_of_ours_is_only_opened(cast, article, settings):
    ours = write_entry(by=cast.sara, kind="article", title="درونی", text="x", language="fa")
    facts = Facts(cast.sara, cast.company)
    assert facts.inserted(article) == f"بار اول چرب کنید.\n{settings.PUBLIC_URL}/help/{article.pk}/"
    assert facts.inserted(ours) == ""


def test_hours_customer_and_number_are_said_in_the_language_of_the_fact(cast, case):
    case.customer.name = ""
    texts = {language: write_entry(by=cast.sara, kind="fact", title="x", text="{{customer}} {{case}} {{me}} {{company}} {{hours}}", language=language) for language in ("fa", "en")}
    facts = Facts(cast.sara, cast.company, case)
    filled = {language: facts.filled(entry) for language, entry in texts.items()}
    assert filled["en"].startswith(f"dear customer {case.pk} Sara Simorgh ")
    assert (filled["fa"].startswith("مشتری گرامی "), str(case.pk) in filled["fa"], "{{" in filled["fa"] + filled["en"]) == (True, False, False)


def test_what_is_archived_or_of_others_private_department_is_not_offered(sara, client, cast, fact, secret, case):
    archive_entry(fact, by=cast.sara)
    use_entry(secret, by=cast.sara, case_number=1)
    assert (pick(sara, case), pick(sara, case, "حساب"), pick(sara, case, "گاوصندوق")) == ({}, {}, {})
    client.force_login(cast.omid)
    assert pick(client, q="گاوصندوق") == {"found": ["رمز گاوصندوق"]}


def test_nothing_is_said_about_a_case_that_one_may_not_see(sara, cast, fact):
    hidden = make_case(cast, department=cast.accounting)
    assert [sara.get(f"/knowledge/pick/?case={number}", headers=HTMX).status_code for number in (hidden.pk, 99999)] == [404, 404]


def test_the_composer_offers_it_with_and_without_javascript(sara, cast, fact, case):
    page = sara.get(f"/cases/{case.pk}/").content.decode()
    assert (f'href="/knowledge/?case={case.pk}"' in page, f'<s-facts url="/knowledge/pick/?case={case.pk}"' in page) == (True, True)
    other = make_case(cast)
    assert f'<s-facts url="/knowledge/pick/?case={other.pk}"' in sara.get(f"/cases/{other.pk}/").content.decode()


def test_the_number_of_queries_does_not_grow_with_the_rows(sara, cast, fact, case):
    def queries(q: str) -> int:
        ask = lambda: sara.get("/knowledge/pick/", {"q": q, "case": case.pk}, headers=HTMX)  # noqa: E731 - asked twice, a line apart
        ask()
        with CaptureQueriesContext(connection) as seen:
            ask()
        return len(seen)

    use_entry(write_entry(by=cast.sara, kind="fact", title="x", text="{{hours}}", language="fa"), by=cast.sara, case_number=1)
    one = [queries(""), queries("حساب")]
    for number in range(2):
        write_entry(by=cast.sara, kind="fact", title=f"حساب {number}", text="{{hours}} {{customer}}", language="fa", department=cast.support)
        use_entry(write_entry(by=cast.sara, kind="fact", title=f"y{number}", text="x", language="fa"), by=cast.sara, case_number=1)
    more = [queries(""), queries("حساب")]
    # The hours of the day are read once, whichever rows name them.
    assert (more[0], more[1] - one[1]) == (one[0], more[0] - one[0] + HOURS)


HOURS = 3  # the week, the special days and the company's zone
