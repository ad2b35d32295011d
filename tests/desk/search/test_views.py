"""One box finds customers, cases and pages, however typed, and shows nobody what they may not see."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from sandali.cases import search as case_search
from sandali.cases.actions import write_note
from sandali.cases.search import find_hits, index_case
from sandali.customers.actions import add_identity, named_organisation
from sandali.customers.models import Organisation
from tests.cast import make_case

PALETTE = {"HX-Request": "true", "HX-Request-Type": "partial", "HX-Target": "div#palette-results"}


@pytest.fixture
def sara(client, cast):
    """Sara's browser."""
    client.force_login(cast.sara)
    return client


def case_about(cast, text: str, **fields):
    """A case in which this was said."""
    case = make_case(cast, messages=0, **fields)
    index_case(case)
    write_note(case, text, by=cast.nahid)
    return case


def found(client, query: str, **headers) -> str:
    """What the search shows."""
    return client.get("/search/", {"q": query}, headers=headers or None).content.decode().split('id="main"', 1)[-1].split("</main>", 1)[0]


@pytest.mark.parametrize(
    "query", ["کتاب‌هایم", "كتابهايم" , "کتاب هایم نرس", "کتابها", "نرسيده", "سفارش", "AV-1882", "av ۱۸۸۲", "av-18"]
)
def test_words_find_the_case_however_typed(sara, cast, query):
    case = case_about(cast, "کتاب‌هایم نرسیده‌اند، شمارهٔ AV-1882", subject="سفارش دیر")
    assert f"/cases/{case.pk}/" in found(sara, query)


@pytest.mark.parametrize("shape", ["{}", "#{}", "# {}", " {} "])
def test_a_number_finds_its_case_in_any_digits(sara, cast, shape):
    from sandali.kit.digits import to_persian  # beside the only line that needs it

    case = make_case(cast)
    assert [hit.case for hit in find_hits(cast.sara, shape.format(case.pk)).hits] == [case]
    assert f"/cases/{case.pk}/" in found(sara, shape.format(to_persian(str(case.pk))))


@pytest.mark.parametrize("query", ["مينا", "مین", "mina@example.com", "۰۹۱۲ ۳۴۵", "6789", "+98912"])
def test_customers_are_found_by_name_address_and_part_of_a_number(sara, cast, query):
    add_identity(cast.mina, kind="phone", value="09123456789", by=cast.sara)
    assert f"/customers/{cast.mina.pk}/" in found(sara, query)
    assert f"/customers/{cast.mina.pk}/" in found(sara, query, **PALETTE)


def test_what_matched_is_marked_and_everything_else_is_text(sara, cast):
    case_about(cast, "<img src=x onerror=alert(1)> كتاب <script>x</script>")
    shown = found(sara, "کتاب")
    assert "<mark>كتاب</mark>" in shown
    assert ("<img" in shown, "<script" in shown, "&lt;img src=x onerror=alert(1)&gt;" in shown) == (False, False, True)


def test_the_query_itself_is_text(sara, cast):
    assert "<script>alert" not in sara.get("/search/", {"q": "<script>alert(1)</script>"}).content.decode()


@pytest.mark.reliability("H3")
def test_cases_of_private_departments_never_appear_to_others(client, cast):
    case = case_about(cast, "رازگنجینه", subject="موضوع محرمانه", department=cast.accounting, preview="پیش‌رازگنجینه")
    seen = {}
    for person in (cast.sara, cast.nahid, cast.parvaneh, cast.omid):
        client.force_login(person)
        seen[person.name] = [
            f"/cases/{case.pk}/" in found(client, query, **headers)
            for query in ("رازگنجینه", "محرمانه", str(case.pk), f"#{case.pk}")
            for headers in ({}, PALETTE)
        ]
    assert seen == {"Sara": [False] * 8, "Nahid": [False] * 8, "Parvaneh": [False] * 8, "Omid": [True] * 8}


@pytest.mark.reliability("H3")
def test_a_case_that_moves_to_a_private_department_is_gone_from_search(sara, cast):
    case = case_about(cast, "گنجینه")
    assert f"/cases/{case.pk}/" in found(sara, "گنجینه")
    case.department = cast.accounting
    case.save()
    assert f"/cases/{case.pk}/" not in found(sara, "گنجینه")


