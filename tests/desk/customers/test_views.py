"""One customer: what the page shows to whom, writing one down, and the lost race."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sandali.cases.actions import assign_case, write_note
from sandali.customers.actions import (
    add_identity,
    edit_customer,
    recognise,
    tag_customer,
    write_customer_note,
)
from sandali.customers.models import Customer
from tests.cast import make_case

HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}


@pytest.fixture
def sara(client, cast):
    """Sara's browser."""
    client.force_login(cast.sara)
    return client


def page_of(customer) -> str:
    """The address of a customer's page."""
    return reverse("customer", args=[customer.pk])


def text(answer) -> str:
    """The answer's body."""
    return answer.content.decode()


def unmasked(html: str) -> str:
    """Without the tokens, which are masked anew each time."""
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", html)


def test_the_page_shows_addresses_tags_notes_cases_and_what_happened(sara, cast):
    case = make_case(cast, subject="سفارش نرسیده")
    tag_customer(cast.mina, "ویژه", by=cast.reza)
    write_customer_note(cast.mina, "عصرها تماس بگیرید", by=cast.reza)
    shown = text(sara.get(page_of(cast.mina)))
    wanted = ["mailto:mina@example.com", "ویژه", "عصرها تماس بگیرید", "سفارش نرسیده", reverse("case", args=[case.pk]), f"?customer={cast.mina.pk}", "Reza"]
    assert [word for word in wanted if word not in shown] == []


def test_merged_cases_and_spam_do_not_stand_among_the_cases_and_spam_is_one_line_away(sara, cast):
    normal, spam = make_case(cast, subject="سفارش"), make_case(cast, subject="جایزه", aside="spam")
    merged = make_case(cast, subject="همان سفارش", aside="merged", merged_into=normal)

    def listed(query: str) -> list[bool]:
        cases = sara.get(page_of(cast.mina) + query).context["it"].cases
        return [f'href="/cases/{case.pk}/"' in cases for case in (normal, spam, merged)]

    assert (listed(""), listed("?aside=spam")) == ([True, False, False], [False, True, False])
    assert f'<a class="link" href="{page_of(cast.mina)}?aside=spam">۱ پروندهٔ هرزنامه</a>' in text(sara.get(page_of(cast.mina)))


@pytest.mark.reliability("H3")
def test_nothing_of_a_private_departments_case_is_shown_to_others(client, cast):
    case = make_case(cast, subject="محرمانه‌ی حقوقی", department=cast.accounting, preview="رازپیش")
    write_note(case, "رازنوشته", by=cast.omid)
    secrets = ["محرمانه", "رازپیش", "رازنوشته", f"/cases/{case.pk}/", "Omid"]
    seen = {}
    for person in (cast.sara, cast.nahid, cast.parvaneh, cast.omid):
        client.force_login(person)
        shown = text(client.get(page_of(cast.mina)))
        seen[person.name] = [secret for secret in secrets if secret in shown]
    assert seen == {"Sara": [], "Nahid": [], "Parvaneh": [], "Omid": secrets}


@pytest.mark.reliability("H3")
def test_a_case_moved_to_a_private_department_leaves_the_story_of_others(sara, cast):
    case = make_case(cast, subject="سفارش")
    assign_case(case, cast.sara, by=cast.reza)
    assert f"/cases/{case.pk}/" in text(sara.get(page_of(cast.mina)))
    case.department, case.assignee = cast.accounting, None
    case.save()
    assert f"/cases/{case.pk}/" not in text(sara.get(page_of(cast.mina)))


def test_the_story_is_narrowed_and_goes_back_in_time(sara, cast, monkeypatch):
    from sandali.desk.customers import story  # the module, to make its pages short

    monkeypatch.setattr(story, "PAGE", 2)
    for word in ("سیب", "گلابی", "انار"):
        tag_customer(cast.mina, word, by=cast.sara)
    write_customer_note(cast.mina, "الف", by=cast.sara)
    first = sara.get(page_of(cast.mina) + "?show=profile").context["it"]
    second = sara.get(first.earlier).context["it"]
    assert ["انار" in first.story, "سیب" in first.story, "سیب" in second.story, second.earlier] == [True, False, True, ""]
    assert sara.get(page_of(cast.mina) + "?show=notes").context["it"].story.count("<li>") == 1


@pytest.mark.parametrize("part", ["customer-identities", "customer-tags", "customer-notes", "story"])
def test_a_part_is_a_piece_of_the_whole(sara, cast, part):
    make_case(cast)
    whole = " ".join(text(sara.get(page_of(cast.mina))).split())
    piece = " ".join(text(sara.get(page_of(cast.mina), headers={**HTMX, "HX-Target": f"section#{part}"})).split())
    assert unmasked(piece) in unmasked(whole)
    assert "<html" not in piece


def test_the_number_of_queries_does_not_grow_with_what_happened(sara, cast):
    def queries() -> int:
        sara.get(page_of(cast.mina))  # the first page of a minute also notes that she is here
        with CaptureQueriesContext(connection) as seen:
            sara.get(page_of(cast.mina))
        return len(seen)

    def happen(number: int) -> None:
        case = make_case(cast, assignee=cast.reza)
        write_note(case, f"یادداشت {number}", by=cast.reza)
        tag_customer(cast.mina, f"tag{number}", by=cast.sara)
        write_customer_note(cast.mina, f"n{number}", by=cast.sara)
        add_identity(cast.mina, kind="phone", value=f"0912345678{number}", by=cast.sara)

    happen(0)
    one = queries()
    happen(1)
    happen(2)
    assert queries() == one


