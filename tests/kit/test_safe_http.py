"""Requests of ours against small real servers on loopback: slow, endless, huge and packed answers (RELIABILITY J3, 3.9)."""

import gzip
import re
import socket
import threading
import time
import zlib

import pytest

from sandali.kit.addresses import ConnectionProblem
from sandali.kit.safe_http import request

LOOPBACK = ["127.0.0.1"]


def answer(body=b"hello", status="200 OK", **headers):
    lines = [
        f"HTTP/1.1 {status}",
        f"Content-Length: {len(body)}",
        *(f"{k.replace('_', '-')}: {v}" for k, v in headers.items()),
    ]
    return "\r\n".join([*lines, "", ""]).encode() + body


def whole_request(connection):
    asked = b""
    while b"\r\n\r\n" not in asked:
        asked += connection.recv(65536) or b"\r\n\r\n"
    length = re.search(rb"content-length: (\d+)", asked.lower())
    while length and len(asked.partition(b"\r\n\r\n")[2]) < int(length[1]):
        asked += connection.recv(65536)
    return asked


class Server:
    """Answers every connection by `behave(connection, request_bytes)`; keeps what it was asked."""

    def __init__(self, behave):
        self.behave, self.asked = behave, []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.closing = threading.Event()
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.talk, args=(connection,), daemon=True).start()

    def talk(self, connection):
        with connection:
            try:
                self.asked.append(whole_request(connection))
                self.behave(self, connection)
            except OSError:
                return  # the client hung up, as it should

    def url(self, path="/", host="127.0.0.1"):
        return f"http://{host}:{self.port}{path}"


@pytest.fixture
def serve():
    servers = []

    def start(behave):
        if isinstance(behave, bytes):
            content = behave
            behave = lambda _server, connection: connection.sendall(content)  # noqa: E731 - one line, one server
        servers.append(Server(behave))
        return servers[-1]

    yield start
    for server in servers:
        server.closing.set()
        server.listener.close()


def code_of(call):
    with pytest.raises(ConnectionProblem) as caught:
        call()
    return caught.value.code


def test_an_answer_comes_back_whole(serve):
    server = serve(answer(b"salam", X_Kind="test"))
    response = request("POST", server.url("/a?b=1"), headers={"X-Key": "k"}, content=b"body", allow=LOOPBACK)
    assert (response.status, response.body, response.headers["x-kind"]) == (200, b"salam", "test")
    sent = server.asked[0]
    assert sent.startswith(b"POST /a?b=1 HTTP/1.1\r\n") and sent.endswith(b"\r\n\r\nbody")
    assert f"Host: 127.0.0.1:{server.port}\r\n".encode() in sent


def test_an_error_status_is_an_answer(serve):
    assert request("GET", serve(answer(status="500 Oh")).url(), allow=LOOPBACK).status == 500


def test_a_name_that_the_caller_knows_keeps_its_name_in_host(serve):
    server = serve(answer())
    assert request("GET", server.url(host="localhost"), allow=["localhost"]).status == 200
    assert f"Host: localhost:{server.port}\r\n".encode() in server.asked[0]


@pytest.mark.reliability("J3")
@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "[::127.0.0.1]", "0.0.0.0"]
)
def test_without_an_exception_loopback_is_refused_and_never_reached(serve, host):
    server = serve(answer())
    assert code_of(lambda: request("GET", server.url(host=host))) == "refused-address"
    assert server.asked == []


@pytest.mark.reliability("J3")
def test_the_operator_may_allow_a_private_host(serve, monkeypatch):
    server = serve(answer())
    monkeypatch.setenv("SANDALI_PRIVATE_HOSTS", "mail.test, 127.0.0.0/8")
    assert request("GET", server.url()).status == 200


@pytest.mark.reliability("J3")
def test_a_proxy_in_the_environment_is_not_used(serve, monkeypatch):
    proxy, server = serve(answer(b"proxy")), serve(answer(b"server"))
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, proxy.url())
    assert request("GET", server.url(), allow=LOOPBACK).body == b"server"
    assert proxy.asked == []


@pytest.mark.parametrize(
    "url",
    [
        "ftp://a.test/",
        "file:///etc/passwd",
        "gopher://a.test",
        "http://user:pw@a.test/",
        "http://a.test@b.test/",
        "//a.test",
        "a.test",
        "",
    ]
    + [
        "http://a.test:99999/",
        "http://a.test\\@b.test/",
        "http://a.test/\r\nX: y",
        "http://a.test/ b",
        "http://[::1",
        "http://8.8.8.8:22/",
    ],
)
def test_only_plain_web_addresses_are_asked(url):
    assert code_of(lambda: request("GET", url)) == "bad-url"


@pytest.mark.parametrize(
    "host", ["0x7f.1", "2130706433", "0177.0.0.1", "127.1", "0", "a..b", "-a.test", "a_b c", "fe80::1%25eth0"]
)
def test_odd_spellings_are_no_hosts(host):
    assert code_of(lambda: request("GET", f"http://{host}/")) in ("bad-host", "bad-url")


def drip(server, connection):
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
    while not server.closing.wait(0.05):
        connection.sendall(b"x")


