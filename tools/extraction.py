"""Finds every user-visible string: gettext calls in Python, translation tags and `_("…")` in templates."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.template.base import Lexer, Token, TokenType
from django.utils.translation import trim_whitespace
from django.utils.translation.template import block_re, constant_re, endblock_re, inline_re, plural_re

# Name of the call -> positions of (context, msgid, plural) among its arguments.
CALLS = {
    **dict.fromkeys(["_", "gettext", "gettext_lazy", "gettext_noop"], (None, 0, None)),
    **dict.fromkeys(["ngettext", "ngettext_lazy"], (None, 0, 1)),
    **dict.fromkeys(["pgettext", "pgettext_lazy"], (0, 1, None)),
    **dict.fromkeys(["npgettext", "npgettext_lazy"], (0, 1, 2)),
}
CONTEXT = re.compile(r"""\scontext\s+("[^"]*"|'[^']*')""")


class NotExtractable(ValueError):
    """A translation call whose text is not written out, so that no catalogue can hold it."""


@dataclass(frozen=True, order=True)
class Message:
    """One string to translate. `plural` and `context` are empty where the string has none."""

    msgid: str
    plural: str = ""
    context: str = ""


def _literal(node: ast.expr, place: str) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    raise NotExtractable(f"{place}:{node.lineno}: a translated string must be written out, not built")


def python_messages(source: str, place: str) -> Iterator[Message]:
    """The messages of one Python file. `place` names it in errors. Raises NotExtractable."""
    for node in ast.walk(ast.parse(source, place)):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        name = getattr(node.func, "id", None) or getattr(node.func, "attr", None)
        if name not in CALLS:
            continue
        texts = [
            "" if position is None or position >= len(node.args) else _literal(node.args[position], place)
            for position in CALLS[name]
        ]
        yield Message(context=texts[0], msgid=texts[1], plural=texts[2])


def _unquoted(text: str) -> str:
    """The value of a quoted string in a template tag; percent signs doubled, as Django does when it looks it up."""
    return text[1:-1].replace("\\" + text[0], text[0]).replace("%", "%%")


def _context(contents: str) -> str:
    found = CONTEXT.search(contents)
    return found[1][1:-1] if found else ""


def _block_message(opening: Token, tokens: Iterator[Token], place: str) -> Message:
    """Reads from after `{% blocktranslate … %}` to its end; variables become `%(name)s`."""
    parts: list[list[str]] = [[], []]
    plural = 0
    for token in tokens:
        if token.token_type == TokenType.BLOCK and endblock_re.match(token.contents):
            break
        if token.token_type == TokenType.BLOCK and plural_re.match(token.contents):
            plural = 1
        elif token.token_type == TokenType.VAR:
            if not token.contents.isidentifier():
                raise NotExtractable(f"{place}:{token.lineno}: name {{{{ {token.contents} }}}} with blocktranslate's `with`")
            parts[plural].append(f"%({token.contents})s")
        elif token.token_type == TokenType.TEXT:
            parts[plural].append(token.contents.replace("%", "%%"))
        elif token.token_type == TokenType.BLOCK:
            raise NotExtractable(f"{place}:{token.lineno}: {{% {token.contents} %}} inside blocktranslate")
    trimmed = "trimmed" in opening.split_contents()
    singular, several = (trim_whitespace("".join(part)) if trimmed else "".join(part) for part in parts)
    return Message(context=_context(opening.contents), msgid=singular, plural=several)


def template_messages(source: str, place: str) -> Iterator[Message]:
    """The messages of one Django template. `place` names it in errors. Raises NotExtractable."""
    tokens = iter(Lexer(source).tokenize())
    for token in tokens:
        if token.token_type not in (TokenType.BLOCK, TokenType.VAR):
            continue
        if token.token_type == TokenType.BLOCK and token.contents == "comment":
            for skipped in tokens:
                if skipped.token_type == TokenType.BLOCK and skipped.contents == "endcomment":
                    break
            continue
        for constant in constant_re.findall(token.contents):
            yield Message(_unquoted(constant))
        if token.token_type != TokenType.BLOCK:
            continue
        if block_re.match(token.contents):
            yield _block_message(token, tokens, place)
        elif found := inline_re.match(token.contents):
            yield Message(_unquoted(found[1]), context=_context(found[2] or ""))


def messages_of(root: Path) -> set[Message]:
    """Every message of the Python files and templates under `root`. Raises NotExtractable."""
    found: set[Message] = set()
    for path in sorted(root.rglob("*.py")):
        if "migrations" not in path.parts:
            found.update(python_messages(path.read_text("utf-8"), str(path)))
    for path in sorted(root.rglob("*")):
        if "templates" in path.parts and path.suffix in {".html", ".txt", ".svg"}:
            found.update(template_messages(path.read_text("utf-8"), str(path)))
    return {message for message in found if message.msgid.strip()}
