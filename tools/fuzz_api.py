"""Tries every operation of the API on a running server with the demo company, by what its OpenAPI document allows and by what it does not.

Twice: with an administrator's token that is good for everything, and with an agent's that is good for little. Schemathesis makes the
requests (examples, every bound of every field, random ones, and chains of what was answered) and looks at each answer: no 500, the status, the
type and the shape that the document says, no way in without a token, 405 for other methods, a refusal of what is not allowed.
What was seen stands in docs/figures.md. Usage: python tools/fuzz_api.py [--phases coverage] [--examples 10] [--only PATH]"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench.processes import Server, environment  # noqa: E402 - the path is set first

CONFIG = ROOT / "tools/schemathesis.toml"
PHASES = "examples,coverage,fuzzing,stateful"
RATE = "1150/m"  # of one token; the program takes 1,200
NARROW = ("cases:read", "cases:write", "customers:read")
# Runs inside the program's own Python: a token each of the administrator and of an agent.
TOKENS = """
import django, json
django.setup()
from sandali.company.actions import make_api_token
from sandali.company.models import Person
from sandali.company.scopes import SCOPES
wanted = {"administrator": ("admin", SCOPES), "narrow": ("agent", %r)}
people = {name: Person.objects.filter(is_active=True, role=role).order_by("pk").first() for name, (role, _scopes) in wanted.items()}
print(json.dumps({name: make_api_token(people[name], name="Fuzzing", scopes=wanted[name][1], days=2)[1] for name in wanted}))
"""


def options_of(words: list[str]) -> argparse.Namespace:
    """The options of the command line."""
    parser = argparse.ArgumentParser(prog="fuzz_api", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--phases", default=PHASES)
    parser.add_argument("--examples", type=int, default=10, help="random requests of one operation in one phase, at most")
    parser.add_argument("--minutes", type=int, default=0, help="of random requests and chains with one token, at most; 0 is as long as it takes")
    parser.add_argument("--only", default="", help="only operations whose path matches this")
    parser.add_argument("--token", default="", choices=["", "administrator", "narrow"], help="only with this token")
    parser.add_argument("--out", type=Path, default=ROOT / ".cache/fuzz", help="where the reports go")
    return parser.parse_args(words)


def sandali(data: Path, *words: str) -> str:
    """Run Python on a company's data; returns what it printed."""
    return subprocess.run([sys.executable, *words], cwd=ROOT, env=environment(data), check=True, capture_output=True, text=True).stdout


def tried(server: Server, name: str, token: str, options: argparse.Namespace) -> int:
    """Let Schemathesis try everything with one token, and print what came of it; returns its exit code."""
    address, report = f"{server.url}/api/v1/openapi.json", options.out / f"{name}.json"
    urllib.request.urlopen(address, timeout=120).read()  # the first time it is put together
    words = [
        str(Path(sys.executable).with_name("schemathesis")), "--config-file", str(CONFIG), "run", address, "-H", f"Authorization: Bearer {token}",
        "--rate-limit", RATE, "--phases", options.phases, "-n", str(options.examples), "--continue-on-failure", "--no-color",
        "--report-json-path", str(report), *(["--max-time", str(options.minutes * 60)] if options.minutes else []), *(["--include-path-regex", options.only] if options.only else []),
    ]  # fmt: skip
    began, before = time.monotonic(), server.cpu
    with open(options.out / f"{name}.txt", "w", encoding="utf-8") as said:
        hooked = {**os.environ, "SCHEMATHESIS_HOOKS": "fuzz_hooks", "PYTHONPATH": str(ROOT / "tools")}
        code = subprocess.run(words, cwd=options.out, env=hooked, stdout=said, stderr=subprocess.STDOUT, check=False).returncode
    took, cpu = time.monotonic() - began, server.cpu - before
    text = (options.out / f"{name}.txt").read_text(encoding="utf-8")
    print(text[text.rfind("= SUMMARY =") :])
    print(f"{name}: {took:,.0f} s, the server used {cpu:,.0f} s of CPU; load now {os.getloadavg()[0]:.1f}; all of it in {options.out / name}.txt", flush=True)
    return code


def main(words: list[str]) -> int:
    """Fill a company, run it, try it; returns 0 where nothing was found."""
    options = options_of(words)
    options.out.mkdir(parents=True, exist_ok=True)
    data = Path(tempfile.mkdtemp(prefix="sandali-fuzz-"))
    try:
        sandali(data, "-m", "sandali", "demo", "--language", "fa")
        tokens = json.loads(sandali(data, "-c", TOKENS % (NARROW,)).splitlines()[-1])
        server = Server(data)
        try:
            codes = [tried(server, name, token, options) for name, token in tokens.items() if options.token in ("", name)]
            broken = [line for line in server.said().splitlines() if "an API request failed" in line]
            print(f"errors in the server's log: {len(broken)}")
        finally:
            server.stop()
            shutil.copy(server.log, options.out / "server.log")
        return max([*codes, len(broken) > 0])
    finally:
        shutil.rmtree(data, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
