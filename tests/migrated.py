"""An empty database with every migration applied, made once for a state of the code and copied afterwards: seconds instead of minutes."""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
KEPT = ROOT / ".cache" / "migrated"
MIGRATE = "import django; django.setup()\nfrom django.core.management import call_command; call_command('migrate', interactive=False, verbosity=0)"
NAME = "sandali.sqlite3"


def key_of_migrations() -> str:
    """What a migrated database hangs on: our migrations and models, and the versions of everything that brings tables."""
    digest = hashlib.sha256((ROOT / "requirements.lock").read_bytes() + (ROOT / "sandali/settings.py").read_bytes())
    for path in sorted(path for pattern in ("*/migrations/*.py", "*/models.py", "*/models/*.py") for path in (ROOT / "sandali").glob(pattern)):
        digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def lay_migrated(data: Path, name: str = NAME) -> None:
    """Put a copy into a data folder, under the name that the program looks for. Raises CalledProcessError when a migration fails.

    Made by the first who asks, while the others wait."""
    KEPT.mkdir(parents=True, exist_ok=True)
    made = KEPT / f"{key_of_migrations()}.sqlite3"
    with (KEPT / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            for older in KEPT.glob("*.sqlite3"):
                older.unlink()
            migrate_into(made)
        shutil.copyfile(made, data / name)


def migrate_into(made: Path) -> None:
    """Run every migration, in a process and a folder of its own."""
    with tempfile.TemporaryDirectory(dir=KEPT) as data:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("SANDALI_")}
        environment = kept | {"SANDALI_DATA": data, "DJANGO_SETTINGS_MODULE": "sandali.settings", "PYTHONPATH": str(ROOT)}
        subprocess.run([sys.executable, "-c", MIGRATE], env=environment, cwd=ROOT, check=True)
        # The last connection that closes a database puts its journal into it; a copy without it would miss what stands there.
        assert not Path(data, f"{NAME}-wal").exists()
        Path(data, NAME).replace(made)
