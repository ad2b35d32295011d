"""What floats: menus, dialogs, drawers, toasts."""

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from sandali.kit.components.buttons import icon_button
from sandali.kit.components.markup import EMPTY, attributes, classes, icon
from sandali.kit.markup_text import format_html


def menu(content: str, *, id: str, side: str = "", label: str = "", sheet: bool = False) -> SafeString:
    """A list of choices that opens from a button with `popovertarget="<id>"`; it closes by itself, without JavaScript too.

    `side`: "" (under the button, ends aligned), start, beside. `sheet`: over the full width at the bottom, for phones.
    """
    return format_html(
        '<s-menu><div class="{}" id="{}" popover{}>{}</div></s-menu>',
        classes("menu", "sheet" if sheet else ""), id, attributes({"data-side": side, "role": "group", "aria_label": label}), content,
    )  # fmt: skip


def menu_item(text: str, *, href: str = "", icon_name: str = "", danger: bool = False, current: bool = False, hint: str = "", key: str = "", **more: object) -> SafeString:
    """One choice of a menu: a link, or a button (in a form it submits). `key` is its letter on a keyboard, `hint` any other word at its end."""
    end = format_html('<span class="{}">{}</span>', "hint key" if key else "hint", key or hint) if key or hint else EMPTY
    inside = format_html("{}<span>{}</span>{}", icon(icon_name), text, end)
    given: dict[str, object] = {"class": "danger" if danger else "", "aria_current": "true" if current else None, **more}
    if href:
        return format_html('<a href="{}"{}>{}</a>', href, attributes(given), inside)
    return format_html("<button{}>{}</button>", attributes(given), inside)


def dialog(content: str, *, id: str, title: str, wide: bool = False, drawer: bool = False, opened: bool = False) -> SafeString:
    """A window over the page, or a drawer from its end. Open it by a button with `data-opens="<id>"`, which should be a link to
    a page of the same form where JavaScript is missing.
    """
    return format_html(
        '<s-dialog{}><dialog class="{}" id="{}" aria-labelledby="{}-title"><header><h2 id="{}-title">{}</h2>{}</header>'
        '<div class="dialog-body">{}</div></dialog></s-dialog>',
        attributes({"opened": opened}),
        "drawer" if drawer else classes("dialog", "wide" if wide else ""),
        id, id, id, title,
        icon_button("x", _("Close"), type="button", data_closes=True),
        content,
    )  # fmt: skip


TOAST_ICONS = {"": "info-circle", "info": "info-circle", "ok": "circle-check", "warn": "alert-triangle", "bad": "alert-circle"}


def toast(text: str, *, tone: str = "ok", undo: str = "", undo_label: str = "", seconds: int = 6, csrf_token: str = "") -> SafeString:
    """A word that something was done, for `seconds`; with `undo` (a URL that takes POST) the way back, counted down.

    It is a sentence of ours and runs as the page does, whatever name it begins with."""
    way_back = EMPTY
    if undo:
        way_back = format_html(
            '<span class="seconds numeric" aria-hidden="true"></span><form method="post" action="{}" hx-post="{}" hx-swap="none">'
            '<input type="hidden" name="csrfmiddlewaretoken" value="{}"><button class="button small">{}</button></form>',
            undo, undo, csrf_token, undo_label or _("Undo"),
        )  # fmt: skip
    return format_html(
        '<s-toast seconds="{}"><div class="{}" role="{}">{}<p>{}</p>{}{}</div></s-toast>',
        seconds,
        classes("toast", tone),
        "alert" if tone == "bad" else "status",
        icon(TOAST_ICONS.get(tone, "info-circle")),
        text,
        way_back,
        icon_button("x", _("Close"), type="button", small=True, data_closes=True, class_="script-only"),
    )
