"""kit/markup_text.py gives, for whatever value, what Django's own functions give."""

from decimal import Decimal

import pytest
from django.utils import html
from django.utils.functional import lazystr
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from sandali.kit.markup_text import escaped, format_html, format_html_join


class Written(str):
    """A text that says of itself that it is HTML, in another way than Django's."""

    def __html__(self):
        return "<i>written</i>"


VALUES = [
    "", "سلام", "<b>\"quoted\" & 'so'</b>", "&amp;", SafeString("<b>ours</b>"), Written("x<y"), 12, -1, 2**70, True, None, 1.5, Decimal("1.50"),
    gettext_lazy("Inbox"), lazystr("<lazy>"), b"<bytes>", ["<a>"], ("<b>",), {"<c>": 1}, object,
]  # fmt: skip


@pytest.mark.parametrize("value", VALUES, ids=repr)
@pytest.mark.reliability("E9")
def test_a_value_is_escaped_as_django_does(value):
    found = escaped(value)
    assert (str(found), format_html("<p>{}</p>", value)) == (str(html.conditional_escape(value)), html.format_html("<p>{}</p>", value))
    assert type(format_html("{}", value)) is SafeString


def test_places_with_names_and_lazy_templates_work_as_djangos():
    for ours, theirs in ((format_html, html.format_html),):
        assert ours("{a} {0} {a}", "<", a="&") == theirs("{a} {0} {a}", "<", a="&")
        assert ours(gettext_lazy("Inbox"), 1) == theirs(gettext_lazy("Inbox"), 1)


def test_rows_are_joined_and_what_stands_between_is_escaped_too():
    rows = [("<a>", 1), (SafeString("<b>"), "&")]
    assert format_html_join(" & ", "{}={}", rows) == html.format_html_join(" & ", "{}={}", rows)
