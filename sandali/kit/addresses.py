"""Where our own connections may go: names are resolved once, every address must be public, the checked address is used.

For HTTP and for mail hosts alike (RELIABILITY 3.9, EspoCRM CVE-2026-33534). An operator may allow private hosts by
SANDALI_PRIVATE_HOSTS (host names, addresses, networks, with commas); never anybody in the pages.
"""

import ipaddress
import os
import re
import socket
import ssl
import threading
import time
import unicodedata
from collections.abc import Sequence
from typing import Any

import idna

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
SockAddr = tuple[Any, ...]  # as from socket.getaddrinfo: (host, port) or (host, port, flow, scope)

RESOLVE_SECONDS = 5.0
CONNECT_SECONDS = 5.0
_FORBIDDEN = re.compile(r"[\x00-\x20\x7f@/\\?#%\[\]<>^|\"'`{}]")
_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
_NUMBER = re.compile(r"[0-9]+|0[xX][0-9a-fA-F]*")
# IANA's special-purpose registries. Named here too, because Python 3.11.7 calls some of them global.
_NOT_PUBLIC = [
    ipaddress.ip_network(network)
    for network in (
        [
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
        ]
        + [
            "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
        ]
        + [
            "224.0.0.0/4",
            "240.0.0.0/4",
            "::/127",
            "64:ff9b:1::/48",
            "100::/64",
            "2001::/23",
            "2001:db8::/32",
            "3fff::/20",
        ]
        + ["5f00::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8"]
    )
]
# IPv6 forms that carry an IPv4 address, and where it stands: bits to the right of it.
_CARRIES_IPV4 = [
    (ipaddress.IPv6Network("::ffff:0:0/96"), 0),
    (ipaddress.IPv6Network("::ffff:0:0:0/96"), 0),
    (ipaddress.IPv6Network("::/96"), 0),
    (ipaddress.IPv6Network("64:ff9b::/96"), 0),
    (ipaddress.IPv6Network("2002::/16"), 80),
]
_ISATAP = (0x00005EFE, 0x02005EFE)
_lookups = threading.BoundedSemaphore(16)


class ConnectionProblem(Exception):
    """A connection of ours that did not come about or went wrong.

    `code`: "bad-host", "refused-address", "unknown-host", "timeout", "connection", "tls", and in safe_http more. `left` says that
    a request may have reached the host, which may have done what was asked.
    """

    def __init__(self, code: str, detail: str, *, left: bool = False) -> None:
        super().__init__(detail)
        self.code, self.left = code, left


