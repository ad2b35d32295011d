"""Files that hold a key of this installation: made on first use, readable by their owner only."""

import os
import secrets
from collections.abc import Callable
from pathlib import Path


def write_once(path: Path, make: Callable[[], str]) -> None:
    """Write the key that `make` gives, where there is no such file yet. Two processes at once end up with the same file."""
    if path.exists():
        return
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(make() + "\n")
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(temporary, path)
        except FileExistsError:
            return
    finally:
        temporary.unlink()
