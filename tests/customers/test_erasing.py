"""Erasing a person: nothing that was planted of them is left in the database or the files, and every table that leads to them is declared."""

from __future__ import annotations

import json
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, models
from django.utils import timezone

from sandali.cases.actions import reply, write_note
from sandali.cases.jobs import read_arrivals
from sandali.cases.models import Attachment, Case, Draft, Message, Task
from sandali.channels.actions import store_arrival
from sandali.channels.models import Arrival, Delivery
from sandali.company.permissions import NotAllowed
from sandali.customers import erasing, exporting
from sandali.customers.actions import add_identity, edit_customer, recognise, write_customer_note
from sandali.customers.fields.actions import define_field, set_values
from sandali.customers.merging import CannotMerge, merge_customers, unmerge_customers
from sandali.customers.models import Customer, Identity, Stage
from sandali.customers.search import find_customers
from sandali.customers.wishing import keep_wishes, say_consent
from sandali.history import queue
from sandali.history.models import Event
from sandali.kit.files import path_of
from sandali.resolution.promises.actions import make_promise
from tests.cast import Cast, make_case

PLANTED = ("zarrinkelk", "زرین‌کلک", "09121112233", "9121112233", "gorgandust", "hezartoo")
MAIL = b"""From: Shirin Zarrinkelk <shirin@zarrinkelk.example>\r
To: support@simorgh.example\r
Subject: gorgandust order\r
Message-ID: <one.zarrinkelk@zarrinkelk.example>\r
Date: Sun, 22 Nov 2026 10:00:00 +0330\r
MIME-Version: 1.0\r
Content-Type: multipart/mixed; boundary="b"\r
\r
--b\r
Content-Type: text/plain; charset=utf-8\r
\r
My number is 09121112233, hezartoo street.\r
--b\r
Content-Type: text/plain; charset=utf-8\r
Content-Disposition: attachment; filename="zarrinkelk.txt"\r
\r
zarrinkelk hezartoo\r
--b--\r
"""


@pytest.fixture
def files(settings, tmp_path):
    """A store of files of its own."""
    settings.FILES = tmp_path / "files"
    return Path(settings.FILES)


def known_customer(cast: Cast) -> Customer:
    """Somebody with words of theirs wherever somebody could have put them."""
    store_arrival(cast.channel, MAIL, source="imap")
    read_arrivals.func()
    identity = Identity.objects.get(value="shirin@zarrinkelk.example")
    shirin, case = identity.customer, Case.objects.get(customer=identity.customer)
    add_identity(shirin, kind="phone", value="09121112233", by=cast.sara)
    edit_customer(shirin, by=cast.sara, version=shirin.version, name="زرین‌کلک", city="gorgandust", job_title="hezartoo", stage=Stage.LEAD, cause="hezartoo")
    shirin.refresh_from_db()
    note = define_field("customer", "text", "پلاک", by=cast.admin)
    set_values(shirin, {note.pk: "hezartoo"})
    write_customer_note(shirin, "gorgandust", by=cast.sara)
    keep_wishes(shirin, by=cast.sara, version=0, called="خانم زرین‌کلک", likes="hezartoo")
    say_consent(shirin, "service", is_given=True, how="said", by=cast.sara, words="gorgandust")
    write_note(case, "زرین‌کلک zarrinkelk", by=cast.sara)
    reply(case, "سلام خانم زرین‌کلک", by=cast.sara, dedupe_key="k1")
    make_promise(case, "zarrinkelk hezartoo", timezone.now() + timedelta(days=1), by=cast.sara)
    Task.objects.create(case=case, title="gorgandust", text="zarrinkelk", by=cast.sara)
    Draft.objects.create(case=case, person=cast.reza, text="زرین‌کلک")
    return Customer.objects.get(pk=shirin.pk)


def erased(customer: Customer, by) -> None:
    """Erase them and do the work that follows."""
    erasing.begin_erasing(customer, by=by)
    queue.drain()


def tables_with(words: tuple[str, ...]) -> dict[str, list[str]]:
    """Table → planted words that stand in any of its columns, the search index among them; jobs that ended are cleared by the hour."""
    found: dict[str, list[str]] = {}
    with connection.cursor() as cursor:
        names = [name for name in connection.introspection.table_names(cursor) if name != "history_job"]
        for name in names:
            cursor.execute(f'SELECT * FROM "{name}"')
            for row in cursor.fetchall():
                text = "\n".join(bytes(cell).decode("utf-8", "ignore") if isinstance(cell, bytes | memoryview) else str(cell) for cell in row)
                text += text.encode().decode("unicode_escape", "ignore") if "\\u" in text else ""
                for word in words:
                    if word in text and word not in found.setdefault(name, []):
                        found[name].append(word)
    return {name: sorted(words) for name, words in found.items() if words}


