"""The translation tool: what it finds, what it keeps, what it refuses."""

import contextlib
import gettext
import io
import json
import sys
from pathlib import Path
from types import SimpleNamespace

import polib
import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tools"))  # tools are programs, not a package

import messages

PYTHON = '''
from django.utils.translation import gettext as _, ngettext, pgettext_lazy
TITLE = pgettext_lazy("menu", "Open")
def f(n):
    return _("Answer " "them"), ngettext("%(n)s case", "%(n)s cases", n), obj.gettext("ignored? no")
'''
TEMPLATE = """
{% translate "Save 100%" %}{% translate 'Open' context "menu" as x %}{{ name|default:_("Nobody") }}
{% icon "x" label=_("Close") %}{# {% translate "commented" %} #}{% comment %}{% translate "skipped" %}{% endcomment %}
{% blocktranslate trimmed count n=total with who=a.name %}
  {{ n }} message
  from {{ who }}
{% plural %}
  {{ n }} messages from {{ who }}
{% endblocktranslate %}
"""


def run(root: Path, *words: str) -> SimpleNamespace:
    """Runs the tool as its command line does, with what it said and its exit status."""
    said, complained = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(complained):
        status = messages.main([*words, "--root", str(root)])
    return SimpleNamespace(returncode=status, stdout=said.getvalue(), stderr=complained.getvalue())


def persian(root: Path) -> dict[str, polib.POEntry]:
    return {entry.msgid: entry for entry in polib.pofile(str(root / "locale/fa/LC_MESSAGES/django.po"))}


@pytest.fixture
def project(tmp_path):
    (tmp_path / "sandali/templates").mkdir(parents=True)
    (tmp_path / "locale/pending").mkdir(parents=True)
    (tmp_path / "sandali/words.py").write_text(PYTHON, "utf-8")
    (tmp_path / "sandali/templates/page.html").write_text(TEMPLATE, "utf-8")
    return tmp_path


def pend(root: Path, translations: dict) -> None:
    (root / "locale/pending/somebody.json").write_text(json.dumps(translations), "utf-8")
    assert run(root, "pending").stdout == "1 pending files merged\n"


def test_every_string_of_python_and_templates_is_found(project):
    assert run(project, "extract").stdout == "8 messages\n"
    found = {(entry.msgid, entry.msgid_plural, entry.msgctxt) for entry in persian(project).values()}
    assert found == {
        ("Answer them", "", None),
        ("%(n)s case", "%(n)s cases", None),
        ("ignored? no", "", None),
        ("Open", "", "menu"),
        ("Save 100%%", "", None),
        ("Nobody", "", None),
        ("Close", "", None),
        ("%(n)s message from %(who)s", "%(n)s messages from %(who)s", None),
    }


def test_a_second_extraction_changes_nothing(project):
    run(project, "extract")
    before = (project / "locale/fa/LC_MESSAGES/django.po").read_bytes()
    run(project, "extract")
    assert (project / "locale/fa/LC_MESSAGES/django.po").read_bytes() == before


def test_a_built_string_is_refused_with_its_place(project):
    (project / "sandali/words.py").write_text("_ = str\nprint(_(f'{1} cases'))\n", "utf-8")
    result = run(project, "extract")
    assert result.returncode == 1
    assert "words.py:2: a translated string must be written out" in result.stderr


def test_a_translation_survives_extraction_and_an_unused_one_waits_until_it_is_dropped(project):
    pend(project, {"Close": "بستن", "Gone": "رفته"})
    run(project, "extract")
    assert (persian(project)["Close"].msgstr, persian(project)["Gone"].obsolete) == ("بستن", True)
    assert "“Gone”: no longer used" in run(project, "check").stderr
    run(project, "extract", "--drop")
    assert "Gone" not in persian(project)


def test_a_pending_file_is_removed_once_merged_and_a_broken_one_is_kept(project):
    (project / "locale/pending/broken.json").write_text("{", "utf-8")
    pend(project, {"Close": "بستن"})
    assert [file.name for file in (project / "locale/pending").iterdir()] == ["broken.json"]


def test_plural_forms_reach_the_compiled_catalogue(project):
    run(project, "extract")
    pend(project, {"%(n)s case": {"plural": "%(n)s cases", "fa": ["یک پرونده", "%(n)s پرونده"]}})
    run(project, "compile")
    with (project / "locale/fa/LC_MESSAGES/django.mo").open("rb") as file:
        catalogue = gettext.GNUTranslations(file)
    found = [catalogue.ngettext("%(n)s case", "%(n)s cases", count) for count in (1, 2)]
    assert found == ["یک پرونده", "%(n)s پرونده"]
    assert run(project, "compile").stdout == ""


COMPLETE = {
    "Answer them": "پاسخ بدهید",
    "ignored? no": "نه",
    "Save 100%%": "ذخیره",
    "Nobody": "هیچ‌کس",
    "Close": "بستن",
    "Open": {"context": "menu", "fa": ["باز کنید"]},
    "%(n)s case": {"plural": "%(n)s cases", "fa": ["%(n)s پرونده", "%(n)s پرونده"]},
    "%(n)s message from %(who)s": {
        "plural": "%(n)s messages from %(who)s",
        "fa": ["یک پیام از %(who)s", "%(n)s پیام از %(who)s"],
    },
}


def test_a_whole_catalogue_passes(project):
    run(project, "extract")
    pend(project, COMPLETE)
    result = run(project, "check")
    assert (result.returncode, result.stderr) == (0, "")


@pytest.mark.parametrize(
    ("msgid", "persian_text", "fault"),
    [
        ("Close", "", "not translated"),
        ("Close", "می شود", "«می» and a space"),
        ("Close", "كتاب", "an Arabic ي or ك"),
        ("Close", "بستن ۱ از 2", "Latin digits"),
        ("Close", "بستن!", "a Latin punctuation mark"),
        ("Close", "پرونده ها", "«ها» after a space"),
        ("Close", "بستن %(n)s", "placeholders differ"),
        ("%(n)s message from %(who)s", "%(n)s پیام", "the last form lacks ['%(who)s']"),
    ],
)
def test_a_fault_in_the_persian_is_named(project, msgid, persian_text, fault):
    run(project, "extract")
    given = COMPLETE[msgid]
    changed = {**given, "fa": [persian_text]} if isinstance(given, dict) else persian_text
    pend(project, {**COMPLETE, msgid: changed})
    result = run(project, "check")
    assert (result.returncode, result.stderr.count("\n")) == (1, 2)
    assert fault in result.stderr


def test_latin_names_and_code_may_hold_digits(project):
    run(project, "extract")
    pend(project, {**COMPLETE, "Close": "نشانی IPv4 و UTF-8 و <b class=\"h2\">متن</b>"})
    assert run(project, "check").stderr == ""
