"""A key of this installation is made once, for its owner's eyes."""

import stat
from threading import Barrier, Thread

from sandali.kit.key_files import write_once


def test_a_key_is_written_once_readable_by_its_owner_alone(tmp_path):
    path = tmp_path / "some.key"
    write_once(path, lambda: "first")
    write_once(path, lambda: "second")
    assert (path.read_text(), stat.S_IMODE(path.stat().st_mode), [one.name for one in tmp_path.iterdir()]) == ("first\n", 0o600, ["some.key"])


def test_of_two_at_once_both_end_up_with_the_same_key(tmp_path):
    path, both = tmp_path / "some.key", Barrier(2)

    def make(name):
        both.wait()  # neither has found a file when both write
        return name

    threads = [Thread(target=write_once, args=(path, lambda name=name: make(name))) for name in ("one", "other")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (path.read_text() in ("one\n", "other\n"), [one.name for one in tmp_path.iterdir()]) == (True, ["some.key"])