def files_with(folder: Path, words: tuple[str, ...]) -> list[str]:
    """Files that hold a planted word."""
    return [str(path) for path in folder.rglob("*") if path.is_file() and any(word.encode() in path.read_bytes() for word in words)]


@pytest.mark.reliability("J6")
@pytest.mark.practice("P01")
def test_nothing_planted_is_left_anywhere_and_what_counts_stays(cast, files):
    shirin = known_customer(cast)
    before = (Case.objects.count(), Message.objects.count(), Event.objects.count())
    assert len(tables_with(PLANTED)) > 12 and files_with(files, PLANTED) != []
    erased(shirin, cast.admin)
    assert (tables_with(PLANTED), files_with(files, PLANTED)) == ({}, [])
    left = Customer.objects.get(pk=shirin.pk)
    assert (left.name, left.stage, left.identities.count(), left.erased_at is not None) == ("", Stage.LEAD, 0, True)
    assert (Case.objects.count(), Message.objects.count()) == before[:2]
    assert Event.objects.count() == before[2] + 1
    assert Event.objects.get(kind="customer_erased").by == cast.admin


def test_the_search_finds_them_no_more(cast, files):
    shirin = known_customer(cast)
    erased(shirin, cast.admin)
    with connection.cursor() as cursor:
        for name in ("customers_words", "cases_words", "messages_words"):
            cursor.execute(f"SELECT words FROM {name}")
            assert [words for (words,) in cursor.fetchall() if any(word in str(words) for word in PLANTED)] == []
    assert find_customers("زرین‌کلک") == []


def test_what_others_wrote_and_have_stays_whole(cast, files):
    other = make_case(cast, subject="سفارش مینا")
    shirin = known_customer(cast)
    file = Attachment.objects.get()
    Attachment.objects.create(message=other.messages.get(), name="same.txt", size=1, sha256=file.sha256)
    words = list(Message.objects.filter(case=other).values_list("text", "from_value"))
    erased(shirin, cast.admin)
    assert list(Message.objects.filter(case=other).values_list("text", "from_value")) == words
    assert (Case.objects.get(pk=other.pk).subject, path_of(file.sha256).is_file()) == ("سفارش مینا", True)


def test_a_mailbox_that_still_has_the_mail_does_not_bring_it_again_and_an_answer_to_our_mail_begins_anew(cast, files):
    shirin = known_customer(cast)
    sent = Delivery.objects.get()
    erased(shirin, cast.admin)
    store_arrival(cast.channel, MAIL, source="imap")
    again = MAIL.replace(b"Message-ID: <one.", b"In-Reply-To: <" + sent.message_id.encode() + b">\r\nMessage-ID: <two.")
    store_arrival(cast.channel, again, source="imap")
    read_arrivals.func()
    assert (Arrival.objects.count(), Customer.objects.filter(identities__value="shirin@zarrinkelk.example").exclude(pk=shirin.pk).count()) == (2, 1)
    assert Message.objects.filter(case__customer=shirin, text__contains="hezartoo").count() == 0


def test_what_waits_to_leave_for_them_does_not(cast, files):
    shirin = known_customer(cast)
    assert Delivery.objects.get().state == "queued"
    erasing.begin_erasing(shirin, by=cast.admin)
    assert Delivery.objects.get().state == "cancelled"


def test_only_who_has_the_right_erases_and_once(cast, files):
    shirin = known_customer(cast)
    for person in (cast.sara, cast.nahid, cast.parvaneh):
        with pytest.raises(NotAllowed):
            erasing.begin_erasing(shirin, by=person)
    assert [erasing.begin_erasing(shirin, by=cast.admin) for _time in range(2)] == [True, False]
    with pytest.raises(ValueError, match="nobody asked"):
        erasing.erase(cast.mina.pk)


def test_a_second_run_after_a_kill_changes_nothing_more(cast, files):
    shirin = known_customer(cast)
    erased(shirin, cast.admin)
    rows = list(Message.objects.order_by("pk").values()), list(Arrival.objects.order_by("pk").values())
    erasing.erase(shirin.pk)
    assert (list(Message.objects.order_by("pk").values()), list(Arrival.objects.order_by("pk").values())) == rows


def test_numbers_of_what_will_be_lost(cast, files):
    shirin = known_customer(cast)
    counts = {str(title): count for title, count in erasing.what_is_kept(shirin)}
    assert [counts[name] for name in ("نشانی‌ها", "یادداشت‌ها", "قول‌ها")] == [2, 1, 1] if "قول‌ها" in counts else counts["Addresses"] == 2


# --- Every room says what it keeps -----------------------------------------------------------------------------------------
def leads_to_customers() -> dict[type[models.Model], set[str]]:
    """Every table that leads to a customer by foreign keys, however far, and its texts: what is no choice of ours."""
    found: set[type[models.Model]] = {Customer}
    while True:
        more = {
            model
            for model in apps.get_models()
            for column in model._meta.concrete_fields
            if column.related_model in found and model not in found
        }
        if not more:
            break
        found |= more
    texts = (models.CharField, models.TextField, models.JSONField, models.BinaryField)
    return {model: {c.name for c in model._meta.concrete_fields if isinstance(c, texts) and not c.choices} for model in found}


