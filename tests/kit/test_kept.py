"""kit/kept.py: HTML kept by everything that it says."""

from django.template import Context, Template
from django.utils import translation

from sandali.kit.kept import Kept


def rendered(template: Template, **given: object) -> str:
    return template.render(Context(given))


def test_the_longest_unused_goes_first():
    kept: Kept[int] = Kept(2)
    for key in ("a", "b", "a", "c"):
        kept.get(key, lambda: 1)
    assert list(kept.values) == ["a", "c"]


def test_a_value_is_made_once():
    kept: Kept[int] = Kept(2)
    kept.get("a", lambda: 1)
    assert kept.get("a", lambda: 2) == 1


def test_a_block_is_made_once_for_the_same_values_and_says_what_is_fresh():
    asked = []
    template = Template("{% kept name fresh token %}{{ name }}{{ costly }} {{ token }}{% endkept %}")
    first = rendered(template, name="a", token="1", costly=lambda: asked.append(1) or "!")
    second = rendered(template, name="a", token="2", costly=lambda: asked.append(1) or "!")
    assert (first, second, len(asked)) == ("a! 1", "a! 2", 1)


def test_other_values_are_another_block():
    template = Template("{% kept name places %}{{ name }}{{ places|length }}{% endkept %}")
    assert [rendered(template, name=name, places=places) for name, places in (("a", [1]), ("b", [1]), ("a", [1, 2]))] == ["a1", "b1", "a2"]


def test_a_fresh_value_is_escaped():
    assert rendered(Template("{% kept fresh said %}<p>{{ said }}</p>{% endkept %}"), said='<b a="">') == "<p>&lt;b a=&quot;&quot;&gt;</p>"


def test_a_fresh_value_that_is_empty_stays_empty_for_a_condition_and_zero_is_not_empty():
    template = Template("{% kept fresh said %}{% if said %}says {{ said }}{% else %}silent{% endif %}{% endkept %}")
    assert [rendered(template, said=said) for said in ("x", "", "y", 0)] == ["says x", "silent", "says y", "says 0"]


def test_safe_and_unsafe_text_are_not_taken_for_each_other():
    template = Template("{% kept said %}{{ said }}{% endkept %}")
    assert [rendered(template, said=said) for said in ("<b>", Template("<b>").render(Context()))] == ["&lt;b&gt;", "<b>"]


def test_each_language_has_its_own():
    template = Template('{% kept %}{% translate "Inbox" %}{% endkept %}')
    said = []
    for language in ("en", "fa"):
        with translation.override(language):
            said.append(rendered(template))
    assert (said[0], said[0] == said[1]) == ("Inbox", False)
