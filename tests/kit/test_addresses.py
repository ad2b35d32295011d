"""Which addresses our own connections may go to (RELIABILITY 3.9), and TLS to the name rather than the address."""

import datetime
import ipaddress
import smtplib
import socket
import ssl
import threading

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from sandali.kit.addresses import ConnectionProblem, clean_host, connect, is_public, resolve_public
from sandali.kit.safe_http import request

PUBLIC = [
    "8.8.8.8",
    "1.1.1.1",
    "193.0.14.129",
    "2606:4700::1111",
    "::ffff:8.8.8.8",
    "64:ff9b::808:808",
    "2002:808:808::1",
]
PRIVATE = (
    [
        "127.0.0.1",
        "127.255.255.254",
        "0.0.0.0",
        "0.1.2.3",
        "10.0.0.1",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.0.1",
        "169.254.169.254",
    ]
    + [
        "100.64.0.1",
        "192.0.0.1",
        "192.0.0.8",
        "192.0.2.1",
        "192.88.99.1",
        "198.18.0.1",
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
    ]
    + [
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::127.0.0.1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::ffff:169.254.169.254",
    ]
    + [
        "::ffff:0:127.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b::a00:1",
        "64:ff9b:1::808:808",
        "2002:7f00:1::",
        "2002:a00:1::1",
        "2001::1",
    ]
    + [
        "2001:db8::1",
        "fc00::1",
        "fd00::1",
        "fe80::1",
        "fec0::1",
        "ff02::1",
        "100::1",
        "2606:4700::5efe:a00:1",
        "5f00::1",
        "3fff::1",
    ]
)


@pytest.mark.parametrize("address", PUBLIC)
def test_an_address_on_the_open_internet_is_public(address):
    assert is_public(ipaddress.ip_address(address)) is True


@pytest.mark.reliability("J3")
@pytest.mark.parametrize("address", PRIVATE)
def test_an_inward_address_is_not_public_in_any_dress(address):
    assert is_public(ipaddress.ip_address(address)) is False
    with pytest.raises(ConnectionProblem) as caught:
        resolve_public(address, 443)
    assert caught.value.code == "refused-address"


@pytest.mark.parametrize(
    "written, host",
    [
        ("Mail.Example.COM.", "mail.example.com"),
        (" a.test ", "a.test"),
        ("bücher.test", "xn--bcher-kva.test"),
        ("[2606:4700::1111]", "2606:4700::1111"),
    ]
    + [("１２７.0.0.1", "127.0.0.1"), ("مثال.test", "xn--mgbh0fb.test"), ("my_host", "my_host")],
)
def test_a_host_is_read_in_one_form(written, host):
    assert clean_host(written) == host


@pytest.mark.reliability("J3")
@pytest.mark.parametrize(
    "written",
    [
        "",
        " ",
        ".",
        "a..b",
        "user@a.test",
        "a.test/x",
        "a.test:80",
        "a b",
        "a\nb",
        "a\0b",
        "fe80::1%eth0",
        "0x7f000001",
        "017700000001",
    ]
    + [
        "127.1",
        "0x7f.0.0.1",
        "0177.0.0.1",
        "2130706433",
        "1.2.3.4.5",
        "256.1.1.1",
        "a.0x7f",
        "-a.test",
        "a-.test",
        "a" * 64 + ".test",
        "a." * 200,
    ],
)
def test_any_other_text_is_no_host(written):
    with pytest.raises(ConnectionProblem) as caught:
        clean_host(written)
    assert caught.value.code == "bad-host"


@pytest.mark.parametrize("port", [0, -1, 65536])
def test_a_port_out_of_range_is_refused(port):
    with pytest.raises(ConnectionProblem):
        resolve_public("8.8.8.8", port)


@pytest.mark.parametrize(
    "allow", [["127.0.0.1"], ["127.0.0.0/8"], ["10.0.0.0/8", "LOCALHOST", "127.0.0.1", "::1"]]
)
def test_an_exception_covers_its_addresses(allow):
    assert [address[:2] for address in resolve_public("127.0.0.1", 25, allow=allow)] == [("127.0.0.1", 25)]


@pytest.mark.parametrize("entries", ["localhost", "other, localhost", "127.0.0.0/8, ::1/128"])
def test_the_operator_allows_by_name_or_network(monkeypatch, entries):
    monkeypatch.setenv("SANDALI_PRIVATE_HOSTS", entries)
    assert {address[0] for address in resolve_public("localhost", 25)} <= {"127.0.0.1", "::1"}


def test_an_exception_for_a_name_is_not_one_for_its_address(monkeypatch):
    monkeypatch.setenv("SANDALI_PRIVATE_HOSTS", "localhost,notlocalhost,10.0.0.0/8")
    with pytest.raises(ConnectionProblem):
        resolve_public("127.0.0.1", 25)


def test_a_name_that_nobody_has_is_unknown():
    with pytest.raises(ConnectionProblem) as caught:
        resolve_public("no-such-host.invalid", 25)
    assert caught.value.code in ("unknown-host", "timeout")


def test_smtplib_speaks_over_a_checked_connection():
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def greet():
            peer, _ = listener.accept()
            with peer:
                peer.sendall(b"220 hi\r\n")
                peer.recv(1000)
                peer.sendall(b"250 ok\r\n")

        threading.Thread(target=greet, daemon=True).start()
        port = listener.getsockname()[1]
        client = smtplib.SMTP()
        client.sock = connect("127.0.0.1", port, timeout=5, allow=["127.0.0.1"])
        client.file = None
        assert client.getreply() == (220, b"hi")
        assert client.noop() == (250, b"ok")
        client.close()


def certificate_for(name, folder):
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), False)
        .sign(key, hashes.SHA256())
    )
    path = folder / f"{name}.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
    return path


@pytest.mark.parametrize("name, outcome", [("localhost", 200), ("other.test", "tls")])
def test_the_certificate_is_checked_for_the_name(tmp_path, name, outcome):
    pem = certificate_for(name, tmp_path)
    serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    serving.load_cert_chain(pem)
    asked_for = []
    serving.sni_callback = lambda _socket, host, _context: asked_for.append(host)
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def answer():
            peer, _ = listener.accept()
            try:
                with serving.wrap_socket(peer, server_side=True) as secure:
                    secure.recv(1000)
                    secure.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
            except ssl.SSLError:
                return  # the client did not like the certificate, as it should

        threading.Thread(target=answer, daemon=True).start()
        url = f"https://localhost:{listener.getsockname()[1]}/"
        trust = ssl.create_default_context(cafile=str(pem))
        try:
            result = request("GET", url, allow=["localhost"], trust=trust).status
        except ConnectionProblem as problem:
            result = problem.code
    assert (result, asked_for) == (outcome, ["localhost"])
