"""Where the quoted history begins in mail HTML, by the marks that mail programs leave."""

import re
from typing import Literal

from sandali.kit.html_tokens import Start

Reach = Literal["", "element", "rest"]
# Gmail, Yahoo, ProtonMail, Tutanota, Zoho, Zimbra, QQ/Foxmail, FastMail, Freshdesk, Zendesk, our own mails.
_QUOTE_CLASSES = frozenset(
    [
        "gmail_quote",
        "gmail_quote_container",
        "yahoo_quoted",
        "protonmail_quote",
        "tutanota_quote",
        "zmail_extra",
        "zm_quote",
    ]
    + ["freshdesk_quote", "zd-comment-quote", "qt", "sandali-quote"]
)
# Outlook on the web, Outlook for Mac, Outlook mobile: from this mark on all is history, to the end of what holds it.
_REST_IDS = frozenset(
    ["divrplyfwdmsg", "appendonsend", "olk_src_body_section", "mail-editor-reference-message-container"]
)
# Outlook for Windows marks it by nothing but a line above "From: … Sent: …".
_OUTLOOK_LINE = re.compile(
    r"border:none;border-top:solid(?:windowtext|#[0-9a-f]{6})1\.0pt;padding:3\.0pt(?:0(?:in|cm)?){3}",
    re.IGNORECASE,
)


def quote_reach(tag: Start) -> Reach:
    """ "element" when this element holds the quoted history, "rest" when all from here on does, "" when neither."""
    attributes = tag.attributes
    if tag.name == "blockquote" and attributes.get("type", "").lower() == "cite":
        return "element"
    if not _QUOTE_CLASSES.isdisjoint(attributes.get("class", "").lower().removeprefix("x_").split()):
        return "element"
    if attributes.get("id", "").lower().removeprefix("x_") in _REST_IDS:
        return "rest"
    if tag.name == "div" and _OUTLOOK_LINE.match(
        re.sub(r"[\s;]+$|\s", "", attributes.get("style", "")[:200])
    ):
        return "rest"
    return ""
