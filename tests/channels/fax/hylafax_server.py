"""A fax server for tests: sendfax and faxstat as programs that do what their manuals say, over a folder of jobs."""

from __future__ import annotations

import json
import sys
import textwrap
from pathlib import Path

# sendfax(1): takes a job and prints its number; faxstat(1): a line of the server's own, then the jobs as JobFmt of ~/.hylarc says.
PROGRAM = '''
import getopt, json, os, pathlib, re, sys
spool = pathlib.Path({spool!r})
state = json.loads((spool / "state").read_text())
if state["trouble"] == "down":
    print("%s: Can not reach server at host \\"localhost\\", port 4559." % {name!r}, file=sys.stderr)
    sys.exit(255 if {name!r} == "sendfax" else 0)
jobs = spool / "jobs"
if {name!r} == "sendfax":
    options, files = getopt.getopt(sys.argv[1:], "a:b:B:c:C:d:f:F:h:i:I:k:M:P:r:s:t:T:V:x:y:12lmnpvwDENR")
    given = dict(options)
    for file in files:
        assert pathlib.Path(file).read_bytes()[:2] in (b"II", b"MM", b"%P"), file
    if state["trouble"] == "refuses":
        print("sendfax: 550 Rejected: no such destination.", file=sys.stderr)
        sys.exit(255)
    number = len(list(jobs.iterdir())) + 1
    kept = [pathlib.Path(file).read_bytes().hex() for file in files]
    job = dict(number=number, state="W", tag=given["-i"], dial=given["-d"], status="", host=given.get("-h", ""), files=kept)
    (jobs / ("%04d" % number)).write_text(json.dumps(job))
    if state["trouble"] == "dies":
        sys.exit(255)
    print("request id is %d (group id %d) for host localhost (%d file%s)" % (number, number, len(files), "s" if len(files) > 1 else ""))
else:
    form = re.search(r'JobFmt:\\s*"(.*)"', pathlib.Path(os.environ["HOME"], ".hylarc").read_text())[1]
    print("HylaFAX scheduler on localhost: Running")
    print("Modem ttyS0 (+98.21.88776655): Running and idle\\n")
    for file in sorted(jobs.iterdir()):
        job = json.loads(file.read_text())
        fields = dict(j=str(job["number"]), a=job["state"], J=job["tag"], s=job["status"])
        print(re.sub(r"%-?[0-9.]*([a-zA-Z])", lambda found: fields[found[1]], form))
'''


class FaxServer:
    """The two programs in a folder, the jobs they keep, and `trouble`: "", "down", "refuses" or "dies" (after taking the job)."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "jobs").mkdir()
        self.trouble("")
        for name in ("sendfax", "faxstat"):
            program = folder / name
            program.write_text(f"#!{sys.executable} -ISs\n{textwrap.dedent(PROGRAM).format(spool=str(folder), name=name)}")
            program.chmod(0o755)

    def trouble(self, kind: str) -> None:
        """How it behaves from now on."""
        (self.folder / "state").write_text(json.dumps({"trouble": kind}))

    @property
    def jobs(self) -> list[dict]:
        """What it has, oldest first."""
        return [json.loads(file.read_text()) for file in sorted((self.folder / "jobs").iterdir())]

    def end(self, number: int, state: str, status: str = "") -> None:
        """A job ends: D done, F failed."""
        file = self.folder / "jobs" / f"{number:04d}"
        file.write_text(json.dumps(json.loads(file.read_text()) | {"state": state, "status": status}))
