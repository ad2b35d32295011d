"""Holds the import contracts of pyproject.toml, with the checkout on the path and the cache where `make clean` finds it."""

import sys
from pathlib import Path

from importlinter.cli import lint_imports

ROOT = Path(__file__).resolve().parent.parent

if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    sys.exit(lint_imports(config_filename=str(ROOT / "pyproject.toml"), cache_dir=str(ROOT / ".cache/imports"), no_logo=True))