def test_executives_look_and_do_not_touch(client, cast):
    client.force_login(cast.parvaneh)
    shown = text(client.get(page_of(cast.mina)))
    main = shown.split('id="main"', 1)[1].split("</main>", 1)[0]
    assert (client.get(reverse("edit_customer", args=[cast.mina.pk])).status_code, 'method="post"' in main, "case_new" in main) == (403, False, False)


def test_who_does_not_exist_is_not_found(sara, cast):
    assert [sara.get(f"/customers/{number}/").status_code for number in (0, 999999, 10**25)] == [404, 404, 404]


def test_a_customer_is_written_down(sara, cast):
    answer = sara.post("/customers/new/", {"name": "رعنا", "phone": "۰۹۱۲ ۳۴۵ ۶۷۸۹", "email": "Rana@Example.com", "organisation": "شركت نوین", "stage": "lead"})
    made = Customer.objects.get(name="رعنا")
    assert (answer.status_code, answer["Location"]) == (303, page_of(made))
    assert sorted(identity.value for identity in made.identities.all()) == ["+989123456789", "rana@example.com"]
    assert (made.stage, str(made.organisation)) == ("lead", "شركت نوین")


def test_an_address_of_somebody_else_leads_to_them_and_merges_nobody(sara, cast):
    before = Customer.objects.count()
    answer = sara.post("/customers/new/", {"name": "مینا", "email": "MINA@example.com", "phone": "09121112233", "stage": "contact"})
    assert (answer.status_code, Customer.objects.count()) == (422, before)
    error = text(answer).split('id="id_email-error"', 1)[1].split("</div>", 1)[0]
    assert f'href="{page_of(cast.mina)}"' in error
    assert 'value="09121112233"' in text(answer)


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"stage": "contact"}, ["name"]),
        ({"stage": "contact", "phone": "12"}, ["phone"]),
        ({"stage": "contact", "email": "mina"}, ["email"]),
        ({"stage": "emperor", "name": "x"}, ["stage"]),
        ({"stage": "contact", "name": "x" * 161}, ["name"]),
        ({"stage": "contact", "name": "a\x00b"}, ["name"]),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(sara, cast, typed, wrong):
    before = Customer.objects.count()
    answer = sara.post("/customers/new/", {"city": "شیراز", **typed})
    assert (answer.status_code, sorted(answer.context["form"].errors), Customer.objects.count()) == (422, wrong, before)
    assert 'value="شیراز"' in text(answer)


def form_of(answer) -> dict[str, str]:
    """What a browser would post back, unchanged."""
    form = answer.context["form"]
    first = {name: str(form.initial.get(name, "")) for name in form.fields}
    return {**first, **{f"initial-{name}": value for name, value in first.items() if name != "version"}}


def test_editing_saves_and_goes_back(sara, cast):
    url = reverse("edit_customer", args=[cast.mina.pk])
    answer = sara.post(url, {**form_of(sara.get(url)), "city": "شیراز", "organisation": "نوین"})
    cast.mina.refresh_from_db()
    assert (answer.status_code, cast.mina.city, str(cast.mina.organisation), cast.mina.version) == (303, "شیراز", "نوین", 2)


def test_the_form_carries_what_stood_there_before_as_hidden_fields(sara, cast):
    shown = text(sara.get(reverse("edit_customer", args=[cast.mina.pk])))
    assert re.findall(r'<input type="hidden" name="(initial-[a-z_]+|version)"', shown) == [
        "version", "initial-name", "initial-organisation", "initial-job_title", "initial-city", "initial-stage",
    ]  # fmt: skip


def test_the_overtaken_sees_both_values_and_chooses(sara, cast):
    url = reverse("edit_customer", args=[cast.mina.pk])
    opened = form_of(sara.get(url))
    edit_customer(cast.mina, by=cast.reza, version=1, city="تبریز", job_title="مدیر")
    answer = sara.post(url, {**opened, "city": "شیراز", "name": "مینا کریمی‌فر"})
    conflict = answer.context["conflict"]
    assert answer.status_code == 409
    assert [(choice.name, choice.mine, choice.theirs) for choice in conflict.choices] == [("name", "مینا کریمی‌فر", "مینا کریمی"), ("city", "شیراز", "تبریز")]
    assert ("Reza" in text(answer), conflict.version, dict(conflict.kept)["job_title"]) == (True, 2, "مدیر")
    cast.mina.refresh_from_db()
    assert cast.mina.city == "تبریز"

    chosen = {"version": conflict.version, **dict(conflict.kept), **dict(conflict.before), "name": "مینا کریمی‌فر", "city": "تبریز"}
    assert sara.post(url, chosen).status_code == 303
    cast.mina.refresh_from_db()
    assert (cast.mina.name, cast.mina.city, cast.mina.job_title, cast.mina.version) == ("مینا کریمی‌فر", "تبریز", "مدیر", 3)


def test_what_a_colleague_changed_elsewhere_is_not_written_over(sara, cast):
    url = reverse("edit_customer", args=[cast.mina.pk])
    opened = form_of(sara.get(url))
    edit_customer(cast.mina, by=cast.reza, version=1, city="تبریز")
    answer = sara.post(url, {**opened, "job_title": "مدیر خرید"})
    assert answer.status_code == 409
    assert dict(answer.context["conflict"].kept)["city"] == "تبریز"


def test_the_page_of_a_nameless_customer_is_called_by_their_address(sara, cast):
    nameless = recognise("email", "nameless@example.com")
    assert "<bdi>nameless@example.com</bdi>" in text(sara.get(page_of(nameless)))


def test_there_are_no_latin_digits_in_the_words_of_a_persian_page(sara, cast):
    make_case(cast)
    main = text(sara.get(page_of(cast.mina))).split('id="main"', 1)[1].split("</main>", 1)[0]
    words = re.sub(r"<[^>]*>", " ", main)
    assert re.findall(r"[0-9]", words) == []
