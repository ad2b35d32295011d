"""Putting a case right by plain forms and by htmx: inside the allowance, beyond it, the ledger, the stories (P19, P20, P22)."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from sandali.cases.models import Direction, Message
from sandali.company.models import Person
from sandali.resolution.models import Policy, Remedy, Story
from sandali.resolution.recovery import causes
from sandali.resolution.remedies.actions import give_remedy, grant_remedy
from sandali.resolution.remedies.ledger import BY
from sandali.resolution.remedies.stories import tell_story
from tests.cast import make_case

pytestmark = pytest.mark.django_db
MILLION = 10_000_000  # rials in a million tomans


def signed_in(client, person):
    """The client as this person."""
    client.force_login(person)
    return client


def words(answer):
    """The page's text without tags, spaces made one."""
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def give(client, case, **fields):
    """Send the form of the case off."""
    given = {"kind": "refund", "amount": "۴۰۰٬۰۰۰", "what": "برای تأخیر", "key": "k1"} | fields
    return client.post(reverse("case_remedy_new", args=[case.pk]), given)


@pytest.mark.practice("P19")
def test_a_remedy_inside_the_allowance_is_given_by_one_form_and_taken_back_by_the_toast(client, cast):
    case = make_case(cast)
    signed_in(client, cast.sara)
    opened = words(client.get(reverse("case_remedy_new", args=[case.pk])))
    assert "۱٬۰۰۰٬۰۰۰ تومان" in opened and "۱۰٬۰۰۰٬۰۰۰ تومان" in opened
    answer = give(client, case)
    assert (answer.status_code, answer["Location"]) == (303, reverse("case", args=[case.pk]))
    remedy = Remedy.objects.get()
    assert (remedy.state, remedy.amount, remedy.by) == ("given", 4_000_000, cast.sara)
    page = client.get(reverse("case", args=[case.pk]))
    assert "۴۰۰٬۰۰۰ تومان" in words(page)
    removal = reverse("case_remedy_removal", args=[case.pk, remedy.pk])
    assert removal in page.content.decode()
    client.post(removal)
    assert Remedy.objects.get().state == "taken_back"


@pytest.mark.practice("P19")
def test_beyond_the_allowance_the_manager_answers_from_the_notice(client, cast):
    case = make_case(cast)
    give(signed_in(client, cast.sara), case, amount="3000000")
    remedy = Remedy.objects.get()
    assert remedy.state == "asked"
    assert "Sara" not in words(client.get(reverse("remedies_asked"))).split("Sara")[0]
    signed_in(client, cast.nahid)
    notices = client.get(reverse("notices")).content.decode()
    granting = reverse("case_remedy_granting", args=[case.pk, remedy.pk])
    assert f'action="{granting}"' in notices
    answer = client.post(granting, {"version": remedy.version, "next": reverse("notices")})
    assert (answer.status_code, answer["Location"]) == (303, reverse("notices"))
    assert Remedy.objects.get().state == "granted"
    assert f'action="{granting}"' not in client.get(reverse("notices")).content.decode()


def test_a_second_answer_says_what_stands_and_changes_nothing(client, cast):
    case = make_case(cast)
    remedy = give_remedy(case, "refund", amount=3 * MILLION, by=cast.sara, key="1")
    grant_remedy(remedy, by=cast.admin)
    signed_in(client, cast.nahid).post(reverse("case_remedy_refusal", args=[case.pk, remedy.pk]), {"word": "نه"}, follow=True)
    assert Remedy.objects.get().state == "granted"


def test_what_cannot_be_given_keeps_what_was_typed(client, cast):
    answer = give(signed_in(client, cast.sara), make_case(cast), amount="", what="به جای آن")
    assert answer.status_code == 422
    assert "به جای آن" in answer.content.decode()
    assert Remedy.objects.count() == 0


def test_what_depends_on_the_choice_is_explained_and_not_called_optional(client, cast):
    case = make_case(cast)
    Policy.objects.create(name="بازگشت", says="هفت روز")
    client = signed_in(client, cast.sara)
    found = {name: client.get(reverse(name, args=[case.pk])).content.decode() for name in ("case_remedy_new", "case_exceptions")}
    assert [html.count("(اختیاری)") for html in found.values()] == [0, 1]  # what an exception costs need not be known
    assert ["برای بازپرداخت و تخفیف لازم است." in found["case_remedy_new"], "ضابطه از همین دلیل‌ها اصلاح می‌شود." in found["case_exceptions"]] == [True, True]


def test_an_outsider_finds_nothing_and_who_only_sees_cannot_give(client, cast):
    case = make_case(cast)
    assert give(signed_in(client, cast.parvaneh), case).status_code == 403
    Person.objects.filter(pk=cast.omid.pk).update(role="agent")
    private = make_case(cast, department=cast.accounting)
    assert give(signed_in(client, cast.sara), private).status_code == 404
    assert Remedy.objects.count() == 0


