"""Pictures of other servers, against a real one on loopback that sends what it likes (RELIABILITY E3, J3)."""

import threading

import pytest

from sandali.kit.remote_pictures import Fetcher, NoPicture, Picture
from tests.kit.picture_host import Answer, claimed_png, drawn, picture_host

PNG = drawn()


@pytest.fixture
def host(monkeypatch):
    monkeypatch.setenv("SANDALI_PRIVATE_HOSTS", "127.0.0.1")
    with picture_host() as made:
        yield made


def why_not(address, **options):
    with pytest.raises(NoPicture) as caught:
        Fetcher(2).fetch(address, patience=0, **options)
    return caught.value.code


@pytest.mark.reliability("E3")
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP", "AVIF"])
@pytest.mark.parametrize("declared", ["image/jpeg", "application/octet-stream", ""])
def test_a_picture_comes_as_it_is_and_is_called_what_it_is(host, kind, declared):
    host.answers["/a"] = Answer(drawn(kind), declared)
    assert Fetcher(2).fetch(host.url("/a"), patience=0) == Picture(drawn(kind), f"image/{kind.lower()}")


@pytest.mark.reliability("E3")
def test_the_request_says_nothing_of_who_reads(host):
    host.answers["/a?id=7"] = Answer(status=302, location="/b")
    host.answers["/b"] = Answer(PNG)
    assert Fetcher(2).fetch(host.url("/a?id=7"), patience=0) is not None
    assert host.paths == ["/a?id=7", "/b"]
    said = {name: value for _path, headers in host.asked for name, value in headers.items()}
    assert said.keys() == {"host", "user-agent", "accept", "accept-encoding", "connection"}
    assert (said["user-agent"], said["accept"]) == ("Sandali", "image/*")


NOT_SHOWN = {
    "svg": (Answer(b"<svg onload='alert(1)'/>", "image/svg+xml"), "content"),
    "svg that calls itself png": (Answer(b"<svg onload='alert(1)'/>", "image/png"), "content"),
    "png that calls itself svg": (Answer(PNG, "image/svg+xml"), "content"),
    "html": (Answer(b"<script>alert(1)</script>", "text/html"), "content"),
    "html that calls itself png": (Answer(b"<script>alert(1)</script>", "image/png"), "content"),
    "gif that calls itself html": (Answer(drawn("GIF") + b"<script>alert(1)</script>", "text/html; charset=utf-8"), "content"),
    "nothing": (Answer(b""), "content"),
    "more pixels than anybody needs": (Answer(claimed_png(50_000, 50_000)), "content"),
    "huge": (Answer(PNG + bytes(5_000_000)), "host"),
    "not there": (Answer(PNG, status=404), "host"),
    "broken": (Answer(PNG, status=500), "host"),
    "round and round": (Answer(status=302, location="/a"), "host"),
}


@pytest.mark.reliability("E3", "E4")
@pytest.mark.parametrize("name", NOT_SHOWN)
def test_what_is_no_such_picture_is_refused(host, name):
    answer, code = NOT_SHOWN[name]
    host.answers["/a"] = answer
    assert why_not(host.url("/a")) == code


@pytest.mark.reliability("E3", "J3")
@pytest.mark.parametrize("target", ["http://127.0.0.2:PORT/", "http://169.254.169.254/latest/meta-data/", "http://[::1]:PORT/", "http://10.0.0.1/", "file:///etc/passwd", "http://u:p@127.0.0.1:PORT/a"])
def test_private_hosts_are_refused_also_behind_a_redirect(host, target):
    target = target.replace("PORT", str(host.port))
    host.answers["/a"] = Answer(status=302, location=target)
    assert why_not(target) == "host"
    assert host.paths == []
    assert why_not(host.url("/a")) == "host"
    assert host.paths == ["/a"]


@pytest.mark.reliability("E3", "J3")
def test_without_the_operators_word_loopback_is_refused(host, monkeypatch):
    monkeypatch.delenv("SANDALI_PRIVATE_HOSTS")
    host.answers["/a"] = Answer(PNG)
    assert why_not(host.url("/a")) == "host"
    assert host.paths == []


@pytest.mark.reliability("E3")
def test_a_slow_host_is_given_up_and_then_left_alone_for_a_minute(host):
    host.answers["/slow"], host.answers["/b"] = Answer(PNG, after=300), Answer(PNG)
    fetcher = Fetcher(2)
    for path in ("/slow", "/slow", "/b"):
        with pytest.raises(NoPicture):
            fetcher.fetch(host.url(path), patience=0, seconds=0.3)
    assert host.paths == ["/slow"]


def test_a_host_without_that_one_picture_is_asked_for_the_next(host):
    host.answers["/b"] = Answer(PNG)
    fetcher = Fetcher(1)
    with pytest.raises(NoPicture):
        fetcher.fetch(host.url("/gone"), patience=0)
    assert fetcher.fetch(host.url("/b"), patience=0) == Picture(PNG, "image/png")


@pytest.mark.reliability("E3")
def test_no_more_are_fetched_at_once_than_allowed_and_the_others_are_told_soon(host):
    host.answers |= {f"/{number}": Answer(PNG, after=300) for number in range(6)}
    fetcher, came = Fetcher(2), []

    def ask(number):
        came.append(fetcher.fetch(host.url(f"/{number}"), patience=0.05, seconds=300))
        if len(came) == 4:
            host.let_go.set()

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert came[:4] == [None] * 4
    assert came[4:] == [Picture(PNG, "image/png")] * 2
    assert host.most_at_once == 2
