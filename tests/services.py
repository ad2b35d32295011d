"""Real servers on loopback for tests: PostgreSQL and Dovecot, each started when installed and thrown away after."""

import getpass
import grp
import os
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

LOOPBACK = "127.0.0.1"
SECONDS_TO_START = 90  # a first start runs every migration, beside other tests


class NotInstalled(RuntimeError):
    """The server's program is not on this machine, or cannot be run by this user; the text is for the reader."""


def free_port() -> int:
    """A loopback TCP port that nothing listens on just now."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return probe.getsockname()[1]


def wait_until(ready: Callable[[], bool], what: str, log: Path | None = None) -> None:
    """Returns once `ready()` is true. Raises TimeoutError with the end of `log`."""
    deadline = time.monotonic() + SECONDS_TO_START
    while not ready():
        if time.monotonic() > deadline:
            said = log.read_text(errors="replace")[-2000:] if log and log.exists() else ""
            raise TimeoutError(f"{what} did not start within {SECONDS_TO_START} s. {said}")
        time.sleep(0.05)


def listens(port: int) -> bool:
    """Whether something accepts connections on this loopback port."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((LOOPBACK, port)) == 0


@contextmanager
def folder(owner: str | None = None) -> Iterator[Path]:
    """A temporary folder, given to `owner` (a user name) where one is named; removed at the end."""
    path = Path(tempfile.mkdtemp(prefix="sandali-"))
    try:
        if owner:
            shutil.chown(path, owner)
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


# --- PostgreSQL --------------------------------------------------------------------------------------------------------
def _postgresql_programs() -> Path:
    """The folder of initdb and pg_ctl: Debian's newest, else the one on the PATH. Raises NotInstalled."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name.split(".")[0]))
    on_path = shutil.which("pg_ctl")
    if found:
        return found[-1]
    if on_path:
        return Path(on_path).parent
    raise NotInstalled("no PostgreSQL server is installed (Debian: apt install postgresql)")


def _postgresql_owner() -> str | None:
    """PostgreSQL refuses to run as root; then it runs as its own system user. Raises NotInstalled."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam("postgres").pw_name
    except KeyError as problem:
        raise NotInstalled("root cannot run PostgreSQL, and there is no user named postgres") from problem


@contextmanager
def throwaway_postgresql() -> Iterator[str]:
    """A PostgreSQL cluster for the length of the block; yields a `postgresql://` address of an empty database.

    C.UTF-8, because trigrams are blind to Persian in the locale C; no fsync, because nothing here outlives the block.
    """
    programs, owner = _postgresql_programs(), _postgresql_owner()
    password, port = secrets.token_hex(16), free_port()
    with folder(owner) as home:

        def run(*command: str) -> None:
            done = subprocess.run(
                [str(programs / command[0]), *command[1:]],
                user=owner, cwd=home, stdin=subprocess.DEVNULL, stdout=(home / "log").open("ab"),
                stderr=subprocess.STDOUT, env={**os.environ, "HOME": str(home), "LC_ALL": "C.UTF-8"}, check=False,
            )  # fmt: skip
            if done.returncode:
                raise NotInstalled(f"PostgreSQL does not start: {(home / 'log').read_text(errors='replace')[-2000:]}")

        data, word = home / "data", home / "word"
        word.write_text(password)
        word.chmod(0o644)  # inside a folder that only the owner can enter
        run("initdb", "-D", str(data), "-U", "sandali", "-A", "password", f"--pwfile={word}", "--encoding=UTF8",
            "--locale=C.UTF-8", "--no-sync")  # fmt: skip
        speed = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=200"
        run("pg_ctl", "-D", str(data), "-w", "-l", str(home / "server.log"),
            "-o", f"-p {port} -c listen_addresses={LOOPBACK} -k {home} {speed}", "start")  # fmt: skip
        try:
            yield f"postgresql://sandali:{password}@{LOOPBACK}:{port}/postgres"
        finally:
            run("pg_ctl", "-D", str(data), "-m", "immediate", "stop")


# --- Dovecot -----------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class ImapServer:
    """A real Dovecot. Any user name signs in with `password` and has a mailbox of its own, made on first use."""

    port: int
    tls_port: int
    password: str
    certificate: Path  # of the TLS port; self-signed for `localhost`
    mails: Path
    host: str = "localhost"

    def deliver(self, user: str, raw: bytes, box: str = "INBOX") -> None:
        """Puts a mail into a mailbox as a delivery agent does: written aside, then moved into Maildir's `new`."""
        maildir = self.mails / user / "Maildir"
        maildir = maildir if box == "INBOX" else maildir / f".{box}"
        home = self.mails / user
        for path in dict.fromkeys((home, home / "Maildir", maildir, *(maildir / name for name in ("tmp", "new", "cur")))):
            if not path.exists():
                path.mkdir()
                _give(path)
        written = maildir / "tmp" / f"{time.time_ns()}.{secrets.token_hex(4)}.sandali"
        written.write_bytes(raw)
        _give(written)
        written.rename(maildir / "new" / written.name)


