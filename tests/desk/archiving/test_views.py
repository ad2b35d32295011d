"""The page of archives: asked for with a password, written, fetched by whoever asked, and by nobody else."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest
from django.utils import timezone

from sandali.company.models import Company
from sandali.history.models import Event, Job, Notice
from sandali.history.queue import drain
from sandali.transfer import archiving
from sandali.transfer.archiving import AnotherOne, ask_archive, path_of, stop_archive
from sandali.transfer.models import Archive, ArchiveState
from tests.cast import PASSWORD, person
from tests.desk.browsing import browser

pytestmark = pytest.mark.django_db
HERE = "/settings/archives/"


@pytest.fixture
def store(settings, tmp_path):
    """A store of files of its own."""
    settings.FILES = tmp_path / "files"
    return tmp_path


@pytest.fixture
def ladan(cast, client, store):
    """The administrator, signed in with a password some time ago."""
    client.force_login(cast.admin)
    return client


def english(cast):
    """The administrator's browser, in English."""
    cast.admin.language = "en"
    cast.admin.save(update_fields=["language"])
    return browser(cast.admin)


def confirmed(client) -> None:
    """Give the password once more."""
    assert client.post("/account/reauthenticate/", {"password": PASSWORD}).status_code == 302


@pytest.mark.practice("P03")
@pytest.mark.reliability("K7")
def test_an_administrator_takes_everything_out_after_giving_the_password_again(cast, ladan):
    """Asked, written by a job, told to all administrators, downloaded, deleted."""
    other = person("Vida", "admin", cast.support)
    answer = ladan.post(HERE)
    assert (answer.status_code, answer["Location"].startswith("/account/reauthenticate/"), Archive.objects.count()) == (302, True, 0)
    confirmed(ladan)
    assert ladan.post(HERE)["Location"] == HERE
    one = Archive.objects.get()
    assert (one.state, b"archive-state" in ladan.get(HERE).content) == (ArchiveState.WAITING, True)
    drain()
    one.refresh_from_db()
    assert (one.state, one.size, one.missing, [job.last_error for job in Job.objects.exclude(last_error="")]) == (ArchiveState.READY, path_of(one).stat().st_size, 0, [])
    told = {(notice.person_id, notice.event.kind) for notice in Notice.objects.select_related("event")}
    assert told >= {(other.pk, "archive_asked"), (cast.admin.pk, "archive_ready")}
    sent = ladan.get(f"{HERE}{one.pk}/file/")
    content = b"".join(sent.streaming_content)
    assert (sent.status_code, "attachment" in sent["Content-Disposition"], sent["Cache-Control"]) == (200, True, "private, no-store")
    assert zipfile.ZipFile(BytesIO(content)).namelist()[-1] == "manifest.json"
    assert Event.objects.filter(kind="archive_fetched", by=cast.admin).count() == 1
    assert ladan.post(f"{HERE}{one.pk}/removal/").status_code == 303
    assert (Archive.objects.count(), list((archiving.folder()).iterdir())) == (0, [])


@pytest.mark.reliability("K7")
def test_an_archive_is_there_for_whoever_asked_and_for_no_other_administrator(cast, ladan, client):
    one = ask_archive(by=cast.admin)
    drain()
    other = browser(person("Vida", "admin", cast.support))
    assert [other.get(f"{HERE}{one.pk}/file/").status_code, other.post(f"{HERE}{one.pk}/stopping/").status_code, other.post(f"{HERE}{one.pk}/removal/").status_code] == [404] * 3
    nahid = browser(cast.nahid)
    assert [nahid.get(HERE).status_code, nahid.post(HERE).status_code, nahid.get(f"{HERE}{one.pk}/file/").status_code] == [403] * 3
    assert path_of(one).is_file()


def test_downloading_asks_for_the_password_again(cast, ladan):
    one = ask_archive(by=cast.admin)
    drain()
    assert ladan.get(f"{HERE}{one.pk}/file/")["Location"].startswith("/account/reauthenticate/")


def test_who_does_not_give_it_goes_back_to_where_they_were(cast, ladan):
    """Also after a wrong one; an act that is only shown leads to the page above it, and the account's own pages to the account."""
    ways = []
    for wanted in (HERE, f"{HERE}1/file/", "/account/2fa/totp/activate/", "https://elsewhere.example/", "//elsewhere.example/", "", "/no/such/page/"):
        for page in (ladan.get("/account/reauthenticate/", {"next": wanted}), ladan.post("/account/reauthenticate/", {"next": wanted, "password": "wrong"})):
            ways.append(page.content.decode().rpartition('class="plain-foot"><a href="')[2].partition('"')[0])
    assert ways == [HERE] * 4 + ["/account/"] * 2 + ["/me/"] * 8


def test_one_at_a_time_and_one_that_is_stopped_leaves_nothing(cast, store, monkeypatch):
    one = ask_archive(by=cast.admin)
    with pytest.raises(AnotherOne):
        ask_archive(by=cast.admin)
    monkeypatch.setattr(archiving, "TOLD_EVERY", -1.0)
    follow = archiving.follower

    def stopped_soon(number):
        progress = follow(number)

        def go(done, reckoned):
            stop_archive(one)
            progress(done, reckoned)

        return go

    monkeypatch.setattr(archiving, "follower", stopped_soon)
    drain()
    one.refresh_from_db()
    assert (one.state, list(archiving.folder().iterdir())) == (ArchiveState.STOPPED, [])
    assert not Event.objects.filter(kind="archive_ready").exists()


def test_whoever_lost_the_right_meanwhile_gets_none(cast, store):
    one = ask_archive(by=cast.admin)
    cast.admin.role = "manager"
    cast.admin.save(update_fields=["role"])
    drain()
    one.refresh_from_db()
    assert (one.state, path_of(one).exists()) == (ArchiveState.STOPPED, False)


@pytest.mark.reliability("N2")
def test_too_little_room_is_told_in_words(cast, ladan, monkeypatch):
    confirmed(ladan)
    monkeypatch.setattr(archiving, "free_bytes", lambda folder: 0)
    assert "فضای" in ladan.post(HERE, follow=True).content.decode()
    assert not Archive.objects.exists()


@pytest.mark.reliability("N3")
def test_a_house_that_rests_says_so_on_every_page_and_speaks_by_a_press(cast, ladan):
    Company.objects.update(rests_since=timezone.now())
    assert "What is left to do" in english(cast).get("/customers/").content.decode()
    page = ladan.get(HERE).content.decode()
    assert f'action="{HERE}speaking/"' in page
    assert ladan.post(f"{HERE}links/").status_code == 303
    assert sorted(Job.objects.filter(task__endswith="send_password_link").values_list("args", flat=True)) == sorted(
        [one.pk] for one in (cast.sara, cast.reza, cast.nahid, cast.omid, cast.parvaneh)
    )
    assert ladan.post(f"{HERE}speaking/").status_code == 303
    assert Company.objects.get().rests_since is None
    assert f'action="{HERE}speaking/"' not in ladan.get(HERE).content.decode()
