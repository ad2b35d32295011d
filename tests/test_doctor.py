"""`sandali doctor` finds what is wrong, and says nothing is when nothing is."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import OperationalError, connection
from django.utils import timezone

from sandali import doctor
from sandali.cases.models import Attachment
from sandali.channels.setup import write_secrets
from sandali.desk.account.adapters import SecondFactorAdapter
from sandali.doctor import NOTE, OK, WRONG
from sandali.history.models import Job, WorkerMark
from sandali.kit.files import path_of, put
from tests.cast import make_case

MOUNTS = """22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
30 22 0:40 / /srv/data\\040folder rw shared:9 - nfs4 server:/x rw
31 30 0:41 / /srv/data\\040folder/local rw - xfs /dev/sdb rw
a line that is none
"""


def levels(check) -> list[str]:
    """How each finding of a check is judged."""
    return [finding.level for finding in check()]


@pytest.fixture
def working(cast):
    """A worker that is alive."""
    return WorkerMark.objects.create(name="w", started_at=timezone.now(), seen_at=timezone.now())


@pytest.mark.parametrize(
    ("folder", "kind"),
    [("/home/x", "ext4"), ("/srv/data folder", "nfs4"), ("/srv/data folder/a/b", "nfs4"), ("/srv/data folder/local/a", "xfs"), ("/srv/data", "ext4")],
)
def test_the_file_system_is_that_of_the_nearest_mount(folder, kind):
    assert doctor.file_system(Path(folder), MOUNTS) == kind


@pytest.mark.parametrize(("free", "level"), [(600 * 1024**2, NOTE), (400 * 1024**2, WRONG), (3 * 1024**3, OK)])
def test_room_on_the_disk_is_judged(free, level):
    assert doctor.free_space(free).level == level


def test_a_network_file_system_is_wrong_for_sqlite(monkeypatch):
    monkeypatch.setattr(doctor, "file_system", lambda folder, mounts: "nfs4")
    monkeypatch.setattr(doctor.connection, "vendor", "sqlite")
    assert levels(doctor.data_folder)[0] == WRONG


def test_without_a_worker_it_is_wrong_and_with_one_it_is_not(cast):
    assert levels(doctor.work) == [WRONG]
    WorkerMark.objects.create(name="w", started_at=timezone.now(), seen_at=timezone.now())
    assert levels(doctor.work) == [OK]


def test_late_and_parked_jobs_are_told(working):
    Job.objects.create(task="x", run_after=timezone.now() - timedelta(hours=1))
    Job.objects.create(task="y", state="parked", run_after=timezone.now())
    assert levels(doctor.work) == [OK, WRONG, NOTE]


def test_a_failing_channel_is_told_with_its_reason(cast):
    cast.channel.sending_failing_since, cast.channel.sending_error = timezone.now(), "the password is wrong"
    cast.channel.save()
    (finding,) = doctor.channels()
    assert (finding.level, "the password is wrong" in finding.text) == (WRONG, True)


def test_a_missing_key_for_stored_secrets_is_wrong(cast, monkeypatch):
    monkeypatch.setenv("SANDALI_SECRETS_KEY", "k" * 40)
    write_secrets(cast.channel, {"imap_password": "hidden"})
    sealed = SecondFactorAdapter().encrypt("TOTP")
    cast.sara.authenticator_set.create(type="totp", data={"secret": sealed})
    assert levels(doctor.keys) == [OK]
    monkeypatch.setenv("SANDALI_SECRETS_KEY", "another key of at least forty characters.")
    (finding,) = doctor.keys()
    assert (finding.level, "channel Support" in finding.text, "second factor of Sara" in finding.text) == (WRONG, True, True)


def test_a_key_that_others_may_read_is_wrong(cast, settings, tmp_path):
    settings.DATA = tmp_path
    (tmp_path / "secret.key").write_text("x")
    (tmp_path / "secret.key").chmod(0o644)
    assert levels(doctor.keys)[0] == WRONG


def test_the_database_is_up_to_date_and_its_clock_is_ours(cast):
    assert (levels(doctor.database), levels(doctor.clock)) == ([OK], [OK])


def test_a_missing_migration_is_wrong(cast):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'company'")
    assert levels(doctor.database)[0] == WRONG


def test_a_missing_table_of_limits_is_wrong(cast):
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {cache._table} RENAME TO elsewhere")
    assert levels(doctor.database) == [OK, WRONG]


def test_a_clock_behind_what_is_written_is_wrong(working):
    WorkerMark.objects.update(seen_at=timezone.now() + timedelta(hours=1))
    assert levels(doctor.clock) == [WRONG]


def test_the_database_may_be_away(cast, monkeypatch):
    def away() -> None:
        raise OperationalError("refused")

    with monkeypatch.context() as patch:
        patch.setattr(doctor.connection, "ensure_connection", away)
        findings = list(doctor.examine())
    assert (findings[-1].level, "refused" in findings[-1].text) == (WRONG, True)


def test_it_ends_with_one_only_when_something_is_wrong(working, capsys, monkeypatch):
    monkeypatch.setattr(doctor, "WITHOUT_DATABASE", [doctor.python_version, doctor.sqlite_version, doctor.address])
    assert doctor.main([]) == 0
    assert "Everything is in order." in capsys.readouterr().out
    working.delete()
    assert doctor.main(["--quiet"]) == 1
    told = capsys.readouterr().out
    assert "No worker is running" in told and "  ok " not in told


@pytest.mark.reliability("N7")
def test_files_that_are_gone_or_changed_are_listed(cast, settings, tmp_path):
    """Whether they are there is looked at each time; every byte only where somebody asks for it."""
    settings.FILES = tmp_path
    message = make_case(cast).messages.get()
    whole, gone, changed = (put(content) for content in (b"whole", b"gone", b"changed"))
    rows = [Attachment.objects.create(message=message, name="a", size=5, sha256=sha256) for sha256 in (whole, gone, changed)]
    assert levels(lambda: doctor.kept_files(thorough=False)) == [OK]
    path_of(gone).unlink()
    path_of(changed).write_bytes(b"CHANGED")
    quick, thorough = (list(doctor.kept_files(thorough=all_of_them)) for all_of_them in (False, True))
    assert [(one.level, f"cases.Attachment {rows[1].pk} is missing" in one.text) for one in quick] == [(WRONG, True)]
    assert [(one.level, one.text.split(" (")[0]) for one in thorough] == [
        (WRONG, f"A file of cases.Attachment {rows[1].pk} is missing"),
        (WRONG, f"A file of cases.Attachment {rows[2].pk} is damaged: its bytes changed"),
    ]
