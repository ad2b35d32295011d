"""The installed app: its manifest in the page's language, a worker that changes with what it keeps, a page that knows nobody."""

import json
import re

import pytest
from django.contrib.staticfiles import finders

from sandali.company.models import Company
from sandali.desk.comfort import installing
from sandali.kit.assets import BUILT
from sandali.kit.web_push import own_public_key

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("language", "direction", "short"), [("fa", "rtl", "صندلی"), ("en", "ltr", "Sandali")])
def test_the_manifest_speaks_the_language_of_the_page_that_links_it(client, cast, language, direction, short):
    answer = client.get(f"/manifest.webmanifest?language={language}")
    about = answer.json()
    assert answer["Content-Type"] == "application/manifest+json"
    assert (about["lang"], about["dir"], about["short_name"]) == (language, direction, short)
    assert "Simorgh" in about["name"]
    assert (about["id"], about["start_url"], about["scope"], about["display"]) == ("/", "/", "/", "standalone")
    assert [entry["url"] for entry in about["shortcuts"]] == ["/cases/", "/cases/new/", "/customers/"]


def test_without_a_wish_the_manifest_is_in_the_readers_language(client, cast):
    cast.sara.language = "en"
    cast.sara.save()
    client.force_login(cast.sara)
    assert client.get("/manifest.webmanifest").json()["lang"] == "en"
    assert client.get("/manifest.webmanifest?language=xx").json()["lang"] == "en"


@pytest.mark.skipif(not BUILT.exists(), reason="the page assets are not built (python -m sandali.kit.assets)")
def test_every_icon_of_the_manifest_is_a_file_of_that_size(client, cast):
    from PIL import Image

    icons = client.get("/manifest.webmanifest").json()["icons"]
    assert [(icon["sizes"], icon["purpose"]) for icon in icons] == list(installing.ICONS)
    for icon in icons:
        with Image.open(finders.find(icon["src"].removeprefix("/static/"))) as picture:
            assert "x".join(map(str, picture.size)) == icon["sizes"]


def facts(client):
    """What the worker was given, from its text."""
    return json.loads(re.match(r"const SANDALI = (.*);\n", client.get("/sw.js").content.decode())[1])


def test_the_worker_is_a_script_for_the_whole_site_that_is_asked_for_each_time(client, cast):
    answer = client.get("/sw.js")
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("text/javascript; charset=utf-8", "no-cache")
    assert "default-src 'self'" in answer["Content-Security-Policy"]
    assert "Set-Cookie" not in answer


def test_the_worker_keeps_built_files_and_the_pages_for_no_connection_and_nothing_else(client, cast):
    client.force_login(cast.sara)
    about = facts(client)
    assert all(re.fullmatch(r"/static/kit/built/[\w.-]+", address) for address in about["assets"])
    assert about["offline"] == {"fa": "/offline/?language=fa", "en": "/offline/?language=en"}
    assert about["visits"] == {"fa": "/visits/kept/?language=fa", "en": "/visits/kept/?language=en"}
    assert (about["written"], about["usual"]) == (["/visits/", "/cases/new/"], "fa")


def test_the_version_is_that_of_what_is_kept(client, cast, monkeypatch, tmp_path):
    """An older worker can never go on with older files: the script differs as soon as one byte of an asset does."""
    for name in (*installing.ASSETS, installing.WORKER):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("one")
    monkeypatch.setattr(installing, "SOURCE", tmp_path)
    versions = [facts(client)["version"], facts(client)["version"]]
    (tmp_path / "built/sandali.css").write_text("another")
    versions.append(facts(client)["version"])
    (tmp_path / "js/sw-push.js").write_text("push")
    versions.append(facts(client)["version"])
    Company.objects.update(name="Homa")
    versions.append(facts(client)["version"])
    assert [versions.index(version) for version in versions] == [0, 0, 2, 3, 4]


def test_the_part_for_push_is_loaded_only_where_it_exists(client, cast, monkeypatch, tmp_path):
    (tmp_path / "js").mkdir()
    (tmp_path / "js/sw.js").write_text("")
    monkeypatch.setattr(installing, "SOURCE", tmp_path)
    before = facts(client)["push"]
    (tmp_path / "js/sw-push.js").write_text("")
    assert (before, facts(client)["push"]) == ("", "/static/kit/js/sw-push.js")


@pytest.mark.parametrize(("language", "says"), [("fa", "ارتباط برقرار نیست"), ("en", "There is no connection")])
def test_the_offline_page_is_the_same_for_everybody(client, cast, language, says):
    address = f"/offline/?language={language}"
    stranger = client.get(address)
    assert "Set-Cookie" not in stranger
    client.force_login(cast.sara)
    sara = client.get(address)
    html = stranger.content.decode()
    assert sara.content == stranger.content
    assert f'lang="{language}"' in html and says in html
    assert "Sara" not in html and "csrfmiddlewaretoken" not in html


def test_before_the_set_up_the_browser_gets_what_it_asks_for(client, db):
    assert [client.get(path).status_code for path in ("/manifest.webmanifest", "/sw.js", "/offline/")] == [200, 200, 200]


def test_each_page_links_the_manifest_and_names_its_colours(client, cast):
    client.force_login(cast.sara)
    html = client.get("/cases/").content.decode()
    assert html.count('<link rel="manifest" href="/manifest.webmanifest?language=fa">') == 1
    assert re.findall(r'name="theme-color" media="\(prefers-color-scheme: (\w+)\)" content="(#\w+)"', html) == [("light", "#f4f6f8"), ("dark", "#0d1216")]
    cast.sara.theme = "dark"
    cast.sara.save()
    assert re.findall(r'name="theme-color" content="(#\w+)"', client.get("/cases/").content.decode()) == ["#0d1216"]


def test_the_colours_are_those_of_the_stylesheet():
    from sandali.kit.assets import SOURCE
    from sandali.kit.templatetags.kit import BACKGROUNDS

    tokens = (SOURCE / "css/tokens.css").read_text(encoding="utf-8")
    assert re.search(r"--bg: light-dark\((#\w+), (#\w+)\)", tokens).groups() == tuple(BACKGROUNDS.values())
    assert BACKGROUNDS["light"] == installing.BACKGROUND


def test_the_worker_knows_where_a_renewed_subscription_is_told(client, cast):
    assert facts(client)["renewal"] == {"key": own_public_key(), "url": "/notices/browsers/", "token": "/me/token/"}
