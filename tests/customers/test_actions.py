"""Everyone who ever wrote is kept; addresses belong to one customer; two editors never overwrite each other."""

import threading
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from sandali.customers.actions import (
    NameTaken,
    NotAnAddress,
    Overtaken,
    Taken,
    add_customer,
    add_identity,
    edit_customer,
    edit_organisation,
    named_organisation,
    named_tag,
    normal_identity,
    recognise,
    remove_customer_note,
    remove_identity,
    return_customer_note,
    tag_customer,
    untag_customer,
    write_customer_note,
)
from sandali.customers.models import Customer, Identity, Organisation, Tag
from sandali.customers.search import find_customers
from sandali.history.models import Event


def events_of(customer) -> list[str]:
    """The kinds of a customer's events, oldest first."""
    return list(Event.objects.filter(customer_id=customer.pk).order_by("id").values_list("kind", flat=True))


@pytest.mark.practice("P01")
def test_whoever_writes_first_becomes_a_customer_who_needs_no_purchase(db):
    met = recognise("email", "roya@example.com", name="رؤیا", language="fa")
    assert (met.name, met.stage, met.language) == ("رؤیا", "contact", "fa")
    assert [str(identity) for identity in met.identities.all()] == ["roya@example.com"]
    assert events_of(met) == ["customer_met"]
    assert find_customers("رويا") == [met.pk]


@pytest.mark.practice("P01")
def test_who_writes_again_is_the_same_customer_and_is_in_touch_since_now(db):
    then = timezone.now() - timedelta(days=90)
    first = recognise("email", "roya@example.com", at=then)
    again = recognise("email", "roya@example.com", name="Roya", language="en")
    assert again.pk == first.pk
    again.refresh_from_db()
    assert (again.name, again.language, again.created_at) == ("Roya", "en", then)
    assert again.last_contact_at - then > timedelta(days=89)
    assert Customer.objects.count() == 1


def test_a_name_that_is_known_is_not_replaced_by_what_a_mail_says(db):
    recognise("email", "roya@example.com", name="رؤیا")
    assert recognise("email", "roya@example.com", name="Info Desk").name == "رؤیا"


def test_an_old_message_does_not_set_the_last_contact_back(db):
    now = timezone.now()
    recognise("email", "roya@example.com", at=now)
    old = recognise("email", "roya@example.com", at=now - timedelta(days=900))
    assert old.last_contact_at == now


