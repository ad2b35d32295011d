"""The picker's arithmetic in JavaScript against the Python it was written from, and the element in a real browser."""

import json
import shutil
import subprocess
from datetime import date, timedelta
from pathlib import Path

import pytest

import sandali.kit
from sandali.kit.jalali import JalaliDate, is_leap, parse_date
from tools.shots import chromium

SCRIPTS = Path(sandali.kit.__file__).parent / "static" / "kit" / "js"
NAMES = ("s-date-calendar.js", "s-date-page.js", "s-date.js")
EPOCH = date(1970, 1, 1)


def run_javascript(body):
    """What `body` (an expression) gives in Node with the calendar script loaded, through JSON."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed")
    source = (SCRIPTS / NAMES[0]).read_text(encoding="utf-8") + f"\nconsole.log(JSON.stringify(({body})(globalThis.sandali.calendar)));"
    return json.loads(subprocess.run([node, "-"], input=source, capture_output=True, text=True, check=True, encoding="utf-8").stdout)


@pytest.mark.reliability("O2")
def test_every_day_from_1930_to_2079_is_the_same_in_javascript():
    first, last = date(1930, 1, 1), date(2079, 12, 31)
    days = run_javascript(
        f"""(calendar) => {{
          const {{ jalali, gregorian }} = calendar.systems, days = [];
          for (let day = {(first - EPOCH).days}; day <= {(last - EPOCH).days}; day += 1) {{
            const parts = jalali.fromDay(day), western = gregorian.fromDay(day);
            if (jalali.toDay(...parts) !== day || gregorian.toDay(...western) !== day) throw new Error(day);
            days.push([...parts, calendar.iso(day), calendar.weekday(day)]);
          }}
          return days;
        }}"""
    )
    assert len(days) == (last - first).days + 1 == 54_787
    wrong = []
    for number, (year, month, number_of_day, iso, weekday) in enumerate(days):
        day = first + timedelta(days=number)
        expected = JalaliDate.from_gregorian(day)
        if ((expected.year, expected.month, expected.day), day.isoformat(), day.isoweekday() % 7) != ((year, month, number_of_day), iso, weekday):
            wrong.append((day, year, month, number_of_day, iso, weekday))
    assert wrong == []


@pytest.mark.reliability("O2")
def test_leap_years_are_the_same_in_javascript():
    assert run_javascript("(calendar) => Array.from({ length: 293 }, (_, at) => calendar.isLeap(1206 + at))") == [
        is_leap(year) for year in range(1206, 1499)
    ]


def test_typed_dates_are_read_as_python_reads_them():
    typed = ["۱۴۰۵/۰۸/۳۰", "1405-8-30", "30.8.1405", "2026-11-21", "٣٠/٨/١٤٠٥", "２０２６-１１-２１", " ۱۴۰۵ / ۸ / ۳۰ "]
    refused = ["", "1404/12/30", "1405/13/1", "2026-02-30", "x", "0000/01/01", "1405/8"]
    found = run_javascript(f"(calendar) => {json.dumps(typed + refused)}.map(calendar.parse).map((day) => day === null ? null : calendar.iso(day))")
    assert found == [parse_date(one, "fa").isoformat() for one in typed] + [None] * len(refused)


def test_a_month_later_is_the_same_day_or_the_months_last():
    days = run_javascript(
        """(calendar) => [["1405/6/31", 1], ["1405/6/31", 6], ["1403/12/30", 12], ["1405/1/1", -1], ["1405/1/1", -13]].map(
          ([from, months]) => calendar.numeric(calendar.shiftMonth(calendar.parse(from), months, "jalali"), "jalali", "en"))"""
    )
    assert days == ["1405/07/30", "1405/12/29", "1404/12/29", "1404/12/01", "1403/12/01"]


# --- In a browser ----------------------------------------------------------------------------------------------------
PAGE = """<!doctype html><html lang="{language}" dir="{direction}"><head><meta charset="utf-8"><title>x</title></head><body><form>
<label for="day">Day</label><s-date calendar="{calendar}" lang="{language}" week-start="{week}" min="2026-03-21" max="2027-12-31"
label-open="Choose a date" label-previous="Previous month"><input type="text" id="day" name="day" value="{value}"></s-date>
<input name="after"></form></body></html>"""


@pytest.fixture(scope="module")
def browser():
    playwright = pytest.importorskip("playwright.sync_api")
    program = chromium()
    if program is None:
        pytest.skip("Chromium is not installed")
    with playwright.sync_playwright() as player:
        shown = player.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield shown
        shown.close()


@pytest.fixture
def open_page(browser):
    pages = []

    def open_one(language, value):
        persian = language == "fa"
        page = browser.new_page()
        pages.append(page)
        page.set_content(
            PAGE.format(
                language=language, direction="rtl" if persian else "ltr", calendar="jalali" if persian else "gregorian",
                week=6 if persian else 1, value=value,
            )  # fmt: skip
        )
        # As the build joins them: each in a block of its own.
        page.add_script_tag(content="".join(f"{{\n{(SCRIPTS / name).read_text(encoding='utf-8')}\n}}\n" for name in NAMES))
        return page

    yield open_one
    for page in pages:
        page.close()


def posted(page):
    return page.evaluate("[...new FormData(document.forms[0]).entries()]")


def focused(page):
    return page.evaluate("document.activeElement.getAttribute('aria-label') || document.activeElement.id")


@pytest.mark.browser
def test_a_shown_jalali_date_is_posted_as_iso_once(open_page):
    page = open_page("fa", "۱۴۰۵/۰۸/۳۰")
    assert posted(page) == [["day", "2026-11-21"], ["after", ""]]
    page.fill("#day", "30 آبان")
    assert posted(page) == [["day", "30 آبان"], ["after", ""]]
    page.fill("#day", "")
    assert posted(page) == [["day", ""], ["after", ""]]


@pytest.mark.browser
def test_the_arrows_follow_the_eye_in_persian(open_page):
    page = open_page("fa", "۱۴۰۵/۰۸/۳۰")
    page.focus("#day")
    page.keyboard.press("ArrowDown")
    walk = []
    for key in ("ArrowLeft", "ArrowRight", "ArrowDown", "ArrowUp", "End", "Home", "PageDown", "PageUp", "Shift+PageDown"):
        page.keyboard.press(key)
        walk.append(focused(page))
    assert walk == [
        "یکشنبه ۱ آذر ۱۴۰۵", "شنبه ۳۰ آبان ۱۴۰۵", "شنبه ۷ آذر ۱۴۰۵", "شنبه ۳۰ آبان ۱۴۰۵", "جمعه ۶ آذر ۱۴۰۵", "شنبه ۳۰ آبان ۱۴۰۵",
        "دوشنبه ۳۰ آذر ۱۴۰۵", "شنبه ۳۰ آبان ۱۴۰۵", "یکشنبه ۳۰ آبان ۱۴۰۶",
    ]  # fmt: skip
    page.keyboard.press("Enter")
    assert (page.input_value("#day"), focused(page)) == ("۱۴۰۶/۰۸/۳۰", "day")
    assert posted(page)[0] == ["day", "2027-11-21"]


@pytest.mark.browser
def test_english_reads_left_to_right_and_gregorian(open_page):
    page = open_page("en", "2026-11-21")
    page.focus("#day")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    assert focused(page) == "Sunday 22 November 2026"
    page.keyboard.press("Home")
    assert focused(page) == "Monday 16 November 2026"
    page.keyboard.press("Space")
    assert (page.input_value("#day"), posted(page)[0]) == ("2026-11-16", ["day", "2026-11-16"])


@pytest.mark.browser
def test_escape_leaves_the_date_as_it_was(open_page):
    page = open_page("fa", "۱۴۰۵/۰۸/۳۰")
    page.click("button[aria-haspopup]")
    assert page.get_attribute("button[aria-haspopup]", "aria-expanded") == "true"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    assert (focused(page), posted(page)[0]) == ("day", ["day", "2026-11-21"])
    assert page.get_attribute("button[aria-haspopup]", "aria-expanded") == "false"


@pytest.mark.browser
def test_a_day_outside_the_limits_cannot_be_chosen(open_page):
    page = open_page("fa", "۱۴۰۵/۰۱/۰۱")
    page.click("button[aria-haspopup]")
    assert page.get_attribute("td[tabindex='0']", "aria-disabled") is None
    page.keyboard.press("ArrowRight")
    assert page.get_attribute("td[tabindex='0']", "aria-disabled") == "true"
    page.keyboard.press("Enter")
    assert page.input_value("#day") == "۱۴۰۵/۰۱/۰۱"


@pytest.mark.browser
def test_the_grid_is_a_week_by_week_table_with_one_stop(open_page):
    page = open_page("fa", "۱۴۰۵/۰۸/۳۰")
    page.click("button[aria-haspopup]")
    assert page.locator("[role=grid] tbody tr").count() == 6
    assert page.locator("[role=grid] tbody td").count() == 42
    assert page.locator("[role=grid] [tabindex='0']").count() == 1
    assert page.locator("[aria-selected=true]").all_inner_texts() == ["۳۰"]
    assert page.locator(".s-date-title").inner_text() == "آبان ۱۴۰۵"
    assert page.locator("th").first.get_attribute("aria-label") == "شنبه"
    page.click("[aria-label='Previous month']")
    assert (page.locator(".s-date-title").inner_text(), focused(page)) == ("مهر ۱۴۰۵", "Previous month")
    page.click(".s-date-clear")
    assert posted(page)[0] == ["day", ""]


@pytest.mark.browser
@pytest.mark.parametrize("language, value", [("fa", "۱۴۰۵/۰۸/۳۰"), ("en", "2026-11-21")])
def test_the_open_calendar_has_no_accessibility_findings(open_page, language, value):
    axe = Path(sandali.kit.__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
    if not axe.exists():
        pytest.skip("axe-core is not installed")
    page = open_page(language, value)
    page.add_script_tag(content=axe.read_text(encoding="utf-8"))
    page.click("button[aria-haspopup]")
    found = page.evaluate("axe.run('s-date').then((result) => [result.violations.map((one) => one.id), result.passes.length])")
    assert found[0] == []
    assert found[1] > 5
