"""The house rules of DESIGN 2 as functions: each takes one file and names what breaks the rule, as `line: why`."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath

# The limits, in lines. They stand here and nowhere else.
FILE_LINES, FUNCTION_LINES, TEMPLATE_LINES, SCRIPT_LINES, STYLE_LINES = 400, 40, 150, 150, 250
CARD_LINES = range(4, 21)

FRONT_DOORS = {"desk", "portal", "exchange"}
HTTP = ("django.http", "django.shortcuts", "django.views", "django.urls")
HTTP_IN_KIT = re.compile(r"^sandali/kit/(htmx|middleware|failures|page_addresses|gallery\w*|templatetags/\w+|gallery/\w+)\.py$")
NOQA = re.compile(r"noqa(:\s*[A-Z]+\d+([,\s]+[A-Z]+\d+)*)?")
MODEL_SIGNALS = ("django.db.models.signals", "django.dispatch")
MARKS_SAFE = {"mark_safe", "SafeString", "SafeText"}


@dataclass(frozen=True)
class File:
    """One file: `path` is relative to the repository, with slashes."""

    path: str
    text: str

    @cached_property
    def lines(self) -> list[str]:
        return self.text.splitlines()

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text, self.path)

    @cached_property
    def nodes(self) -> list[ast.AST]:
        """Everything in the tree, gone through once for all rules."""
        return list(ast.walk(self.tree))

    @property
    def room(self) -> str:
        """The room a file of sandali/ is in; empty for settings.py and its like."""
        parts = PurePosixPath(self.path).parts
        return parts[1] if parts[0] == "sandali" and len(parts) > 2 else ""

    def reasoned(self, number: int, comment: str = "#") -> bool:
        """Whether line `number`, or the line above it, carries a comment that says something besides `noqa`."""
        own = self.lines[number - 1].partition(comment)[2]
        above = self.lines[number - 2].strip() if number > 1 else ""
        words = [own, above.removeprefix(comment)] if above.startswith(comment) else [own]
        return any(len(re.findall(r"\w", NOQA.sub("", text))) >= 10 for text in words)


Offences = Iterator[str]


def imported(node: ast.AST) -> list[str]:
    """The modules and names that an import statement asks for, dotted; relative ones begin with a dot."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        module = "." * node.level + (node.module or "")
        return [module, *(f"{module}.{alias.name}" for alias in node.names)]
    return []