@pytest.mark.practice("P01")
@pytest.mark.django_db(transaction=True)
def test_two_threads_that_meet_a_new_address_at_once_get_one_customer():
    start, found, problems = threading.Barrier(2), [], []

    def meet() -> None:
        try:
            start.wait(timeout=10)
            found.append(recognise("email", "roya@example.com", name="رؤیا").pk)
        except Exception as problem:  # noqa: BLE001 - shown by the test, a thread would swallow it
            problems.append(problem)
        finally:
            connection.close()

    threads = [threading.Thread(target=meet) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert problems == []
    assert found == [found[0]] * 2
    assert (Customer.objects.count(), Identity.objects.count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_the_slower_of_two_workers_gets_the_customer_of_the_quicker(monkeypatch):
    """The race at its worst place: both looked, nobody was there, the other one wrote first."""
    from sandali.customers import actions  # the module, to stand between its question and its answer

    asked = []
    real = actions.find_customer

    def first_nobody(kind: str, value: str):
        asked.append(value)
        if len(asked) == 1:
            other = Customer.objects.create(name="")
            Identity.objects.create(customer=other, kind=kind, value=value)
            return None
        return real(kind, value)

    monkeypatch.setattr(actions, "find_customer", first_nobody)
    met = recognise("email", "roya@example.com", name="رؤیا")
    assert (Customer.objects.count(), Identity.objects.get().customer_id) == (1, met.pk)
    met.refresh_from_db()
    assert met.name == "رؤیا"


def test_the_database_itself_holds_one_customer_an_identity(cast):
    with pytest.raises(IntegrityError), transaction.atomic():
        Identity.objects.create(customer=cast.kaveh, kind="email", value="mina@example.com")


@pytest.mark.parametrize(
    ("kind", "typed", "normal"),
    [
        ("phone", "۰۹۱۲ ۳۴۵ ۶۷۸۹", "+989123456789"),
        ("phone", "0098 912 345 6789", "+989123456789"),
        ("phone", "٠٢١-٨٨٧٧٦٦٥٥", "+982188776655"),
        ("email", " Mina.Karimi@Example.COM ", "mina.karimi@example.com"),
        ("email", "mina\u202e@example.com", "mina@example.com"),
    ],
)
def test_an_address_has_one_form_however_it_is_typed(db, kind, typed, normal):
    assert normal_identity(kind, typed)[0] == normal


@pytest.mark.parametrize(
    ("kind", "typed"), [("phone", "12"), ("phone", "mina"), ("phone", ""), ("email", "mina"), ("email", "@example.com"), ("email", "a b@c.d")]
)
def test_what_is_no_address_is_refused(db, kind, typed):
    with pytest.raises(NotAnAddress):
        normal_identity(kind, typed)


def test_a_number_without_a_country_is_of_the_region_that_is_given():
    assert normal_identity("phone", "020 7946 0018", region="GB")[0] == "+442079460018"


def test_an_address_of_somebody_else_is_refused_and_says_whose_it_is(cast):
    with pytest.raises(Taken) as refused:
        add_identity(cast.kaveh, kind="email", value="MINA@example.com", by=cast.sara)
    assert (refused.value.customer, refused.value.kind) == (cast.mina, "email")
    assert cast.kaveh.identities.count() == 1


def test_an_address_given_away_between_question_and_answer_is_refused_too(cast, monkeypatch):
    from sandali.customers import actions  # the module, to blind its first question

    monkeypatch.setattr(actions, "find_customer", lambda kind, value: None)
    with pytest.raises(Taken) as refused:
        add_identity(cast.kaveh, kind="email", value="mina@example.com", by=cast.sara)
    assert refused.value.customer == cast.mina


def test_adding_the_same_address_twice_changes_nothing(cast):
    first = add_identity(cast.mina, kind="phone", value="09123456789", by=cast.sara)
    assert add_identity(cast.mina, kind="phone", value="+98 912 345 6789", by=cast.sara) == first
    assert events_of(cast.mina) == ["customer_met", "identity_added"]


def test_a_removed_address_finds_nobody_and_may_be_given_to_another(cast):
    identity = add_identity(cast.mina, kind="phone", value="09123456789", by=cast.sara)
    remove_identity(identity, by=cast.sara)
    assert find_customers("09123456789") == []
    assert add_identity(cast.kaveh, kind="phone", value="09123456789", by=cast.sara).customer == cast.kaveh
    assert events_of(cast.mina) == ["customer_met", "identity_added", "identity_removed"]


def test_a_customer_written_down_by_hand_is_not_kept_when_an_address_is_taken(cast):
    before = Customer.objects.count()
    with pytest.raises(Taken):
        add_customer(by=cast.sara, name="مینا", identities=[("phone", "09121111111"), ("email", "mina@example.com")])
    assert Customer.objects.count() == before
    assert find_customers("09121111111") == []


def test_a_name_with_hidden_direction_marks_shows_its_letters_in_their_order(cast):
    made = add_customer(by=cast.sara, name="invoice\u202efdp.exe")
    edited = edit_customer(cast.kaveh, by=cast.sara, version=1, name="\u2066کاوه\u2069 رستمی")
    assert (made.name, edited.name) == ("invoicefdp.exe", "کاوه رستمی")


def test_editing_writes_what_changed_and_raises_the_version(cast):
    edited = edit_customer(cast.mina, by=cast.sara, version=1, city="شیراز", stage="customer")
    assert (edited.city, edited.stage, edited.version) == ("شیراز", "customer", 2)
    changed = Event.objects.filter(customer_id=cast.mina.pk, kind="stage_changed").get()
    assert (changed.data, changed.by) == ({"before": "contact", "after": "customer"}, cast.sara)
    assert Event.objects.get(kind="customer_edited").data == {"fields": ["city"]}


def test_an_edit_on_an_old_version_is_overtaken_and_writes_nothing(cast):
    edit_customer(cast.mina, by=cast.reza, version=1, city="شیراز")
    with pytest.raises(Overtaken) as overtaken:
        edit_customer(cast.mina, by=cast.sara, version=1, city="تبریز")
    assert (overtaken.value.current.city, overtaken.value.current.version) == ("شیراز", 2)
    cast.mina.refresh_from_db()
    assert cast.mina.city == "شیراز"


def test_saving_without_a_change_overtakes_nobody(cast):
    assert edit_customer(cast.mina, by=cast.sara, version=1, name="مینا کریمی").version == 1
    assert events_of(cast.mina) == ["customer_met"]


def test_a_message_does_not_overtake_who_is_editing(cast):
    recognise("email", "mina@example.com", language="en")
    assert edit_customer(cast.mina, by=cast.sara, version=1, city="شیراز").city == "شیراز"


def test_a_tag_is_one_however_it_is_typed(db):
    assert named_tag("پیگیري") == named_tag(" پیگیری ")
    assert [tag.name for tag in Tag.objects.all()] == ["پیگیري"]
    assert named_tag(" \u200f ") is None


def test_tagging_is_found_and_told_once(cast):
    tag = tag_customer(cast.mina, "ویژه", by=cast.sara)
    tag_customer(cast.mina, "ویژه", by=cast.sara)
    assert find_customers("ويژه") == [cast.mina.pk]
    untag_customer(cast.mina, tag, by=cast.sara)
    untag_customer(cast.mina, tag, by=cast.sara)
    assert find_customers("ویژه") == []
    assert events_of(cast.mina) == ["customer_met", "customer_tagged", "customer_untagged"]


def test_an_organisation_is_one_however_it_is_typed(db):
    assert named_organisation("شركت  نوين") == named_organisation("شرکت نوین")
    assert named_organisation("  ") is None
    assert Organisation.objects.count() == 1


def test_a_renamed_organisation_finds_its_customers_by_the_new_name(cast):
    company = named_organisation("سیمین")
    edit_customer(cast.mina, by=cast.sara, version=1, organisation=company)
    edit_organisation(company, by=cast.sara, name="زرین", note="قرارداد سالانه")
    assert (find_customers("زرين"), find_customers("سیمین")) == ([cast.mina.pk], [])
    assert Event.objects.get(kind="organisation_edited").data == {"fields": ["name", "note"], "before": "سیمین"}


def test_an_organisation_cannot_take_the_name_of_another(cast):
    company, other = named_organisation("سیمین"), named_organisation("زرین")
    with pytest.raises(NameTaken) as refused:
        edit_organisation(company, by=cast.sara, name="زرين")
    assert refused.value.organisation == other


def test_a_hidden_note_comes_back_and_history_knows_both(cast):
    note = write_customer_note(cast.mina, "عصرها تماس بگیرید", by=cast.sara)
    remove_customer_note(note, by=cast.reza)
    assert cast.mina.notes.filter(removed_at=None).count() == 0
    return_customer_note(note, by=cast.sara)
    assert [kept.text for kept in cast.mina.notes.filter(removed_at=None)] == ["عصرها تماس بگیرید"]
    assert events_of(cast.mina)[1:] == ["customer_noted", "customer_note_removed", "customer_note_returned"]
