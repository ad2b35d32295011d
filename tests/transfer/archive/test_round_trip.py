"""Out into a file and into an empty house: the same rows, the same files, and no secret."""

from __future__ import annotations

import zipfile
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sandali.automation.actions import add_webhook
from sandali.cases.models import Attachment, Case, FigureDay, Message
from sandali.cases.search import find_hits
from sandali.channels.models import Channel
from sandali.channels.setup import write_secrets
from sandali.company.models import Company, Person
from sandali.customers.models import Customer, CustomField, FieldValue, Identity, LikenessKey
from sandali.customers.search import find_customers
from sandali.demo.build import fill
from sandali.history.models import Event, Job
from sandali.kit import files
from sandali.transfer.archive.rebuilding import rebuild
from sandali.transfer.archive.restoring import NotEmpty, restore_archive
from sandali.transfer.archive.rows import lines_of, reader_of
from sandali.transfer.archive.tables import columns_of
from sandali.transfer.archive.writing import write_archive
from tests.cast import make_case
from tests.transfer.archive.house import all_lines, empty_house, lines, rows_as_they_are, without_arrival

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 21, 12, 30, tzinfo=UTC)
PLANTED = "zarrinkelk-secret-of-a-mailbox"


@pytest.fixture
def store(settings, tmp_path):
    """A store of files of its own."""
    settings.FILES = tmp_path / "files"
    return tmp_path


@pytest.mark.practice("P03")
@pytest.mark.reliability("K5")
def test_a_whole_company_is_equal_row_by_row_and_byte_by_byte(store):
    """The demo company, exported, emptied, brought in; then written out once more, which gives the same lines. The Persian one moves in tests/test_archives.py."""
    fill("en", seed=1405, password="a demo password 1", now=NOW, customers=40, cases=80)
    before, whole = rows_as_they_are(), store / "house.zip"
    manifest = write_archive(whole)
    kept = {path.name: path.read_bytes() for path in (store / "files").rglob("*") if path.is_file()}
    assert min(len(before[label]) for label in ("cases.Message", "sales.Order", "resolution.Promise", "history.Event", "knowledge.Entry")) > 5
    assert (sum(manifest.rows.values()), manifest.missing) == (sum(map(len, before.values())), [])
    empty_house()
    for path in (store / "files").rglob("*"):
        if path.is_file():
            path.unlink()
    restore_archive(whole)
    after = rows_as_they_are()
    assert without_arrival(after) == without_arrival(before)
    assert after["history.Event"][: len(before["history.Event"])] == before["history.Event"]
    assert {path.name: path.read_bytes() for path in (store / "files").rglob("*") if path.is_file()} == kept
    write_archive(store / "again.zip")
    again, first = without_arrival(all_lines(store / "again.zip")), without_arrival(all_lines(whole))
    for rows in (again, first):
        rows["channels.Channel"] = [{**row, "is_active": None} for row in rows["channels.Channel"]]
        rows["company.Company"] = [{**row, "rests_since": None} for row in rows["company.Company"]]
    assert again == first


@pytest.mark.reliability("K5")
def test_names_phones_dates_decimals_emoji_and_both_directions_come_back(cast, store):
    odd = ["۰۹۱۲ ۰۰۰", "00123", "👩🏽‍🔧 مینا", "\u202bمعکوس\u202c", "a\u200cb", "=1+1", "'quoted", "line\nbreak\ttab", "\ufeff", "خانهٔ", "\\u0000", '"]}', ""]
    for number, name in enumerate(odd):
        customer = Customer.objects.create(name=name, created_at=datetime(1999, 12, 31, 23, 59, 59, number + 1, tzinfo=UTC))
        Identity.objects.create(customer=customer, kind="phone", value=f"+98912000{number:04d}", shown=f"0912000{number:04d}")
    field = CustomField.objects.create(subject="customer", name="قد", kind="number")
    FieldValue.objects.create(field=field, customer=cast.mina, number=Decimal("-0.0500"))
    case = make_case(cast)
    Message.objects.filter(case=case).update(remarks=[{"a": None, "b": [1, 2.5, "é", {"": "😀"}], "big": 2**60}])
    before = rows_as_they_are()
    write_archive(store / "house.zip")
    empty_house()
    restore_archive(store / "house.zip")
    assert without_arrival(rows_as_they_are()) == without_arrival(before)
    assert [one.name for one in Customer.objects.filter(created_at__year=1999).order_by("pk")] == odd


@pytest.mark.reliability("K5")
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    text=st.text(st.characters(exclude_categories=["Cs"]), max_size=200),
    json=st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=20) | st.floats(allow_nan=False), lambda inside: st.lists(inside) | st.dictionaries(st.text(max_size=5), inside), max_leaves=8),
    at=st.datetimes(min_value=datetime(1900, 1, 1), timezones=st.just(UTC)),
)
def test_a_line_gives_back_the_row_whatever_it_says(text, json, at):
    """Any text without halves of surrogates in a column, any JSON (which may hold them), any moment."""
    made = Message(pk=1, case_id=1, direction="in", at=at, text=text, remarks=json, wordings=[], others=[])
    row = tuple(getattr(made, column.attname) for column in columns_of(Message))
    [line] = lines_of(Message, [row])
    read = reader_of(Message)(line)
    assert (line.count(b"\n"), tuple(getattr(read, column.attname) for column in columns_of(Message))) == (1, row)


