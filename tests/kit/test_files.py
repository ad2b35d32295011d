"""The store of customers' files: whole or absent, never written twice, never filling the disk (RELIABILITY 3.5, 3.13, N7)."""

import hashlib
from io import BytesIO

import pytest

from sandali.kit import files


@pytest.fixture(autouse=True)
def own_store(settings, tmp_path):
    settings.FILES = tmp_path / "files"
    return settings.FILES


def kept(folder):
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def test_bytes_are_kept_under_their_hash(own_store):
    sha256 = files.put(b"salam")
    assert sha256 == hashlib.sha256(b"salam").hexdigest()
    assert files.path_of(sha256) == own_store / sha256[:2] / sha256[2:4] / sha256
    with files.open_file(sha256) as file:
        assert file.read() == b"salam"
    assert kept(own_store) == [sha256]


def test_the_same_bytes_are_written_once():
    sha256 = files.put(b"salam")
    before = files.path_of(sha256).stat()
    assert files.put(b"salam") == sha256
    assert files.put_stream(BytesIO(b"salam"), 100) == (sha256, 5)
    after = files.path_of(sha256).stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_an_empty_file_is_a_file():
    assert files.check(files.put(b"")) is True


def test_a_stream_is_kept_whole(own_store):
    content = bytes(range(256)) * 10_000
    assert files.put_stream(BytesIO(content), len(content)) == (
        hashlib.sha256(content).hexdigest(),
        len(content),
    )
    assert files.check(hashlib.sha256(content).hexdigest()) is True


def test_a_stream_over_the_limit_leaves_nothing(own_store):
    with pytest.raises(files.TooLarge):
        files.put_stream(BytesIO(b"x" * 101), 100)
    assert kept(own_store) == []


def test_a_stream_that_breaks_leaves_nothing(own_store):
    class Broken(BytesIO):
        def read(self, size=-1, /):
            if self.tell():
                raise ConnectionResetError
            return super().read(10)

    with pytest.raises(ConnectionResetError):
        files.put_stream(Broken(b"x" * 100), 1000)
    assert kept(own_store) == []


@pytest.mark.reliability("E8")
@pytest.mark.parametrize("keep", [lambda: files.put(b"x"), lambda: files.put_stream(BytesIO(b"x"), 10)])
def test_too_little_free_space_stops_new_files(settings, own_store, keep):
    settings.ROOM_MINIMUM = 2**60
    assert files.room_left() is False
    with pytest.raises(files.NoRoom):
        keep()
    assert kept(own_store) == []


def test_what_is_kept_already_needs_no_room(settings):
    sha256 = files.put(b"salam")
    settings.ROOM_MINIMUM = 2**60
    assert files.put(b"salam") == sha256


def test_room_is_asked_for_the_size_too(settings):
    settings.ROOM_MINIMUM = 0
    assert (files.room_left(1), files.room_left(2**60)) == (True, False)


@pytest.mark.reliability("N7")
def test_damage_is_seen(own_store):
    sha256 = files.put(b"salam")
    files.path_of(sha256).write_bytes(b"sal\0m")
    assert (files.check(sha256), files.exists(sha256)) == (False, True)


@pytest.mark.reliability("N7")
def test_a_missing_file_is_seen():
    sha256 = files.put(b"salam")
    files.path_of(sha256).unlink()
    assert (files.check(sha256), files.exists(sha256)) == (False, False)
    with pytest.raises(FileNotFoundError):
        files.open_file(sha256)


def test_a_file_cut_short_is_healed_by_the_same_bytes():
    sha256 = files.put(b"salam")
    files.path_of(sha256).write_bytes(b"sa")
    assert (files.put(b"salam"), files.check(sha256)) == (sha256, True)


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "A" * 64, "a" * 63, "a" * 64 + "\n", "g" * 64])
def test_only_a_hash_names_a_file(name):
    with pytest.raises(ValueError):
        files.path_of(name)