def _only_for_types(file: File) -> set[ast.AST]:
    """Everything below `if TYPE_CHECKING:`, which is never imported at run time."""
    if "TYPE_CHECKING" not in file.text:
        return set()
    blocks = [node for node in file.nodes if isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING")]
    return {inner for block in blocks for inner in ast.walk(block)}


def within(name: str, packages: tuple[str, ...]) -> bool:
    """Whether a dotted name is one of `packages` or inside one."""
    return any(name == package or name.startswith(package + ".") for package in packages)


# --- Python ------------------------------------------------------------------------------------------------------------
def http_below_the_front_doors(file: File) -> Offences:
    """Only desk, portal and exchange know HTTP."""
    if not file.room or file.room in FRONT_DOORS or HTTP_IN_KIT.match(file.path):
        return
    if PurePosixPath(file.path).name in {"views.py", "urls.py"}:
        yield "1: views and urls live in the front doors"
    for node in set(file.nodes) - _only_for_types(file):
        if any(within(name, HTTP) for name in imported(node)):
            yield f"{node.lineno}: HTTP below the front doors: {ast.unparse(node)}"


def unexplained_inner_import(file: File) -> Offences:
    """An import inside a function says why it is not at the top."""
    functions = [node for node in file.nodes if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    inner = {node for function in functions for node in ast.walk(function) if isinstance(node, ast.Import | ast.ImportFrom)}
    reasoned_to = 0  # a reason covers the imports that follow on the next lines
    for node in sorted(inner, key=lambda node: node.lineno):
        if file.reasoned(node.lineno) or node.lineno == reasoned_to + 1:
            reasoned_to = node.end_lineno or node.lineno
        else:
            yield f"{node.lineno}: an import inside a function, without a reason on its line"


def long_function(file: File) -> Offences:
    """A function fits on a screen."""
    for node in file.nodes:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > FUNCTION_LINES:
                yield f"{node.lineno}: {node.name} has {length} lines (at most {FUNCTION_LINES})"


def signal_receiver(file: File) -> Offences:
    """What follows from what is said in one list (EVENT_LISTENERS), never by Django's model signals."""
    for node in file.nodes:
        if any(within(name, MODEL_SIGNALS) for name in imported(node)):
            yield f"{node.lineno}: a signal: record an event and listen by name instead"


def save_override(file: File) -> Offences:
    """Writes are verbs in actions.py, never hidden in save(). A library's form may ask for a save of its own: with a reason."""
    for node in file.nodes:
        if isinstance(node, ast.ClassDef):
            for member in node.body:
                if isinstance(member, ast.FunctionDef) and member.name == "save" and not file.reasoned(member.lineno):
                    yield f"{member.lineno}: {node.name}.save is overridden"


def unexplained_broad_except(file: File) -> Offences:
    """Catching everything needs a reason on its line, unless the error goes on."""
    for node in file.nodes:
        if not isinstance(node, ast.ExceptHandler):
            continue
        caught = {"BaseException"} if node.type is None else {part.split(".")[-1] for part in _names(node.type)}
        goes_on = isinstance(node.body[-1], ast.Raise) and node.body[-1].exc is None
        if caught & {"Exception", "BaseException"} and not goes_on and not file.reasoned(node.lineno):
            yield f"{node.lineno}: catches everything, without a reason on its line"


def _names(node: ast.expr) -> list[str]:
    return [ast.unparse(part) for part in node.elts] if isinstance(node, ast.Tuple) else [ast.unparse(node)]


def fetch_without_access(file: File) -> Offences:
    """A front door fetches through access.py, which knows who may see what."""
    if file.room not in FRONT_DOORS:
        return
    for node in file.nodes:
        if isinstance(node, ast.Attribute) and node.attr == "get" and ast.unparse(node.value).endswith(".objects"):
            yield f"{node.lineno}: {ast.unparse(node)}( in a front door: fetch through access.py"


def app_code_in_migration(file: File) -> Offences:
    """A migration must run when the code it was written beside is long gone."""
    for node in file.nodes:
        if any(within(name, ("sandali",)) or name.startswith(".") for name in imported(node)):
            yield f"{node.lineno}: a migration imports app code: {ast.unparse(node)}"


def unexplained_safe_string(file: File) -> Offences:
    """HTML is built by format_html; a text that stands written out is safe already."""
    for node in file.nodes:
        name = node.func if isinstance(node, ast.Call) else None
        called = getattr(name, "id", None) or getattr(name, "attr", None)
        written_out = isinstance(node, ast.Call) and all(isinstance(part, ast.Constant) for part in node.args)
        if called in MARKS_SAFE and not written_out and not file.reasoned(node.lineno):
            yield f"{node.lineno}: {called} without a reason on its line"


def missing_docstring(file: File) -> Offences:
    """Each module says in a line or two what it is for."""
    if file.tree.body and not ast.get_docstring(file.tree):
        yield "1: no module docstring"


CHANNEL_KINDS = {path.parent.name for path in Path(__file__).resolve().parents[1].glob("sandali/channels/*/adapter.py")}
LOOKS_UP = {"filter", "exclude", "get", "Q"}


def channel_kind_by_name(file: File) -> Offences:
    """What a kind of channel is called, shows and can stands on its adapter, so that a new kind is one folder and one line.

    Outside the kind's own folder nothing compares with its name, looks it up by it, or keeps a table of kinds."""
    if re.match(rf"sandali/(demo|channels/({'|'.join(CHANNEL_KINDS)}))/", file.path):
        return
    for node in file.nodes:
        if isinstance(node, ast.Compare):
            sides = [node.left, *node.comparators]
            wrong = any(ast.unparse(side).endswith("kind") for side in sides) and any(_kinds_in(side) for side in sides)
        elif isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) in LOOKS_UP:
            wrong = any((word.arg or "").removesuffix("__in").endswith("kind") and _kinds_in(word.value) for word in node.keywords)
        else:
            wrong = isinstance(node, ast.Dict) and len([key for key in node.keys if key and _kinds_in(key)]) > 1
        if wrong:
            yield f"{node.lineno}: a kind of channel by its name: ask its adapter (`can`, `card`)"


def _kinds_in(node: ast.expr) -> bool:
    parts = node.elts if isinstance(node, (ast.List, ast.Tuple, ast.Set)) else [node]
    return any(isinstance(part, ast.Constant) and part.value in CHANNEL_KINDS for part in parts)


def poor_card(file: File) -> Offences:
    """A room's __init__.py is its card: what it holds and its main verbs, and no code."""
    card = ast.get_docstring(file.tree) or ""
    if len(card.splitlines()) not in CARD_LINES:
        yield f"1: the room's card has {len(card.splitlines())} lines ({CARD_LINES[0]} to {CARD_LINES[-1]})"
    if len(file.tree.body) > 1:
        yield f"{file.tree.body[1].lineno}: code in the room's card"


# --- Pages -------------------------------------------------------------------------------------------------------------
def _matches(file: File, pattern: re.Pattern[str], why: str, blank: re.Pattern[str] | None = None) -> Offences:
    """Each place where `pattern` stands outside what `blank` matches; lines keep their numbers."""
    text = blank.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), file.text) if blank else file.text
    for found in pattern.finditer(text):
        yield f"{text.count(chr(10), 0, found.start()) + 1}: {why}: {found[0].strip()[:60]}"


