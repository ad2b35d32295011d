"""A test that fails is tried once more where the run says so, and the run tells of it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TESTS = """
times = []
def test_wavers():
    times.append(1)
    assert len(times) == 2, "came too late"
def test_fails():
    assert 1 == 2
"""


@pytest.mark.parametrize(("said", "passed", "told"), [("1", 1, ["test_wavers", "test_fails"]), ("", 0, [])])
def test_what_wavers_passes_at_its_second_try_and_is_told_of(tmp_path, said, passed, told):
    (tmp_path / "conftest.py").write_text("from tests import second_try\ndef pytest_configure(config):\n    config.pluginmanager.register(second_try)\n")
    (tmp_path / "test_two.py").write_text(TESTS)
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "SANDALI_SECOND_TRY": said, "PYTEST_ADDOPTS": ""}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:django", "-p", "no:xdist", "-p", "no:cacheprovider", "-c", os.devnull, "--rootdir", str(tmp_path), str(tmp_path)]
    out = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False).stdout
    assert f"{2 - passed} failed" in out, out
    assert [line.split("::")[1].split(":")[0] for line in out.splitlines() if line.startswith("TRIED TWICE")] == told
