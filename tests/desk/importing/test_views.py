"""The pages of imports: from a file to what became of it, and nobody else's."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from django.utils.translation import override

from sandali.cases.models import Case
from sandali.customers.duplicates.keys import write_keys
from sandali.customers.fields.actions import define_field
from sandali.customers.models import Customer
from sandali.desk.importing.forms import PlanForm
from sandali.desk.importing.rows import standing
from sandali.history.queue import drain
from sandali.kit.files import exists
from sandali.transfer import actions
from sandali.transfer.models import Import, ImportBatch, ImportState
from sandali.transfer.work import sample
from tests.desk.browsing import browser

pytestmark = pytest.mark.django_db
CSV = "نام;همراه;بی‌معنی\nسارا;09121234567;x\nعلی;۱۲;y\n"
ACTS = ("", "plan/", "trial/", "start/", "order/", "stopping/", "undoing/", "order/back/", "removal/", "forgetting/", "rows/", "people/", "choices/")


@pytest.mark.reliability("K2")
def test_a_manager_brings_a_file_in_mends_what_was_not_taken_and_undoes_it(nahid):
    """Every step by its page; the rows to mend are in their own columns with the reason, and can be brought in again."""
    sent = nahid.post("/settings/imports/", {"file": SimpleUploadedFile("x.csv", CSV.encode("utf-16"))})
    one = Import.objects.get()
    here = f"/settings/imports/{one.pk}/"
    assert (sent.status_code, sent["Location"], one.shape["encoding"], one.plan) == (303, here, "utf-16", ["name", "phone", ""])
    planned = {"subject": "customers", "source": "own", "known": "leave", "unreadable": "aside", "encoding": "utf-16", "separator": ";", "column-0": "name", "column-1": "phone", "column-2": "note"}
    assert nahid.post(f"{here}plan/", planned).status_code == 303
    one.refresh_from_db()
    assert (one.plan, one.known) == (["name", "phone", "note"], "leave")
    nahid.post(f"{here}trial/")
    drain()
    assert Customer.objects.filter(name="سارا").count() == 0
    nahid.post(f"{here}start/")
    drain()
    assert nahid.get(here).status_code == 200
    assert Customer.objects.get(name="سارا").notes.get().text == "x"
    rows = b"".join(nahid.get(f"{here}rows/").streaming_content).decode("utf-8-sig").splitlines()
    assert (len(rows), rows[1].split(",")[:3]) == (2, ["علی", "۱۲", "y"])
    nahid.post(f"{here}undoing/")
    drain()
    assert not Customer.objects.filter(name="سارا").exists()
    nahid.post(f"{here}removal/")
    assert not Import.objects.exists()


def test_what_is_no_table_is_said_beside_the_field(nahid):
    """An empty file, and none at all."""
    for sent in ({}, {"file": SimpleUploadedFile("x.csv", b"")}, {"file": SimpleUploadedFile("x.json", b'{"a": ')}):
        assert nahid.post("/settings/imports/", sent).status_code == 422
    assert not Import.objects.exists()


@pytest.mark.reliability("K7")
def test_what_somebody_else_brings_in_does_not_exist_for_others(cast, nahid):
    """Not its page, not its rows, not one act."""
    one = actions.begin_import(BytesIO(CSV.encode()), name="x.csv", by=cast.admin)
    for act in ACTS:
        ask = nahid.get if act in ("", "rows/", "people/") else nahid.post
        assert ask(f"/settings/imports/{one.pk}/{act}").status_code == 404
    assert browser(cast.sara).get("/settings/imports/").status_code == 403


def test_forgetting_is_a_press_on_the_page(cast, nahid):
    """Said beforehand and afterwards; the rows to mend are gone with it."""
    one = actions.begin_import(BytesIO(CSV.encode()), name="x.csv", by=cast.nahid)
    here = f"/settings/imports/{one.pk}/"
    assert f'action="{here}forgetting/"' in nahid.get(here).text
    assert nahid.post(f"{here}forgetting/").status_code == 303
    shown = nahid.get(here)
    assert (shown.status_code, f'action="{here}forgetting/"' in shown.text, exists(one.sha256)) == (200, False, False)
    assert nahid.get(f"{here}rows/").status_code == 404


def test_own_fields_are_offered_for_columns_and_show_in_the_first_rows(cast, nahid):
    """With their own names, and the values as people read them; those of organisations are not offered for customers."""
    field = define_field("customer", "date", "تاریخ تولد", by=cast.admin)
    other = define_field("organisation", "text", "کد ملی", by=cast.admin)
    one = actions.begin_import(BytesIO("نام;همراه;تاریخ تولد\nسارا;09121234567;1991-04-04\n".encode()), name="x.csv", by=cast.nahid)
    page = nahid.get(f"/settings/imports/{one.pk}/").content.decode()
    assert f'<option value="field-{field.pk}" selected>تاریخ تولد</option>' in page
    assert f'"field-{other.pk}"' not in page
    assert "<bdi>تاریخ تولد</bdi>: <bdi>۱۵ فروردین ۱۳۷۰</bdi>" in page


@pytest.mark.practice("P03")
def test_people_who_are_here_or_look_like_somebody_are_decided_on_one_by_one(cast, nahid):
    """With the evidence in words; page by page; and afterwards the page says what was decided."""
    write_keys([cast.mina.pk, cast.kaveh.pk])
    text = "name,email\nM. K.,mina@example.com\n" + "".join(f"Mina Karimi,mina+{number}@example.com\n" for number in range(22))
    one = actions.begin_import(BytesIO(text.encode()), name="x.csv", by=cast.nahid)
    nahid.post(f"/settings/imports/{one.pk}/trial/")
    drain()
    here = f"/settings/imports/{one.pk}/people/"
    page = nahid.get(here)
    assert (len(page.context["rows"]), page.context["more"]) == (20, f"{here}?show=alike&after=20")
    assert [each.text for each in page.context["rows"][0]["evidence"]][:1] == ["صندوق ایمیل یکسان: \u2068mina@example.com\u2069"]
    assert [row["line"].row for row in nahid.get(page.context["more"]).context["rows"]] == [21, 22]
    assert nahid.post(f"/settings/imports/{one.pk}/choices/", {"show": "alike", "after": "20", "row-21": "them", "row-22": "aside", "row-0": "nonsense"})["Location"] == f"{here}?show=alike&after=20"
    one.refresh_from_db()
    assert one.chosen == {"21": ["them", cast.mina.pk], "22": ["aside", 0]}
    assert '<option value="them" selected>' in nahid.get(f"{here}?show=alike&after=20").text
    nahid.post(f"/settings/imports/{one.pk}/start/")
    drain()
    shown = nahid.get(f"{here}?show=chosen")
    assert ([row["line"].number for row in shown.context["rows"]], "<select" in shown.text) == ([cast.mina.pk], False)
    rows = b"".join(nahid.get(f"/settings/imports/{one.pk}/rows/").streaming_content).decode("utf-8-sig").splitlines()
    assert (len(rows), "مینا کریمی" in rows[1]) == (2, True)


def test_a_table_of_an_unknown_program_is_taken_for_what_its_headings_say_and_finds_its_customers(cast, nahid):
    """Cases and customers of one program that nobody knows: chosen to belong together, they do."""
    tables = {"users": "id,name,email\n501,علی رضایی,ali@example.net\n", "tickets": "id,subject,description,requester_id\n9,چاپگر,روشن نمی‌شود,501\n"}
    for name, text in tables.items():
        nahid.post("/settings/imports/", {"file": SimpleUploadedFile(f"{name}.csv", text.encode())})
        one = Import.objects.get(name=f"{name}.csv")
        columns = {f"column-{place}": target for place, target in enumerate(one.plan)}
        planned = {"subject": one.subject, "source": "other", "known": "fill", "unreadable": "aside", "encoding": "utf-8-sig", "separator": ",", **columns}
        assert nahid.post(f"/settings/imports/{one.pk}/plan/", planned).status_code == 303
        nahid.post(f"/settings/imports/{one.pk}/start/")
        drain()
    assert list(Import.objects.order_by("pk").values_list("subject", "source")) == [("customers", "other"), ("cases", "other")]
    assert [str(case.customer) for case in Case.objects.filter(subject="چاپگر")] == ["علی رضایی"]


@pytest.mark.reliability("K2")
def test_where_nothing_would_come_in_nothing_is_begun_and_where_nothing_came_in_nothing_is_undone(cast, nahid):
    """A table without a place, a trial that takes no row, a run that took none; and the same file once more is said to be that."""
    tables = {"no place": "brand_url,has_help_center,help_center_state\nx,y,z\n", "none": "name,email\nA,no address\n", "known": "name,email\nM,mina@example.com\n"}
    shown = {}
    for name, text in tables.items():
        one = actions.begin_import(BytesIO(text.encode()), name=name, by=cast.nahid)
        here = f"/settings/imports/{one.pk}/"
        acts = [act for act in ("trial", "start") if f'action="{here}{act}/"' in nahid.get(here).text]
        actions.check_import(one)
        drain()
        tried = [act for act in ("start",) if f'action="{here}{act}/"' in nahid.get(here).text]
        actions.start_import(one, by=cast.nahid)
        drain()
        done = [act for act in ("undoing", "removal") if f'action="{here}{act}/"' in nahid.get(here).text]
        shown[name] = (acts, tried, done)
    both = ["trial", "start"]
    assert shown == {"no place": ([], [], ["removal"]), "none": (both, [], ["removal"]), "known": (both, ["start"], ["removal"])}
    again = actions.begin_import(BytesIO(tables["known"].encode()), name="known", by=cast.nahid)
    assert 'class="banner' in nahid.get(f"/settings/imports/{again.pk}/").text
    for one in Import.objects.all():
        nahid.post(f"/settings/imports/{one.pk}/removal/")
    assert not Import.objects.exists()


def test_contacts_of_a_phone_are_described_in_the_readers_words_and_odd_headings_as_they_are_written(cast, nahid):
    """A vCard has no headings of its own; one that begins with a mark is not turned round among Persian words."""
    card = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:سارا\r\nTEL:09121234567\r\nEND:VCARD\r\n"
    labels = {}
    for name, text in {"card": card, "csv": "name,_synced\nA,1\n"}.items():
        one = actions.begin_import(BytesIO(text.encode()), name=name, by=cast.nahid)
        table, rows, _drafts = sample(one, 5)
        with override("fa"):
            labels[name] = [str(bound.label) for bound in PlanForm(one, table, [cells for _line, cells in rows]) if bound.name.startswith("column-")]
    assert labels == {
        "card": ["نام کامل", "نام", "نام خانوادگی", "تلفن", "ایمیل", "سازمان", "سمت", "شهر", "یادداشت", "برچسب‌ها", "وب‌سایت", "شماره در برنامهٔ دیگر"],
        "csv": ["\u2068name\u2069", "\u2068_synced\u2069"],
    }


def test_while_an_import_is_undone_the_page_counts_the_rows_that_are_out_again(cast):
    """Not those that came in, which would stand there until the end."""
    one = actions.begin_import(BytesIO(CSV.encode()), name="x.csv", by=cast.nahid)
    for first, undone in ((0, None), (10, timezone.now()), (20, timezone.now())):
        ImportBatch.objects.create(of=one, first=first, last=first + 9, undone_at=undone)
    one.state, one.next_row = ImportState.UNDOING, 30
    assert standing(one)["so_far"] == 20


def test_where_open_cases_go_and_what_amounts_are_in_is_chosen_on_the_page(cast, nahid):
    """Each where it is asked, and with what was chosen before."""
    one = actions.begin_import(BytesIO("عنوان;ایمیل;مبلغ\nمیز;mina@example.com;5\n".encode()), name="x.csv", by=cast.nahid)
    here = f"/settings/imports/{one.pk}/"
    planned = {"source": "own", "known": "leave", "unreadable": "aside", "encoding": "utf-8-sig", "separator": ";", "column-0": "", "column-1": "email", "column-2": ""}
    for subject, field, chosen in (("cases", "open_in", str(cast.support.pk)), ("deals", "unit", "IRT")):
        nahid.post(f"{here}plan/", planned | {"subject": subject})
        assert nahid.post(f"{here}plan/", planned | {"subject": subject, field: chosen}).status_code == 303
        page = nahid.get(here).text
        assert (f'name="{field}"' in page, f'<option value="{chosen}" selected>' in page) == (True, True)
        assert nahid.post(f"{here}plan/", planned | {"subject": subject, field: "99999"}).status_code == 422
    one.refresh_from_db()
    assert (one.subject, one.unit, one.open_in) == ("deals", "IRT", None)


@pytest.mark.reliability("K2")
def test_several_files_are_chosen_at_once_and_come_in_one_after_the_other(nahid):
    """What cannot be read is named, and the others are there in their order; none that can be read is a sentence beside the field."""
    files = [("tickets.csv", "id,subject,customer id\n10,Fridge,1\n"), ("x.pdf", "%PDF-1.4"), ("people.csv", "id,name,email\n1,Shirin,s@there.example\n")]
    sent = nahid.post("/settings/imports/", {"file": [SimpleUploadedFile(name, text.encode()) for name, text in files]})
    people, tickets = Import.objects.order_by("-pk")
    assert (sent.status_code, sent["Location"]) == (303, f"/settings/imports/{people.pk}/")
    page = nahid.get(sent["Location"]).content.decode()
    assert "x.pdf" in page and page.index("people.csv", page.index('id="together"')) < page.index("tickets.csv")
    assert nahid.post(f"/settings/imports/{tickets.pk}/order/").status_code == 303
    drain()
    assert Case.objects.get().customer.name == "Shirin"
    page = nahid.get(sent["Location"]).content.decode()
    assert f"/settings/imports/{people.pk}/order/\"" not in page and f"/settings/imports/{people.pk}/order/back/" in page
    assert nahid.post(f"/settings/imports/{tickets.pk}/order/back/").status_code == 303
    drain()
    assert not Case.objects.exists() and not Customer.objects.filter(name="Shirin").exists()
    assert nahid.post("/settings/imports/", {"file": [SimpleUploadedFile("x.pdf", b"%PDF-1.4"), SimpleUploadedFile("y.csv", b"")]}).status_code == 422


def test_of_files_chosen_together_those_of_which_nothing_comes_in_are_folded(nahid):
    """But not the one that is being looked at; the count is in the reader's digits."""
    texts = [("people.csv", "id,name,email\n1,Shirin,s@there.example\n"), ("a.csv", "x1,x2\n1,2\n"), ("b.csv", "y1,y2\n1,2\n")]
    sent = nahid.post("/settings/imports/", {"file": [SimpleUploadedFile(name, text.encode()) for name, text in texts]})
    page = nahid.get(sent["Location"]).content.decode()
    shown, folded = page[page.index('id="together"') :].split("<summary>", 1)
    assert "people.csv" in shown and "a.csv" not in shown
    assert folded.startswith("۲ فایل دیگر") and all(name in folded.split("</details>")[0] for name in ("a.csv", "b.csv"))
    looked_at = nahid.get(f"/settings/imports/{Import.objects.get(name='a.csv').pk}/").content.decode()
    shown, folded = looked_at[looked_at.index('id="together"') :].split("<summary>", 1)
    assert "a.csv" in shown and folded.startswith("۱ فایل دیگر")
