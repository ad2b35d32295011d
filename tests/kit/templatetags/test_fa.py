"""The filters and the tag follow the current display."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.template import Context, Engine

from sandali.kit.dates import displayed

MOMENT = datetime(2020, 11, 20, 9, 10, 5, tzinfo=UTC)
ENGINE = Engine(libraries={"fa": "sandali.kit.templatetags.fa"})


def shown(source, language="fa", **values):
    with displayed(language, "Asia/Tehran" if language == "fa" else "UTC"):
        return ENGINE.from_string("{% load fa %}" + source).render(Context(values))


@pytest.mark.parametrize(
    "source, value, persian, english",
    [
        ("{{ x|digits }}", "AV-1882", "AV-۱۸۸۲", "AV-1882"),
        ("{{ x|digits }}", 12, "۱۲", "12"),
        ("{{ x|code }}", "TX-410", "TX-410", "TX-410"),
        ("{{ x|code }}", "60-12", "۶۰-۱۲", "60-12"),
        ("{{ x|digits }}", None, "", ""),
        ("{{ x|number }}", 1234, "۱٬۲۳۴", "1,234"),
        ("{{ x|number:1 }}", Decimal("2.25"), "۲٫۳", "2.3"),
        ("{{ x|percent }}", 0.5, "۵۰٪", "50%"),
        ("{{ x|short }}", 8_700_000_000, "۸٫۷\u00a0میلیارد", "8.7\u00a0billion"),
        ("{{ x|money }}", 120_000, "۱۲٬۰۰۰\u00a0تومان", "12,000\u00a0tomans"),
        ("{{ x|filesize_fa }}", 2048, "۲\u00a0کیلوبایت", "2\u00a0kB"),
        ("{{ x|date_long }}", MOMENT, "جمعه ۳۰ آبان ۱۳۹۹", "Fri 20 Nov 2020"),
        ("{{ x|date_medium }}", MOMENT, "۳۰ آبان ۱۳۹۹", "20 Nov 2020"),
        ("{{ x|date_short }}", MOMENT, "۳۰ آبان", "20 Nov"),
        ("{{ x|date_numeric }}", date(2020, 11, 20), "۱۳۹۹/۰۸/۳۰", "2020-11-20"),
        ("{{ x|clock }}", MOMENT, "۱۲:۴۰", "09:10"),
        ("{{ x|moment }}", MOMENT, "۳۰ آبان ۱۳۹۹، ۱۲:۴۰", "20 Nov 2020, 09:10"),
        ("{{ x|ago }}", MOMENT, "۳۰ آبان ۱۳۹۹", "20 Nov 2020"),
        ("{{ x|phone }}", "+989123456789", "۰۹۱۲ ۳۴۵ ۶۷۸۹", "0912 345 6789"),
        ("{{ x|moment }}{{ x|ago }}{{ x|clock }}{{ x|date_long }}{{ x|phone }}{{ x|money }}{{ x|short }}", None, "", ""),
    ],
)
def test_a_value_is_shown_in_the_readers_language(source, value, persian, english):
    assert shown(source, x=value) == persian
    assert shown(source, "en", x=value) == english


def test_the_time_tag_holds_the_exact_moment():
    assert shown("{% time x %}", x=MOMENT) == (
        '<time datetime="2020-11-20T09:10:05+00:00" title="جمعه ۳۰ آبان ۱۳۹۹، ۱۲:۴۰">۳۰ آبان ۱۳۹۹</time>'
    )
    assert shown("{% time x 'clock' %}", "en", x=MOMENT) == (
        '<time datetime="2020-11-20T09:10:05+00:00" title="Fri 20 Nov 2020, 09:10">09:10</time>'
    )
    assert shown("{% time x 'short' %}", x=date(2020, 11, 20)) == '<time datetime="2020-11-20" title="جمعه ۳۰ آبان ۱۳۹۹">۳۰ آبان</time>'
    assert shown("{% time x %}", x=None) == ""
