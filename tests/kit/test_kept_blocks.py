"""Every {% kept %} block of every page says nothing but what it names: what it does not name would be the first reader's for everybody."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.template import Node, NodeList, engines
from django.template.base import FilterExpression, Template, Variable
from django.template.loader_tags import IncludeNode

from sandali.kit.kept import KeptNode

ROOT = Path(__file__).resolve().parents[2] / "sandali"
NAMES = sorted(str(path.relative_to(path.parents[len(path.parts) - path.parts.index("templates") - 2])) for path in ROOT.rglob("templates/**/*.html"))
# What the engine or a loop gives, the same for everybody.
ALWAYS = {"forloop", "block", "True", "False", "None", "LANGUAGE_CODE"}
# What follows from something that is named, or ("") from the language and the display alone, which every block varies by.
FOLLOWS = {
    "head.snooze_day": "", "composer.day_input": "composer.today", "composer.later_day": "composer.today", "clear_url": "filter", "tabs": "tab_counts", "filters.sorts": "filter",
    "filters.states": "filter", "work.progress": "work.items", "work.done": "work.items", "work.all": "work.items", "it.identity_form.address": "it.typed",
    "it.tag_form.name": "it.typed", "it.note_form.text": "it.typed", "it.belonging_form.organisation": "it.typed", "it.belonging_form.role": "it.typed",
}  # fmt: skip


def engine() -> Any:
    return engines["django"].engine


def within(value: Any, seen: dict[int, Any]) -> Iterator[Any]:
    """Every node, expression and variable below a node."""
    if id(value) in seen:
        return
    seen[id(value)] = value  # held, as a number may come back for something else
    if isinstance(value, Node | FilterExpression | Variable | Template):
        yield value
    if isinstance(value, IncludeNode):
        name = value.template.var
        if isinstance(name, str) and not name.startswith("django/"):  # forms have their own engine
            yield from within(engine().get_template(name).nodelist, seen)
    if isinstance(value, FilterExpression):
        yield from within([value.var, value.filters], seen)
    if isinstance(value, list | tuple | NodeList | set):
        for one in value:
            yield from within(one, seen)
    elif isinstance(value, dict):
        yield from within(list(value.values()), seen)
    elif hasattr(value, "__dict__") and not isinstance(value, type):
        parts = {name: one for name, one in vars(value).items() if name not in ("origin", "token", "parser", "func", "engine")}
        yield from within(list(parts.values()), seen)


def made_inside(nodes: list[Any]) -> set[str]:
    """The names that the block's own tags give: `as`, `with`, loops."""
    names: set[str] = set()
    for node in nodes:
        for word in ("asvar", "target_var", "variable"):
            if isinstance(given := getattr(node, word, None), str):
                names.add(given)
        names.update(getattr(node, "loopvars", ()) or ())
        for word in ("extra_context", "var", "options"):
            if isinstance(given := getattr(node, word, None), dict):
                names.update(given)
    return names


def lookups(nodes: list[Any]) -> set[str]:
    """What is asked of the page: the dotted names of variables."""
    found = set()
    for node in nodes:
        if isinstance(node, Variable) and node.lookups is not None:
            found.add(".".join(node.lookups))
    return found


def unnamed(block: KeptNode) -> set[str]:
    """What the block says without naming it."""
    inside = list(within(block.nodelist, {}))
    varies = lookups(list(within(block.varies, {})))
    own = made_inside(inside) | set(block.fresh) | ALWAYS
    follows = {name for name, of in FOLLOWS.items() if of in varies | {""}}
    return {
        name for name in lookups(inside)
        if name not in follows and name.split(".")[0] not in own and not any(name == given or name.startswith(f"{given}.") for given in varies)
    }  # fmt: skip


def blocks(name: str) -> list[KeptNode]:
    return [node for node in within(engine().get_template(name).nodelist, {}) if isinstance(node, KeptNode)]


def test_what_is_not_named_is_found():
    template = engine().from_string('{% kept one.two fresh three %}{% for x in one.two %}{{ x }}{{ three }}{% endfor %}{% translate "a" as w %}{{ w }}{{ one.four }}{{ five|add:six }}{% endkept %}')
    found = [unnamed(node) for node in template.nodelist if isinstance(node, KeptNode)]
    assert found == [{"one.four", "five", "six"}]


@pytest.mark.parametrize("name", NAMES)
def test_a_kept_block_names_all_that_it_says(name):
    assert [(sorted(block.fresh), unnamed(block)) for block in blocks(name) if unnamed(block)] == []


def test_there_are_such_blocks():
    assert sum(len(blocks(name)) > 0 for name in NAMES) > 10
