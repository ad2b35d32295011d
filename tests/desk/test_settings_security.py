"""How the settings behave for a public https address, and what refuses to start (RELIABILITY I8, I14). A process each, as an operator starts it."""

import json
import os
import subprocess
import sys

import pytest

from tests.migrated import lay_migrated

HTTPS = {"SANDALI_URL": "https://desk.example.ir", "SANDALI_TRUSTED_PROXIES": "1"}
ASK = """
import json, os
os.environ["DJANGO_SETTINGS_MODULE"] = "sandali.settings"
import django; django.setup()
from django.core.checks import run_checks
from django.core.management import call_command
from django.test import Client
call_command("createcachetable", verbosity=0)
from sandali.company.actions import set_up_company
person = set_up_company(name="S", language="fa", zone="Asia/Tehran", weekend="fri", person_name="L", email="l@example.ir",
                        password="a long enough password", department="D")
client = Client(headers={"Host": "desk.example.ir", "X-Forwarded-Proto": "https", "X-Forwarded-For": "198.51.100.1"})
answer = client.post("/account/login/", {"login": "l@example.ir", "password": "a long enough password"})
print(json.dumps({
    "warnings": [warning.id for warning in run_checks(include_deployment_checks=True) if not warning.is_silenced()],
    "status": answer.status_code,
    "cookies": {name: [bool(c["secure"]), bool(c["httponly"]), c["samesite"], c["path"], c["domain"]] for name, c in answer.cookies.items()},
    "headers": dict(answer.headers),
    "hosts": {host: Client().get("/account/login/", headers={"Host": host}).status_code for host in
              ["desk.example.ir", "desk.example.ir:443", "desk.example.ir:8443", "evil.test", "desk.example.ir.evil.test", "desk.example.ir@evil.test"]},
}))
"""


def start(code: str, folder, **environment: str) -> subprocess.CompletedProcess:
    """Run a little program with these variables and nothing else of SANDALI_*."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("SANDALI_", "DJANGO_"))}
    return subprocess.run(
        [sys.executable, "-c", code], env=kept | {"SANDALI_DATA": str(folder)} | environment, capture_output=True, text=True, timeout=120, check=False
    )


@pytest.fixture(scope="module")
def on_https(tmp_path_factory):
    """What a start with an https address says of itself."""
    folder = tmp_path_factory.mktemp("https")
    lay_migrated(folder)
    done = start(ASK, folder, **HTTPS)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.reliability("I8")
def test_djangos_own_look_at_a_public_installation_finds_nothing(on_https):
    assert on_https["warnings"] == []


@pytest.mark.reliability("I8")
def test_on_https_every_cookie_is_secure_and_the_session_is_bound_to_the_host(on_https):
    assert on_https["status"] == 302
    assert on_https["cookies"] == {"__Host-sid": [True, True, "Lax", "/", ""], "device": [True, True, "Lax", "/account/", ""]}


@pytest.mark.reliability("I8")
def test_the_headers_that_browsers_need_are_on_every_answer(on_https):
    wanted = {
        "Strict-Transport-Security": "max-age=31536000", "X-Frame-Options": "DENY", "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin", "Cross-Origin-Opener-Policy": "same-origin",
    }  # fmt: skip
    assert {name: on_https["headers"].get(name) for name in wanted} == wanted
    policy = on_https["headers"]["Content-Security-Policy"]
    assert "script-src 'self';" in policy + ";" and "unsafe" not in policy


@pytest.mark.reliability("I6")
def test_other_hosts_and_ports_are_refused(on_https):
    assert on_https["hosts"] == {
        "desk.example.ir": 200, "desk.example.ir:443": 200, "desk.example.ir:8443": 400, "evil.test": 400,
        "desk.example.ir.evil.test": 400, "desk.example.ir@evil.test": 400,
    }  # fmt: skip


@pytest.mark.reliability("I14")
def test_a_short_key_does_not_start(tmp_path):
    done = start("import sandali.settings", tmp_path, SANDALI_SECRET_KEY="secret")
    assert (done.returncode, "SANDALI_SECRET_KEY must have at least 32 characters" in done.stderr) == (1, True)


@pytest.mark.reliability("I14")
def test_there_is_no_default_key_each_installation_makes_its_own_and_keeps_it(tmp_path):
    show = "import sandali.settings as s; print(s.SECRET_KEY)"
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    keys = [start(show, tmp_path / folder).stdout.strip() for folder in ("a", "b", "a")]
    assert (keys[0] == keys[2], keys[0] == keys[1], min(map(len, keys)) >= 64) == (True, False, True)
    assert (tmp_path / "a" / "secret.key").stat().st_mode & 0o077 == 0