def _mail_owner() -> str:
    """Whose the mailboxes are: Dovecot never reads mail as root."""
    return "nobody" if os.geteuid() == 0 else getpass.getuser()


def _give(path: Path) -> None:
    """Give what root made to the mailboxes' owner."""
    if os.geteuid() == 0:
        owner = pwd.getpwnam(_mail_owner())
        os.chown(path, owner.pw_uid, owner.pw_gid)


def self_signed(home: Path) -> tuple[Path, Path]:
    """Writes a certificate for localhost, valid for a day, and its key; returns both paths."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    start = datetime.now(UTC) - timedelta(hours=1)
    names = x509.SubjectAlternativeName([x509.DNSName("localhost"), x509.IPAddress(ip_address(LOOPBACK))])
    built = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), start, start + timedelta(1))
    certificate = built.add_extension(names, critical=False).sign(key, hashes.SHA256())
    (home / "cert.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    (home / "key.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    return home / "cert.pem", home / "key.pem"


def _dovecot_settings(home: Path, server: ImapServer, key: Path) -> str:
    root = os.geteuid() == 0
    owner = pwd.getpwnam(_mail_owner())
    users = "" if root else f"default_internal_user = {owner.pw_name}\ndefault_login_user = {owner.pw_name}\n"
    group = "" if root else f"default_internal_group = {_group(owner.pw_gid)}\n"
    return f"""{users}{group}base_dir = {home}/run
state_dir = {home}/state
log_path = {home}/log
protocols = imap
listen = {LOOPBACK}
disable_plaintext_auth = no
ssl = yes
ssl_cert = <{server.certificate}
ssl_key = <{key}
first_valid_uid = 1
mail_location = maildir:~/Maildir
imap_idle_notify_interval = 1 mins
login_trusted_networks = {LOOPBACK}/8
mail_max_userip_connections = 100
passdb {{
  driver = static
  args = password={server.password}
}}
userdb {{
  driver = static
  args = uid={owner.pw_uid} gid={owner.pw_gid} home={server.mails}/%u
}}
service anvil {{
  chroot =
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {server.port}
  }}
  inet_listener imaps {{
    port = {server.tls_port}
    ssl = yes
  }}
}}
namespace inbox {{
  inbox = yes
  separator = /
}}
"""


def _group(number: int) -> str:
    return grp.getgrgid(number).gr_name


@contextmanager
def throwaway_dovecot() -> Iterator[ImapServer]:
    """A Dovecot IMAP server on loopback, plain (with STARTTLS) and TLS, with empty mailboxes."""
    program = shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if not program or not Path("/usr/lib/dovecot/imap").exists():
        raise NotInstalled("no Dovecot is installed (Debian: apt install dovecot-imapd)")
    with folder() as home:
        home.chmod(0o755)
        certificate, key = self_signed(home)
        mails = home / "mails"
        mails.mkdir()
        mails.chmod(0o777)
        server = ImapServer(free_port(), free_port(), secrets.token_hex(8), certificate, mails)
        (home / "dovecot.conf").write_text(_dovecot_settings(home, server, key))
        process = subprocess.Popen(
            [program, "-F", "-c", str(home / "dovecot.conf")],
            stdin=subprocess.DEVNULL, stdout=(home / "out").open("wb"), stderr=subprocess.STDOUT,
        )  # fmt: skip
        try:
            wait_until(lambda: listens(server.port), "Dovecot", home / "out")
            yield server
        finally:
            process.terminate()
            process.wait()


# --- The fixtures ------------------------------------------------------------------------------------------------------
@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The address of an empty PostgreSQL database."""
    yield from _started(throwaway_postgresql)


@pytest.fixture(scope="session")
def dovecot() -> Iterator[ImapServer]:
    """A real IMAP server; give each test a user name of its own."""
    yield from _started(throwaway_dovecot)


def _started(server):
    """The server's value, or a visible skip where it is not installed."""
    try:
        with server() as value:
            yield value
    except NotInstalled as problem:
        pytest.skip(str(problem))
