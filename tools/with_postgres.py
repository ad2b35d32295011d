"""Runs a command on a throwaway PostgreSQL: `python tools/with_postgres.py .venv/bin/python -m pytest tests`.

The server listens on loopback only, lives in a temporary folder and ends with the command, whose exit status it
hands on. Exit 69 (unavailable) where no PostgreSQL server is installed.
"""

import os
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.services import NotInstalled, throwaway_postgresql


def main() -> int:
    """Runs the command line's command with SANDALI_DATABASE set."""
    try:
        with throwaway_postgresql() as address:
            environment = {**os.environ, "SANDALI_DATABASE": address}
            return subprocess.run(sys.argv[1:], env=environment, check=False).returncode
    except NotInstalled as problem:
        print(f"Not run on PostgreSQL: {problem}", file=sys.stderr)
        return os.EX_UNAVAILABLE


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    sys.exit(main())
