"""What speaks for a program: links and little else, and whose an address of the internet is."""

import pytest

from sandali.channels.webform.judging import is_little_but_links, network_of


@pytest.mark.parametrize(
    ("text", "doubtful"),
    [
        ("سلام، سفارش من نرسیده است", False), ("", False), ("https://shop.example/order/12", True), ("Buy now http://x.example", True),
        ("این صفحه باز نمی‌شود و خطا می‌دهد: https://shop.example/pay", False), (" ".join(["word"] * 50 + [f"http://{n}.example" for n in range(5)]), True),
        ("WWW.EXAMPLE.COM best price", True),
    ],
)  # fmt: skip
def test_links_without_words_around_them_are_doubtful(text, doubtful):
    assert is_little_but_links(text) is doubtful


@pytest.mark.parametrize(
    ("address", "network"),
    [("192.0.2.7", "192.0.2.7"), ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"), ("2001:db8:1:2::ffff", "2001:db8:1:2::"), ("::ffff:192.0.2.7", "192.0.2.7"), ("fe80::1%eth0", "fe80::"), ("", "none"), ("x", "none")],
)  # fmt: skip
def test_a_network_is_an_address_or_the_sixty_four_bits_of_one(address, network):
    assert network_of(address) == network