def test_every_table_that_leads_to_a_customer_says_of_each_text_what_becomes_of_it():
    declared: dict[type[models.Model], set[str]] = {}
    whole: set[type[models.Model]] = set()
    for kept in erasing.all_kept():
        declared.setdefault(kept.model, set()).update(kept.blank, kept.scrub, kept.stays)
        whole |= {kept.model} if kept.goes else set()
    silent = {
        model._meta.label: sorted(texts - declared.get(model, set()))
        for model, texts in leads_to_customers().items()
        if model not in whole and texts - declared.get(model, set())
    }
    assert silent == {}, "say in the room's keeping.py what becomes of these when a person is erased"


def test_every_table_with_a_customer_or_an_identity_of_its_own_is_declared():
    declared = {kept.model for kept in erasing.all_kept()}
    direct = {
        model._meta.label for model in apps.get_models()
        if model not in declared and any(c.related_model in (Customer, Identity) or c.name == "customer_id" and not c.is_relation for c in model._meta.concrete_fields)
    }  # fmt: skip
    assert direct == {"history.Event"}  # whose words go by forget_words


def test_records_that_live_on_in_theirs_are_erased_along_and_not_set_apart_any_more(cast, files):
    shirin = known_customer(cast)
    twin = recognise("phone", "+989121110000", name="zarrinkelk")
    made = merge_customers(twin, shirin, by=cast.admin, take=["name"])
    erasing.begin_erasing(shirin, by=cast.admin)
    queue.drain()
    made.refresh_from_db()
    assert [(row.name, row.erased_at is not None) for row in Customer.objects.filter(pk__in=(shirin.pk, twin.pk))] == [("", True), ("", True)]
    assert (made.kept, Identity.objects.filter(customer__in=(shirin, twin)).count()) == ({}, 0)
    assert [event.data for event in Event.objects.filter(customer_id=twin.pk) if any(word in str(event.data) for word in PLANTED)] == []
    with pytest.raises(CannotMerge):
        unmerge_customers(made, by=cast.admin)
    with pytest.raises(CannotMerge):
        merge_customers(cast.kaveh, shirin, by=cast.admin)


# --- Everything kept of one person, for them ---------------------------------------------------------------------------------
@pytest.mark.reliability("K7")
def test_an_export_has_what_is_kept_and_is_only_for_who_asked_and_for_seven_days(cast, files):
    shirin = known_customer(cast)
    exporting.ask_export(shirin, by=cast.admin)
    queue.drain()
    event = Event.objects.get(kind="customer_export_ready")
    _event, path = exporting.access_export(cast.admin, event.pk)
    with zipfile.ZipFile(path) as whole:
        person = json.loads(whole.read("person.json"))
        attached = [whole.read(name) for name in whole.namelist() if name.startswith("files/")]
    assert attached == [b"zarrinkelk hezartoo"]
    assert [row["value"] for row in person["identity"]] == ["shirin@zarrinkelk.example", "+989121112233"]
    assert ([row["name"] for row in person["customer"]], [row["text"] for row in person["customernote"]]) == (["زرین‌کلک"], ["gorgandust"])
    assert {"customer_met", "case_opened", "stage_changed"} <= {row["kind"] for row in person["event"]}
    other = cast.nahid
    other.role = "admin"
    other.save()
    with pytest.raises(Event.DoesNotExist):
        exporting.access_export(other, event.pk)
    with pytest.raises(NotAllowed):
        exporting.access_export(cast.sara, event.pk)
    Event.objects.filter(pk=event.pk).update(at=timezone.now() - timedelta(days=8))
    with pytest.raises(Event.DoesNotExist):
        exporting.access_export(cast.admin, event.pk)


def test_an_export_is_refused_to_who_may_not_and_gone_with_the_person(cast, files):
    shirin = known_customer(cast)
    with pytest.raises(NotAllowed):
        exporting.ask_export(shirin, by=cast.nahid)
    exporting.ask_export(shirin, by=cast.admin)
    queue.drain()
    event = Event.objects.get(kind="customer_export_ready")
    erased(shirin, cast.admin)
    assert list((Path(settings.FILES) / "exports").glob("*")) == []
    with pytest.raises(Event.DoesNotExist):
        exporting.access_export(cast.admin, event.pk)


def test_who_is_erased_is_found_by_nobody_and_meets_us_anew(cast, files):
    shirin = known_customer(cast)
    erased(shirin, cast.admin)
    anew = recognise("email", "shirin@zarrinkelk.example", name="Shirin")
    assert anew.pk != shirin.pk
