"""`pytest --practices --collect-only -qq` ends with the rows of the practices (P01 to P42) that no test proves yet."""

import pytest

ROWS = [f"P{number:02}" for number in range(1, 43)]
proved: dict[str, int] = {}


def pytest_addoption(parser: pytest.Parser) -> None:
    """Adds --practices."""
    parser.addoption("--practices", action="store_true", help="list the practices that no collected test proves")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Counts the tests of each row; a number that is no row stops the run."""
    for item in items:
        for mark in item.iter_markers("practice"):
            for row in mark.args:
                if row not in ROWS:
                    raise pytest.UsageError(f"{item.nodeid}: there is no practice {row}")
                proved[row] = proved.get(row, 0) + 1


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Prints the report when it was asked for."""
    if not terminalreporter.config.getoption("--practices"):
        return
    missing = [row for row in ROWS if row not in proved]
    terminalreporter.section("practices")
    terminalreporter.line("proved: " + (", ".join(f"{row} ({proved[row]})" for row in sorted(proved)) or "none"))
    terminalreporter.line("open:   " + (", ".join(missing) or "none"))
