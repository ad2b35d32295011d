"""The program's own settings, in a temporary data folder of this test run: never in ./data, whatever the environment says.

It must stand here rather than in conftest.py, because pytest-django reads the settings before it.
"""

import os
import tempfile

if "SANDALI_TEST_DATA" not in os.environ:
    _folder = tempfile.TemporaryDirectory(prefix="sandali-test-", ignore_cleanup_errors=True)
    os.environ["SANDALI_TEST_DATA"] = _folder.name
    os.environ["SANDALI_DATA"] = _folder.name
elif worker := os.environ.get("PYTEST_XDIST_WORKER"):
    os.environ["SANDALI_DATA"] = f"{os.environ['SANDALI_TEST_DATA']}/{worker}"

from sandali.settings import *  # noqa: F403 - all of them, after the folder is named
from sandali.settings import PASSWORD_HASHERS as REAL_HASHERS

PASSWORD_HASHERS = ["tests.hashers.QuickHasher", *REAL_HASHERS]

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405 - from the program's settings
    # A file, because threads cannot share SQLite's memory database; not synchronised, because a test's data need not survive.
    _options = DATABASES["default"]["OPTIONS"]  # noqa: F405
    _options["init_command"] = _options["init_command"].replace("synchronous=FULL", "synchronous=OFF")
    DATABASES["default"]["TEST"] = {"NAME": f"{os.environ['SANDALI_DATA']}/test.sqlite3"}  # noqa: F405
elif template := os.environ.get("SANDALI_TEST_TEMPLATE"):
    DATABASES["default"]["TEST"] = {"TEMPLATE": template}  # noqa: F405 - made by tools/with_postgres.py: migrated once instead of in each process

STATIC_ROOT.mkdir(exist_ok=True)  # noqa: F405 - nothing is collected in tests; an empty folder spares a warning a test