@pytest.mark.reliability("J5", "J6")
def test_no_secret_is_in_an_archive_and_whoever_needs_one_waits_for_it(cast, store):
    """Planted ones: a mailbox's password, a webhook's secret, a password's hash, a hook's digest."""
    write_secrets(cast.channel, {"imap_password": PLANTED})
    Channel.objects.filter(pk=cast.channel.pk).update(hook_digest=PLANTED)
    webhook, shown = add_webhook(by=cast.admin, name="books", url="https://example.com/")
    Person.objects.filter(pk=cast.sara.pk).update(password=PLANTED)
    sealed = [PLANTED, shown, *Channel.objects.exclude(secrets="").values_list("secrets", flat=True), webhook.secret]
    write_archive(store / "house.zip")
    with zipfile.ZipFile(store / "house.zip") as archive:
        whole = b"".join(archive.read(name) for name in archive.namelist())
    assert [secret for secret in sealed if secret.encode() in whole] == []
    empty_house()
    restore_archive(store / "house.zip")
    channel, person = Channel.objects.get(pk=cast.channel.pk), Person.objects.get(pk=cast.sara.pk)
    assert (channel.secrets, channel.hook_digest, channel.is_active, person.has_usable_password()) == ("", None, False, False)
    assert (type(webhook).objects.get().secret, type(webhook).objects.get().is_active, Channel.objects.get(pk=cast.counter.pk).is_active) == ("", False, True)


def test_numbers_of_what_is_gone_are_never_given_again(cast, store):
    make_case(cast)
    last = make_case(cast)
    last.messages.all().delete()
    number = last.pk
    last.delete()
    write_archive(store / "house.zip")
    empty_house()
    restore_archive(store / "house.zip")
    assert Case.objects.create(customer_id=cast.mina.pk).pk == number + 1


def test_what_is_not_carried_is_made_again(cast, store):
    """Search finds, likely duplicates have their keys, and the jobs that pack figures may run while the house rests."""
    case = make_case(cast)
    Message.objects.filter(case=case).update(text="پیچ‌گوشتی گم شده است")
    write_archive(store / "house.zip")
    empty_house()
    restore_archive(store / "house.zip")
    assert (LikenessKey.objects.count(), FigureDay.objects.count()) == (0, 0)
    rebuild()
    assert [hit.case.pk for hit in find_hits(cast.sara, "پیچ‌گوشتی").hits] == [case.pk]
    assert find_customers("مینا") == [cast.mina.pk]
    assert LikenessKey.objects.exists()


@pytest.mark.reliability("N3")
def test_a_house_that_is_lived_in_is_left_alone(cast, store):
    write_archive(store / "house.zip")
    before = rows_as_they_are()
    with pytest.raises(NotEmpty, match="not empty"):
        restore_archive(store / "house.zip")
    assert rows_as_they_are() == before


def test_a_failure_half_way_leaves_an_empty_house(cast, store, monkeypatch):
    """Neither a row nor a file stays, and the next try succeeds."""
    sha256 = files.put(b"an attachment")
    message = make_case(cast).messages.get()
    Attachment.objects.create(message=message, name="a.txt", size=13, sha256=sha256)
    write_archive(store / "house.zip")
    empty_house()
    files.path_of(sha256).unlink()
    seen = []

    def tick(count):
        seen.append(count)
        if Customer.objects.exists():
            raise OSError("the disk went away")

    with pytest.raises(OSError, match="went away"), transaction.atomic():
        restore_archive(store / "house.zip", tick)
    assert (sum(map(len, rows_as_they_are().values())), files.exists(sha256), len(seen) > 10) == (0, False, True)
    restore_archive(store / "house.zip")
    assert (files.check(sha256), Company.objects.get().rests_since is not None, Job.objects.count()) == (True, True, 1)
    assert Event.objects.filter(kind="house_restored", at__gt=timezone.now() - timedelta(minutes=9)).count() == 1


@pytest.mark.reliability("N7")
def test_files_that_are_missing_or_damaged_have_a_line_and_nothing_else_suffers(cast, store):
    """The archive is made; the row comes back; what is damaged never goes in."""
    message = make_case(cast).messages.get()
    good, gone, bad = (files.put(content) for content in (b"good", b"gone", b"bad"))
    rows = [Attachment.objects.create(message=message, name=f"{sha256[:4]}.txt", size=4, sha256=sha256) for sha256 in (good, gone, bad)]
    files.path_of(gone).unlink()
    files.path_of(bad).write_bytes(b"bAd")
    manifest = write_archive(store / "house.zip")
    found = sorted(manifest.missing)
    assert found == sorted([["cases.Attachment", rows[1].pk, gone, "missing"], ["cases.Attachment", rows[2].pk, bad, "damaged"]])
    assert (manifest.files[0], len(lines(store / "house.zip", "cases.Attachment"))) == (1, 3)
    empty_house()
    files.path_of(bad).unlink()
    restore_archive(store / "house.zip")
    assert [files.check(sha256) for sha256 in (good, gone, bad)] == [True, False, False]
    assert Attachment.objects.count() == 3