def drip_headers(server, connection):
    connection.sendall(b"HTTP/1.1 200 OK\r\n")
    while not server.closing.wait(0.05):
        connection.sendall(b"X-A: b\r\n")


def silence(server, _connection):
    server.closing.wait(30)


@pytest.mark.reliability("J3")
@pytest.mark.parametrize("behave", [drip, drip_headers, silence])
def test_a_slow_or_endless_answer_ends_at_the_deadline(serve, behave):
    server = serve(behave)
    start = time.monotonic()
    assert code_of(lambda: request("GET", server.url(), timeout=0.6, allow=LOOPBACK)) == "timeout"
    assert time.monotonic() - start < 90


def endless(server, connection):
    connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
    while not server.closing.is_set():
        connection.sendall(b"x" * 65536)


def endless_chunks(server, connection):
    connection.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    while not server.closing.is_set():
        connection.sendall(b"10000\r\n" + b"x" * 65536 + b"\r\n")


@pytest.mark.reliability("J3")
@pytest.mark.parametrize("behave", [endless, endless_chunks, answer(b"x" * 1001)])
def test_too_much_is_cut_off(serve, behave):
    assert code_of(lambda: request("GET", serve(behave).url(), max_bytes=1000, allow=LOOPBACK)) == "too-large"


def test_exactly_the_limit_is_taken(serve):
    assert len(request("GET", serve(answer(b"x" * 1000)).url(), max_bytes=1000, allow=LOOPBACK).body) == 1000


@pytest.mark.parametrize(
    "packed, encoding", [(gzip.compress(b"salam" * 99, mtime=0), "gzip"), (zlib.compress(b"salam" * 99), "deflate")]
)
def test_a_packed_answer_is_unpacked(serve, packed, encoding):
    assert (
        request("GET", serve(answer(packed, Content_Encoding=encoding)).url(), allow=LOOPBACK).body
        == b"salam" * 99
    )


@pytest.mark.reliability("J3")
@pytest.mark.parametrize("limit", [5_000_000, 150_000_000])
def test_a_gzip_bomb_is_refused_by_size_and_by_ratio(serve, limit):
    bomb = zlib.compressobj(9, wbits=31)
    packed = b"".join([bomb.compress(b"\0" * 1_000_000) for _ in range(100)]) + bomb.flush()
    server = serve(answer(packed, Content_Encoding="gzip"))
    assert code_of(lambda: request("GET", server.url(), max_bytes=limit, allow=LOOPBACK)) == "too-large"


@pytest.mark.parametrize(
    "content",
    [b"nonsense\r\n\r\n", answer(b"x", Content_Encoding="br"), answer(b"not gzip", Content_Encoding="gzip")]
    + [
        answer(gzip.compress(b"x" * 999, mtime=0)[:-9], Content_Encoding="gzip"),
        b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx",
        b"",
    ]
    + [b"HTTP/1.1 200 OK\r\nX: " + b"a" * 300_000],
)
def test_an_answer_that_is_no_http_is_said_so(serve, content):
    assert code_of(lambda: request("GET", serve(content).url(), allow=LOOPBACK)) in ("protocol", "connection")


def test_nobody_listening_is_a_connection_problem():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    assert code_of(lambda: request("GET", f"http://127.0.0.1:{port}/", allow=LOOPBACK)) == "connection"


def test_an_answer_before_the_whole_question_is_taken(serve):
    server = serve(answer(status="413 Too Large"))
    assert request("POST", server.url(), content=b"x" * 4_000_000, allow=LOOPBACK).status == 413


@pytest.mark.reliability("J4")
def test_a_redirect_is_an_answer_unless_asked_to_follow(serve):
    server = serve(answer(status="302 Found", Location="http://169.254.169.254/"))
    assert request("GET", server.url(), allow=LOOPBACK).status == 302


@pytest.mark.reliability("J3")
@pytest.mark.parametrize(
    "target", ["http://169.254.169.254/latest", "http://[::ffff:10.0.0.1]/", "http://192.168.1.1/"]
)
def test_a_redirect_inwards_is_refused(serve, target):
    server = serve(answer(status="302 Found", Location=target))
    assert code_of(lambda: request("GET", server.url(), redirects=3, allow=LOOPBACK)) == "refused-address"


def test_redirects_are_followed_without_our_headers_to_another_host_and_counted(serve):
    goal = serve(answer(b"goal"))
    first = serve(answer(status="301 Moved", Location=goal.url("/there")))
    response = request("GET", first.url(), headers={"Authorization": "secret"}, redirects=1, allow=LOOPBACK)
    assert (response.body, response.url) == (b"goal", goal.url("/there"))
    assert (b"secret" in first.asked[0], b"secret" in goal.asked[0]) == (True, False)
    circle = serve(
        lambda server, connection: connection.sendall(answer(status="302 Found", Location=server.url()))
    )
    assert code_of(lambda: request("GET", circle.url(), redirects=9, allow=LOOPBACK)) == "too-many-redirects"
    assert len(circle.asked) == 4


def test_a_post_is_never_sent_on(serve):
    assert (
        request(
            "POST", serve(answer(status="307 There", Location="/x")).url(), redirects=3, allow=LOOPBACK
        ).status
        == 307
    )
