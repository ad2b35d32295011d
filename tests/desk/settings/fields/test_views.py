"""Where a company defines its own fields, and where they are filled in."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from sandali.customers.actions import edit_customer
from sandali.customers.fields.actions import define_field, set_values
from sandali.customers.fields.queries import values_of
from sandali.customers.models import Customer, CustomField


@pytest.fixture
def nahid(client, cast):
    """Nahid's browser."""
    client.force_login(cast.nahid)
    return client


def text(answer) -> str:
    """The answer's body."""
    return answer.content.decode()


def test_a_field_is_defined_changed_put_away_and_back(nahid, cast):
    new = {"name": "پایه", "subject": "customer", "kind": "choice", "choices": "دهم\nیازدهم"}
    assert nahid.post(reverse("settings_fields"), new).status_code == 303
    field = CustomField.objects.get()
    page = reverse("settings_field", args=[field.pk])
    assert nahid.post(page, {"name": "پایهٔ تحصیلی", "choices": "دهم\nدوازدهم", "version": 1}).status_code == 303
    late = nahid.post(page, {"name": "کلاس", "choices": "دهم\nدوازدهم", "version": 1})
    assert (late.status_code, "کلاس" in text(late), CustomField.objects.get().name) == (409, True, "پایهٔ تحصیلی")
    nahid.post(reverse("settings_field_archive", args=[field.pk]))
    assert CustomField.objects.filter(archived_at=None).count() == 0
    nahid.post(reverse("settings_field_return", args=[field.pk]))
    assert CustomField.objects.filter(archived_at=None).count() == 1


def test_what_cannot_be_defined_keeps_what_was_typed(nahid, cast):
    answer = nahid.post(reverse("settings_fields"), {"name": "رنگ", "subject": "customer", "kind": "choice", "choices": "فقط یکی"})
    assert (answer.status_code, "فقط یکی" in text(answer), CustomField.objects.count()) == (422, True, 0)


@pytest.fixture
def own(cast):
    """A number that must be filled in, a date, and several answers."""
    return (
        define_field("customer", "number", "اندازهٔ پا", by=cast.nahid, is_required=True),
        define_field("customer", "date", "تاریخ عضویت", by=cast.nahid),
        define_field("customer", "choices", "علاقه‌ها", by=cast.nahid, choices=["کتاب", "کفش", "چای"]),
    )


def test_own_fields_are_filled_in_with_a_customer_and_show_on_their_page(nahid, cast, own):
    size, since, likes = own
    typed = {"name": "لیلا", "stage": "contact", f"field-{size.pk}": "۳۸٫۵", f"field-{since.pk}": "۱۴۰۴/۷/۱", f"field-{likes.pk}": ["چای", "کتاب"]}
    assert nahid.post(reverse("new_customer"), typed).status_code == 303
    leila = Customer.objects.get(name="لیلا")
    values = values_of(leila)
    assert (values[size.pk], values[since.pk], [name for _pk, name in values[likes.pk]]) == (Decimal("38.5"), date(2025, 9, 23), ["کتاب", "چای"])
    cast.nahid.language = "fa"
    cast.nahid.save()
    shown = text(nahid.get(reverse("customer", args=[leila.pk])))
    assert [word for word in ("اندازهٔ پا", "۳۸٫۵", "۱ مهر ۱۴۰۴", "کتاب، چای") if word not in shown] == []


def test_a_wrong_or_missing_value_is_said_and_what_was_typed_stays(nahid, cast, own):
    size, since, likes = own
    typed = {"name": "لیلا", "stage": "contact", f"field-{since.pk}": "پریروز نه", f"field-{likes.pk}": ["کفش"]}
    answer = nahid.post(reverse("new_customer"), typed)
    form = answer.context["form"]
    assert (answer.status_code, sorted(form.errors), "پریروز نه" in text(answer), Customer.objects.filter(name="لیلا").exists()) == (
        422, sorted([f"field-{size.pk}", f"field-{since.pk}"]), True, False,
    )  # fmt: skip
    assert text(answer).count("checked") == 1


def test_a_lost_race_about_an_own_field_is_theirs_to_choose(nahid, cast, own):
    size, since, likes = own
    set_values(cast.mina, {size.pk: Decimal(38)})
    before = {"initial-name": cast.mina.name, "initial-stage": "contact", f"initial-field-{size.pk}": "38"}
    typed = {"name": cast.mina.name, "stage": "contact", "version": 1, f"field-{size.pk}": "40", **before}
    edit_customer(cast.mina, by=cast.sara, version=1, values={size.pk: Decimal(39)})
    answer = nahid.post(reverse("edit_customer", args=[cast.mina.pk]), typed)
    conflict = answer.context["conflict"]
    assert (answer.status_code, [(choice.mine, choice.theirs) for choice in conflict.choices]) == (409, [("40", "39")])
    again = dict(conflict.kept) | dict(conflict.before) | {"version": conflict.version, f"field-{size.pk}": "40"}
    assert nahid.post(reverse("edit_customer", args=[cast.mina.pk]), again).status_code == 303
    assert values_of(cast.mina)[size.pk] == Decimal(40)


def test_the_stage_changes_with_its_cause_which_the_story_tells(nahid, cast):
    before = {"initial-name": cast.mina.name, "initial-stage": "contact"}
    typed = {"name": cast.mina.name, "stage": "former", "version": 1, "cause": "به شهر دیگری رفت", **before}
    assert nahid.post(reverse("edit_customer", args=[cast.mina.pk]), typed).status_code == 303
    assert "به شهر دیگری رفت" in text(nahid.get(reverse("customer", args=[cast.mina.pk]) + "?show=profile"))


def test_a_number_of_somebodys_papers_is_in_the_readers_digits_where_it_is_typed(nahid, cast):
    papers = define_field("customer", "text", "شمارهٔ پرونده", by=cast.nahid)
    set_values(cast.mina, {papers.pk: "107-32"})
    assert f'name="field-{papers.pk}" value="۱۰۷-۳۲"' in text(nahid.get(reverse("edit_customer", args=[cast.mina.pk])))


def test_the_list_is_narrowed_by_own_fields_and_what_is_no_value_is_said(nahid, cast, own):
    size, since, likes = own
    set_values(cast.mina, {size.pk: Decimal(38)})
    page = reverse("customers")
    narrowed = text(nahid.get(page, {f"field-{size.pk}": "۳۸"}))
    assert (cast.mina.name in narrowed, cast.kaveh.name in narrowed) == (True, False)
    wrong = nahid.get(page, {f"field-{size.pk}": "سی و هشت"})
    assert (wrong.status_code, len(wrong.context["own_wrong"]), cast.kaveh.name in text(wrong)) == (200, 1, True)
