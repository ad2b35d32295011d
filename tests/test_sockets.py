"""The network is closed to tests, and loopback is open."""

import socket

import pytest

from tests.sockets import SocketClosed


@pytest.mark.parametrize("verb", ["connect", "connect_ex"])
def test_a_connection_off_the_machine_is_refused(verb):
    with socket.socket() as outside, pytest.raises(SocketClosed):
        getattr(outside, verb)(("192.0.2.1", 80))


def test_a_datagram_off_the_machine_is_refused():
    with socket.socket(type=socket.SOCK_DGRAM) as outside, pytest.raises(SocketClosed):
        outside.sendto(b"x", ("192.0.2.1", 53))


def test_a_name_that_cannot_exist_does_not_resolve_and_another_is_refused():
    with pytest.raises(socket.gaierror):
        socket.getaddrinfo("mail.invalid", 25)
    with pytest.raises(SocketClosed):
        socket.getaddrinfo("mail.example.com", 25)


def test_loopback_is_open():
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as client:
        accepted, _ = server.accept()
        client.sendall(b"x")
        assert accepted.recv(1) == b"x"
        accepted.close()
