"""Closes the network to tests: connections go to loopback and Unix sockets, anything else is a fault of the test."""

import socket
from collections.abc import Iterator
from ipaddress import ip_address

import pytest

OPEN_NAMES = {"localhost", "ip6-localhost", ""}
# Names that can never resolve (RFC 2606, RFC 6761): asking for one is answered as a resolver would, without asking.
NEVER = (".invalid", ".test", ".example", ".localhost")


class SocketClosed(RuntimeError):
    """A test tried to leave the machine. Not an OSError, so that code which survives network faults does not hide it."""


def is_local(address: object) -> bool:
    """Whether a socket address stays on this machine: Unix sockets and loopback."""
    if not isinstance(address, tuple):
        return True
    host = str(address[0])
    if host in OPEN_NAMES:
        return True
    try:
        found = ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return found.is_loopback or found.is_unspecified


def _guarded(original):
    def call(self, *arguments):
        address = arguments[-1]
        if not is_local(address):
            raise SocketClosed(f"a test tried to reach {address}; put a small real server on loopback instead")
        return original(self, *arguments)

    return call


def _resolve(original):
    def call(host, *arguments, **options):
        name = host.decode("idna") if isinstance(host, bytes) else host
        if name is None or is_local((name,)) or _is_number(name):
            return original(host, *arguments, **options)
        if name.rstrip(".").endswith(NEVER):
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        raise SocketClosed(f"a test tried to resolve {name}")

    return call


def _is_number(name: str) -> bool:
    try:
        ip_address(name.partition("%")[0])
    except ValueError:
        return False
    return True


@pytest.fixture(scope="session", autouse=True)
def closed_sockets() -> Iterator[None]:
    """Held for the whole run, threads of the program included."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex", "sendto"):
            patch.setattr(socket.socket, name, _guarded(getattr(socket.socket, name)))
        patch.setattr(socket, "getaddrinfo", _resolve(socket.getaddrinfo))
        yield