@pytest.mark.practice("P20")
def test_the_ledger_shows_good_acts_and_totals_and_no_order_or_sum_by_person(client, cast):
    first, second = make_case(cast, kind="complaint"), make_case(cast, customer=cast.kaveh, kind="request")
    give_remedy(first, "refund", amount=5 * MILLION // 10, by=cast.sara, key="1")
    give_remedy(first, "gift", what="کتاب", by=cast.reza, key="2")
    give_remedy(second, "refund", amount=MILLION // 10, by=cast.reza, key="3")
    signed_in(client, cast.nahid)
    page = words(client.get(reverse("remedies")))
    assert "۶۰۰٬۰۰۰ تومان" in page  # of the whole
    assert BY.keys() == {"kind", "policy", "matter", "department", "cause"}
    assert not any("person" in column or "by" in column.split("__") for column in BY.values())
    usual = client.get(reverse("remedies")).content
    for asked in ({"by": "person"}, {"person": str(cast.reza.pk)}, {"sort": "amount"}, {"sort": "by"}, {"order": "-amount"}):
        assert rows_of(client.get(reverse("remedies"), asked).content) == rows_of(usual)
    narrowed = words(client.get(reverse("remedies"), {"matter": "request"}))
    assert "۱۰۰٬۰۰۰ تومان" in narrowed and "۶۰۰٬۰۰۰ تومان" not in narrowed


@pytest.mark.practice("P20")
def test_the_ledger_goes_by_cause_and_each_line_opens_the_acts_behind_it(client, cast):
    both, one, none = (make_case(cast, kind="complaint") for _number in range(3))
    boxes, couriers = (causes.add_cause(name, by=cast.nahid) for name in ("بسته‌بندی", "پیک"))
    for case, cause in ((both, boxes), (both, couriers), (one, boxes)):
        causes.find_cause(case, cause.pk, by=cast.nahid)
    for case in (both, one, none):
        give_remedy(case, "refund", amount=MILLION // 10, by=cast.sara, key=f"{case.pk}")
    signed_in(client, cast.nahid)
    page = client.get(reverse("remedies"))
    by_cause = next(table for table in page.context["tables"] if table["label"] == "به تفکیک علت")
    assert [(line["name"], line["count"]) for line in by_cause["lines"]] == [("بسته‌بندی", "۲"), ("پیک", "۱"), ("هنوز علتی پیدا نشده", "۱")]
    opened = [rows_of(client.get(line["url"]).content)[0] for line in by_cause["lines"] if line["url"]]
    assert opened == [[reverse("case", args=[case.pk]).encode() for case in cases] for cases in ((one, both), (both,))]
    # The whole counts each act once, however many causes its case has.
    assert page.context["whole"]["count"] == "۳ کار خوب"


def test_without_a_cause_found_the_ledger_says_nothing_of_causes(client, cast):
    give_remedy(make_case(cast), "gift", by=cast.sara, key="1", what="کتاب")
    tables = signed_in(client, cast.nahid).get(reverse("remedies")).context["tables"]
    assert [len(table["lines"]) for table in tables] == [1, 1, 0, 1, 0]


def rows_of(content):
    """The cases of the ledger's lines in their order, and its totals."""
    return re.findall(rb'class="act" href="([^"]+)"', content), re.findall(rb'class="numeric[^>]*>([^<]*)<', content)


def test_the_ledger_keeps_to_what_its_reader_may_see(client, cast):
    give_remedy(make_case(cast, department=cast.accounting), "refund", amount=MILLION // 10, by=cast.omid, key="1")
    assert rows_of(signed_in(client, cast.nahid).get(reverse("remedies")).content) == ([], [])
    assert len(rows_of(signed_in(client, cast.omid).get(reverse("remedies")).content)[0]) == 1


@pytest.mark.practice("P22")
def test_a_story_is_told_with_the_customers_own_words_and_can_be_withheld(client, cast):
    case = make_case(cast)
    said = Message.objects.create(case=case, direction=Direction.IN, at=timezone.now(), text="باورم نمی‌شد؛ خیلی ممنون که فهمیدید.")
    remedy = give_remedy(case, "gift", what="کتاب", by=cast.sara, key="1")
    signed_in(client, cast.reza)
    url = reverse("case_remedy_story", args=[case.pk, remedy.pk])
    told = {"title": "کتابی که دیر رسید", "text": "سارا خودش برد.", "message": said.pk, "words": "خیلی ممنون که فهمیدید"}
    assert client.post(url, told | {"words": "هرگز نگفته"}).status_code == 422
    assert client.post(url, told).status_code == 303
    page = words(client.get(reverse("stories")))
    assert all(part in page for part in ("کتابی که دیر رسید", "خیلی ممنون که فهمیدید", "Sara", "مینا کریمی"))
    withholding = reverse("case_remedy_withholding", args=[case.pk, remedy.pk])
    signed_in(client, cast.sara).post(withholding)
    assert "کتابی که دیر رسید" not in words(client.get(reverse("stories"), follow=True)).replace("«", "")
    client.post(f"{withholding}?back=1")
    assert Story.objects.get().withheld_at is None


@pytest.mark.practice("P22")
def test_a_story_of_a_private_case_is_told_to_nobody_else(client, cast):
    case = make_case(cast, department=cast.accounting)
    tell_story(give_remedy(case, "gift", what="x", by=cast.omid, key="1"), title="راز", text="متن", by=cast.omid)
    assert "راز" not in words(signed_in(client, cast.nahid).get(reverse("stories")))
    assert "راز" in words(signed_in(client, cast.omid).get(reverse("stories")))


@pytest.mark.parametrize("name", ["remedies", "remedies_asked", "stories"])
def test_pages_ask_as_often_for_three_as_for_one(client, cast, name, django_assert_max_num_queries):
    policy = Policy.objects.create(name="برگشت")
    counts = []
    for number in range(3):
        case = make_case(cast)
        remedy = give_remedy(case, "gift", what="x", by=cast.sara, key=f"{number}")
        tell_story(remedy, title="x", text="y", by=cast.sara)
        give_remedy(case, "refund", amount=3 * MILLION, by=cast.sara, key=f"asked {number}")
        signed_in(client, cast.nahid)
        client.get(reverse(name))
        with django_assert_max_num_queries(60) as asked:
            client.get(reverse(name))
        counts.append(len(asked))
    assert counts[0] == counts[2], policy
