"""The practices report names what is proved and what is open, and refuses a row that does not exist."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TEST = "import pytest\n@pytest.mark.practice('{row}')\ndef test_it(): pass\n"


def collect(folder: Path, row: str) -> subprocess.CompletedProcess:
    (folder / "test_row.py").write_text(TEST.format(row=row), "utf-8")
    command = [sys.executable, "-m", "pytest", "-p", "no:django", "-p", "tests.practices", "--practices"]
    options = ["--collect-only", "-qq", "-c", "/dev/null", "--rootdir", str(folder), "-W", "ignore", str(folder)]
    return subprocess.run([*command, *options], cwd=ROOT, capture_output=True, text=True, check=False)


def test_a_row_with_a_test_is_proved_and_the_others_are_open(tmp_path):
    lines = collect(tmp_path, "P11").stdout.splitlines()
    rows = [f"P{number:02}" for number in range(1, 43) if number != 11]
    assert lines[-2:] == ["proved: P11 (1)", f"open:   {', '.join(rows)}"]


def test_a_row_that_does_not_exist_stops_the_run(tmp_path):
    result = collect(tmp_path, "P99")
    assert (result.returncode, "there is no practice P99" in result.stderr) == (4, True)
