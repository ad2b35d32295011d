"""The document in which cleaned mail HTML is shown: served by itself into a sandboxed frame without scripts (RELIABILITY 3.5)."""

import re
from string import Template
from typing import Protocol

from django.utils.html import escape
from django.utils.translation import gettext as _

FRAME_SANDBOX = "allow-popups allow-popups-to-escape-sandbox"
FRAME_CSP = f"sandbox {FRAME_SANDBOX}; default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'; frame-ancestors 'self'"
# For the response of `wrap_document`; the frame itself carries sandbox=FRAME_SANDBOX.
FRAME_HEADERS = {
    "Content-Type": "text/html; charset=utf-8",
    "Content-Security-Policy": FRAME_CSP,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_OWN_COLOURS = re.compile(r'style="[^"]*(?:color|background)', re.IGNORECASE)
_STYLE = Template("""
:root{color-scheme:$SCHEME}
html{background:$PAPER;color:$INK}
body{margin:0;padding:2px;font:15px/1.7 Vazirmatn,system-ui,"Segoe UI",Tahoma,sans-serif;overflow-wrap:anywhere}
p{margin-block:0 .6em}
img{max-inline-size:100%;block-size:auto}
img.s-held{display:inline-block;min-inline-size:1em;min-block-size:1em;border:1px dashed $GREY;border-radius:3px}
img.s-pixel{display:none}
table{max-inline-size:100%}
pre{white-space:pre-wrap}
blockquote{margin-block:.4em;margin-inline:0;padding-inline-start:.8em;border-inline-start:2px solid $GREY}
a{color:$LINK}
.s-host{display:inline!important;font:12px/1.4 monospace!important;color:$WARN!important;background:$PAPER!important}
.s-quote{margin-block:.8em}
.s-quote>summary{cursor:pointer;inline-size:fit-content;padding:0 .7em;border:1px solid $GREY;border-radius:9px;list-style:none}
.s-quote>summary::before{content:"$LABEL"}
""")
_LIGHT = {
    "SCHEME": "light",
    "PAPER": "#fff",
    "INK": "#1c1b1a",
    "GREY": "#8a8680",
    "LINK": "#0b57a4",
    "WARN": "#8a3b00",
}
_DARK = {
    "SCHEME": "dark",
    "PAPER": "#1d1c1b",
    "INK": "#eceae6",
    "GREY": "#8f8b85",
    "LINK": "#8ab8f0",
    "WARN": "#ffb787",
}


class Clean(Protocol):
    """What `clean_mail_html` returns, as far as it is needed here."""

    @property
    def html(self) -> str:
        """The safe fragment."""


def _css_text(text: str) -> str:
    """Text for a CSS string: everything but letters, digits and spaces as an escape."""
    return "".join(char if char.isalnum() or char == " " else f"\\{ord(char):06x}" for char in text)


def wrap_document(clean: Clean, *, dark: bool, language: str, direction: str) -> str:
    """The whole HTML document around a cleaned mail, to be served with FRAME_HEADERS into <iframe sandbox=FRAME_SANDBOX>.

    `language` and `direction` ("rtl", "ltr" or "auto") are the mail's. The label of the folds is in the active language.
    A mail that brings its own colours keeps light paper in the dark as well, or its text would vanish.
    """
    colours = _DARK if dark and not _OWN_COLOURS.search(clean.html) else _LIGHT
    style = _STYLE.substitute(colours, LABEL=_css_text(_("Quoted text")))
    direction = direction if direction in ("rtl", "ltr", "auto") else "auto"
    return (
        f'<!doctype html><html lang="{escape(language)}" dir="{direction}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><meta name="referrer" content="no-referrer">'
        f"<title>{escape(_('Message'))}</title><style>{style}</style></head>"
        f'<body dir="{direction}">{clean.html}</body></html>'
    )