def test_a_common_word_is_looked_through_in_portions_and_goes_on(cast, monkeypatch):
    monkeypatch.setattr(case_search, "MOST_MESSAGES", 6)
    monkeypatch.setattr(case_search, "PORTIONS", (2, 4, 6))
    mine = [case_about(cast, "سلام", subject="") for _ in range(2)]
    for _ in range(9):
        case_about(cast, "سلام", subject="", department=cast.accounting)
    first = find_hits(cast.sara, "سلام")
    second = find_hits(cast.sara, "سلام", below=first.below)
    assert ([hit.case.pk for hit in first.hits], first.below is None) == ([], False)
    assert ([hit.case.pk for hit in second.hits], second.below) == ([mine[1].pk, mine[0].pk], None)


@pytest.mark.reliability("H9")
def test_pages_of_results_hold_each_case_once_and_miss_none(cast):
    made = [case_about(cast, "سلام", subject="").pk for _ in range(7)]
    for number in made[:3]:
        write_note(case_search.Case.objects.get(pk=number), "سلام دوباره", by=cast.nahid)
    seen, below = [], None
    while True:
        page = find_hits(cast.sara, "سلام", most=2, below=below)
        seen += [hit.case.pk for hit in page.hits]
        below = page.below
        if below is None:
            break
    assert sorted(set(seen)) == made


def test_pages_are_found_in_both_languages_by_those_who_may(client, cast):
    seen = {}
    for person in (cast.sara, cast.parvaneh):
        client.force_login(person)
        seen[person.name] = [word in found(client, query, **PALETTE) for query, word in (("settings", "/settings/"), ("تنظیمات", "/settings/"), ("new case", "/cases/new/"), ("health", "/status/"))]
    assert seen == {"Sara": [True, True, True, False], "Parvaneh": [True, True, False, True]}


def test_before_anything_is_typed_the_palette_offers_what_waits_and_where_to_go(sara, cast):
    mine, other = make_case(cast, assignee=cast.sara), make_case(cast, assignee=cast.reza)
    shown = found(sara, "", **PALETTE)
    assert [f"/cases/{mine.pk}/" in shown, f"/cases/{other.pk}/" in shown, 'href="/customers/"' in shown] == [True, False, True]
    assert (shown.count('role="listbox"'), "<html" in shown) == (1, False)


def test_nothing_found_says_so(sara, cast):
    assert 'class="empty"' in found(sara, "zzqqxx")
    assert 'role="status"' in found(sara, "zzqqxx", **PALETTE)


@pytest.mark.parametrize("query", ["\x00", "x" * 10_000, '"', "* ( )", "#" + "9" * 30, "9" * 17, "²", "%_"])
@pytest.mark.reliability("H9")
def test_no_query_breaks_it(sara, cast, query):
    assert sara.get("/search/", {"q": query}).status_code == 200


@pytest.mark.parametrize("below", ["x", "-1", "9" * 30, "²"])
@pytest.mark.reliability("H9")
def test_no_page_number_breaks_it(sara, cast, below):
    assert sara.get("/search/", {"q": "سلام", "below": below}).status_code == 200


def test_the_number_of_queries_does_not_grow_with_the_results(sara, cast):
    def queries() -> int:
        sara.get("/search/", {"q": "سلام"})
        with CaptureQueriesContext(connection) as seen:
            sara.get("/search/", {"q": "سلام"})
        return len(seen)

    case_about(cast, "سلام")
    one = queries()
    case_about(cast, "سلام", customer=cast.kaveh)
    case_about(cast, "سلام", assignee=cast.reza)
    assert queries() == one


def test_strangers_sign_in_first(client, cast):
    assert client.get("/search/?q=x").status_code == 302


def test_organisations_are_found_by_words_of_their_name_and_removed_ones_no_more(sara, cast):
    company = named_organisation("شرکت پيشگامان كوير")
    shown = []
    for removed_at in (None, timezone.now()):
        Organisation.objects.filter(pk=company.pk).update(removed_at=removed_at)
        shown.append([f"/organisations/{company.pk}/" in found(sara, "کویر پیش", **headers) for headers in ({}, PALETTE)])
    assert shown == [[True, True], [False, False]]
