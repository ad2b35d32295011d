"""The tags: the gallery shows every one of them, and the frame follows language, theme and cookies."""

import re
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from sandali.kit.gallery import gallery_context
from sandali.kit.templatetags import kit

TEMPLATES = Path(kit.__file__).parents[1] / "templates"
# Made for code around components, not pieces that are looked at.
NOT_SHOWN = {"url", "file_input", "attrs", "kit_static", "html_attributes", "company_name", "form_errors", "form_fields", "moment", "toast"}


def gallery(language: str, **cookies: str) -> str:
    request = RequestFactory().get("/", headers={"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())})
    with translation.override(language):
        return render_to_string("kit/gallery.html", gallery_context(), request)


def test_every_tag_is_on_the_gallery_page():
    shown = "".join(path.read_text(encoding="utf-8") for path in TEMPLATES.rglob("*.html"))
    used = set(re.findall(r"{%\s*(\w+)", shown))
    assert sorted(set(kit.register.tags) - used - NOT_SHOWN) == []


@pytest.mark.parametrize(("language", "start"), [("fa", 'lang="fa" dir="rtl"'), ("en", 'lang="en" dir="ltr"')])
def test_the_page_says_its_language_and_direction(language, start):
    assert gallery(language).count(f'<html {start} data-theme="auto">') == 1


def test_the_theme_stands_in_the_first_byte_so_that_nothing_flashes():
    assert gallery("en", theme="dark", density="dense").count('<html lang="en" dir="ltr" data-theme="dark" data-density="dense">') == 1


def test_a_forged_theme_is_ignored():
    assert gallery("en", theme='"><script>').count('data-theme="auto"') == 1


def test_no_page_carries_inline_script_or_style():
    assert re.findall(r"<script(?![^>]* src=)|<style| style=| on\w+=", gallery("fa")) == []


def test_persian_pages_show_no_ascii_digit_outside_codes():
    html = re.sub(r"(?s)<(head|code|kbd|svg|option)\b.*?</\1>|<bdi>.*?</bdi>|<span class=\"ltr\">.*?</span>", "", gallery("fa"))
    texts = re.findall(r">([^<]*[0-9][^<]*)<", html)
    assert [text for text in texts if not re.search(r"[A-Z]{2}|\.jpg", text) and "55" not in text] == []