def _carried(address: Address) -> Address:
    """The IPv4 address inside an IPv6 one, else the address itself."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    for network, shift in _CARRIES_IPV4:
        if address in network and int(address) > 1:
            return ipaddress.IPv4Address(int(address) >> shift & 0xFFFFFFFF)
    if int(address) >> 32 & 0xFFFFFFFF in _ISATAP:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address


def is_public(address: Address) -> bool:
    """Whether an address is on the open internet, also as what it carries (v4-mapped, v4-compatible, 6to4, NAT64, ISATAP)."""
    for each in {address, _carried(address)}:
        wrapped = each is not _carried(each)
        if any(each.version == network.version and each in network for network in _NOT_PUBLIC):
            return False
        if not wrapped and (not each.is_global or each.is_multicast or each.is_reserved):
            return False
    return True


def clean_host(host: str) -> str:
    """A host name in ASCII, or a literal address, as it will be looked up. ConnectionProblem "bad-host" for any other text.

    Odd spellings of IPv4 (octal, hexadecimal, one number, fewer than four parts) are no hosts.
    """
    problem = ConnectionProblem("bad-host", "This is not a host name.")
    text = unicodedata.normalize("NFKC", host).strip().lower().replace("。", ".")
    if text.startswith("[") and text.endswith("]"):
        text = text[1:-1]
    if not text or len(text) > 253 or _FORBIDDEN.search(text):
        raise problem
    try:
        return str(ipaddress.ip_address(text))
    except ValueError:
        pass  # a name, then
    try:
        name = (text if text.isascii() else idna.encode(text, uts46=True).decode("ascii")).removesuffix(".")
    except idna.IDNAError as error:
        raise problem from error
    labels = name.split(".")
    if _NUMBER.fullmatch(labels[-1]) or not all(_LABEL.fullmatch(label) for label in labels):
        raise problem
    return name


def _operator_allows() -> list[str]:
    return [
        entry.strip().lower()
        for entry in os.environ.get("SANDALI_PRIVATE_HOSTS", "").split(",")
        if entry.strip()
    ]


def _is_allowed(host: str, address: Address, allow: Sequence[str]) -> bool:
    for entry in allow:
        if entry == host:
            return True
        try:
            network = ipaddress.ip_network(entry, strict=False)
        except ValueError:
            continue  # a host name
        if any(each.version == network.version and each in network for each in (address, _carried(address))):
            return True
    return False


def is_private_host(host: str) -> bool:
    """Whether the operator named this host, address or its network (SANDALI_PRIVATE_HOSTS); no name is looked up."""
    try:
        address: Address | None = ipaddress.ip_address(host)
    except ValueError:
        address = None
    return host in _operator_allows() if address is None else _is_allowed(host, address, _operator_allows())


def _look_up(host: str, port: int, seconds: float) -> list[SockAddr]:
    """getaddrinfo with an end: the system's resolver has none of its own, so it waits in a thread of a bounded number."""
    answer: list[SockAddr] = []
    problems: list[OSError] = []

    def ask() -> None:
        try:
            answer.extend(found[4] for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except OSError as problem:
            problems.append(problem)
        finally:
            _lookups.release()

    if not _lookups.acquire(timeout=seconds):
        raise ConnectionProblem("timeout", "Too many host names are being looked up.")
    thread = threading.Thread(target=ask, daemon=True, name="look-up")
    thread.start()
    thread.join(seconds)
    if thread.is_alive():
        raise ConnectionProblem("timeout", "The host name was not found in time.")
    if problems or not answer:
        raise ConnectionProblem("unknown-host", "There is no host of this name.")
    return answer


def resolve_public(
    host: str, port: int, *, allow: Sequence[str] = (), seconds: float = RESOLVE_SECONDS
) -> list[SockAddr]:
    """The addresses of a host, each one checked; connect to these and never to the name again.

    Raises ConnectionProblem "refused-address" when any of them is not public and no exception covers it. `allow` is for
    code that knows its host (tests, a local relay of the operator), never for what somebody typed.
    """
    name = clean_host(host)
    if not 0 < port < 65536:
        raise ConnectionProblem("bad-host", "This is not a port.")
    try:
        ipaddress.ip_address(name)
        found: list[SockAddr] = [
            entry[4]
            for entry in socket.getaddrinfo(name, port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
        ]
    except ValueError:
        found = _look_up(name, port, seconds)
    exceptions = [entry.lower() for entry in allow] + _operator_allows()
    for sockaddr in found:
        address = ipaddress.ip_address(str(sockaddr[0]).partition("%")[0])
        if not is_public(address) and not _is_allowed(name, address, exceptions):
            raise ConnectionProblem("refused-address", "This host is on a private network.")
    return found


def connect(
    host: str, port: int, *, timeout: float = CONNECT_SECONDS, allow: Sequence[str] = ()
) -> socket.socket:
    """A connected TCP socket to a checked address of the host, its time-out set to `timeout` seconds.

    `timeout` bounds look-up and connecting together. Raises ConnectionProblem.
    """
    deadline = time.monotonic() + timeout
    problem: OSError | None = None
    for sockaddr in resolve_public(host, port, allow=allow, seconds=timeout):
        family = socket.AF_INET6 if len(sockaddr) == 4 else socket.AF_INET
        connection = socket.socket(family, socket.SOCK_STREAM)
        try:
            connection.settimeout(max(deadline - time.monotonic(), 0.01))
            connection.connect(sockaddr)
            connection.settimeout(timeout)
            return connection
        except OSError as error:
            connection.close()
            problem = error
    code = "timeout" if isinstance(problem, TimeoutError) else "connection"
    raise ConnectionProblem(code, "The host does not answer.") from problem


def start_tls(connection: socket.socket, host: str, context: ssl.SSLContext) -> ssl.SSLSocket:
    """TLS over a socket of `connect`, the certificate checked for `host`. Raises ConnectionProblem "tls" or "timeout"."""
    try:
        return context.wrap_socket(connection, server_hostname=clean_host(host))
    except TimeoutError as error:
        raise ConnectionProblem("timeout", "The host does not answer.") from error
    except OSError as error:
        raise ConnectionProblem("tls", f"No secure connection: {error}") from error