TEMPLATE_COMMENT = re.compile(r"\{#.*?#\}|\{% comment.*?endcomment %\}|<!--.*?-->", re.DOTALL)
STYLE_COMMENT = re.compile(r"/\*.*?\*/|url\([^)]*\)", re.DOTALL)
INLINE_SCRIPT = re.compile(r"<script(?![^>]*(?:\bsrc=|application/json))[^>]*>|javascript:", re.IGNORECASE)
HANDLER = re.compile(r"<[a-z][^<>]*?\son[a-z]+\s*=", re.IGNORECASE)
INLINE_STYLE = re.compile(r"<style\b|<[a-z][^<>]*?\sstyle\s*=", re.IGNORECASE)
SIDE = re.compile(r"[\w-]*(?<![a-z])(?:left|right)(?![a-z])[\w-]*")
VALUE = r"(?:[^\s;{}()]|\([^)]*\))+"
FOUR_SIDES = re.compile(
    rf"(?<![\w-])(?:margin|padding|inset|border-width)[ ]*:[ ]*{VALUE}[ ]+({VALUE})[ ]+{VALUE}[ ]+(?!\1[ ]*[;}}!\n]){VALUE}"
)


def inline_code(file: File) -> Offences:
    """The content security policy allows no inline script or style; a mail's HTML may carry style attributes."""
    yield from _matches(file, INLINE_SCRIPT, "inline script", TEMPLATE_COMMENT)
    yield from _matches(file, HANDLER, "inline handler", TEMPLATE_COMMENT)
    if "/mail/" not in file.path:
        yield from _matches(file, INLINE_STYLE, "inline style", TEMPLATE_COMMENT)


def unexplained_safe_filter(file: File) -> Offences:
    """A page escapes everything, or says in a template comment why not."""
    for number, line in enumerate(file.lines, 1):
        if re.search(r"\|\s*safe(seq)?\b|autoescape off", line) and not file.reasoned(number, "{#"):
            yield f"{number}: unescaped, without a {{# reason #}} on its line"


def physical_side(file: File) -> Offences:
    """One stylesheet serves both directions: start and end, never a side."""
    yield from _matches(file, SIDE, "a side", STYLE_COMMENT)
    yield from _matches(file, FOUR_SIDES, "sides that differ (use -inline-start and -end)", STYLE_COMMENT)


def unexplained_html_in_script(file: File) -> Offences:
    """Scripts build pages from text and templates, not from HTML strings."""
    for number, line in enumerate(file.lines, 1):
        risky = re.search(r"\b(innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function)", line)
        if risky and not line.strip().startswith(("//", "*", "/*")) and not file.reasoned(number, "//"):
            yield f"{number}: {risky[1]} without a reason on its line"


# --- Any file ----------------------------------------------------------------------------------------------------------
# Written with brackets, so that these lines are not themselves what they look for.
REGISTRY = re.compile(r"registry\.np[m]js|\bpyp[i]\.org|python[h]osted|np[m]mirror|--(?:extra-)?index-ur[l]\s*[=h]")
MACHINE = re.compile(r"(?<![\w.])/(?:wor[k]|roo[t]|far[m]|tmp/bas[h]_jobs)[./]")
THIRD_PARTY = re.compile(r"\.min\.(js|css)$|\.(woff2?|ttf|otf|whl|jar)$|(^|/)(node_modules|vendor)/")


def address_of_a_registry(file: File) -> Offences:
    """Locks carry versions and hashes; where a package is fetched from is the machine's affair."""
    yield from _matches(file, REGISTRY, "a registry's address")
    if PurePosixPath(file.path).name.startswith("requirements") and "://" in file.text:
        yield "1: a lock file with an address"
    if PurePosixPath(file.path).name == "package-lock.json" and '"resolved"' in file.text:
        yield "1: package-lock.json with `resolved`"


def path_of_a_machine(file: File) -> Offences:
    """Nothing in the repository knows where one developer's checkout lies."""
    yield from _matches(file, MACHINE, "a path of one machine")


def too_long(file: File) -> Offences:
    """Small files: what outgrows its limit becomes a folder."""
    suffixes = {".py": FILE_LINES, ".html": TEMPLATE_LINES, ".js": SCRIPT_LINES, ".css": STYLE_LINES}
    limit = suffixes.get(PurePosixPath(file.path).suffix)
    if limit and len(file.lines) > limit:
        yield f"{limit + 1}: {len(file.lines)} lines (at most {limit})"
