"""Runs a command on a throwaway PostgreSQL: `python tools/with_postgres.py .venv/bin/python -m pytest tests`.

The server listens on loopback only, lives in a temporary folder and ends with the command, whose exit status it
hands on. Exit 69 (unavailable) where no PostgreSQL server is installed. For tests an empty migrated database is made once,
from which each process takes its own (tests/settings.py).
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.migrated import MIGRATE
from tests.services import NotInstalled, throwaway_postgresql

TEMPLATE = "migrated"


def main() -> int:
    """Runs the command line's command with SANDALI_DATABASE set."""
    try:
        with throwaway_postgresql() as address:
            environment = {**os.environ, "SANDALI_DATABASE": address}
            if "pytest" in sys.argv:
                make_template(address)
                environment["SANDALI_TEST_TEMPLATE"] = TEMPLATE
            return subprocess.run(sys.argv[1:], env=environment, check=False).returncode
    except NotInstalled as problem:
        print(f"Not run on PostgreSQL: {problem}", file=sys.stderr)
        return os.EX_UNAVAILABLE


def make_template(address: str) -> None:
    """An empty database with every migration applied, beside the one that the address names. Raises CalledProcessError."""
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {TEMPLATE}")
    with tempfile.TemporaryDirectory() as data:
        settings = {"SANDALI_DATABASE": urlsplit(address)._replace(path=f"/{TEMPLATE}").geturl(), "SANDALI_DATA": data}
        subprocess.run([sys.executable, "-c", MIGRATE], env={**os.environ, **settings, "DJANGO_SETTINGS_MODULE": "sandali.settings"}, check=True)


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    sys.exit(main())
