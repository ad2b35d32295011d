"""Buttons, links that look like buttons, and forms that are one button."""

from django.utils.safestring import SafeString

from sandali.kit.components.markup import EMPTY, attributes, classes, icon
from sandali.kit.markup_text import format_html, format_html_join

_OPENERS = ("popovertarget", "commandfor", "data_opens", "hx_get")


def button(
    content: str, *, kind: str = "", icon_name: str = "", icon_end: str = "", small: bool = False, href: str = "", **more: object
) -> SafeString:
    """A button, or a link when `href` is given.

    `kind`: "" (plain), "primary" (once a view), "ghost", "danger", "ghost danger". `more` are HTML attributes as
    `markup.attributes` takes them. A button submits its form unless it opens something or says `type="button"`.
    """
    names = classes("button", kind, "small" if small else "", str(more.pop("class_", "")))
    inside = format_html("{}{}{}", icon(icon_name, small=True), content, icon(icon_end, small=True))
    if href:
        return format_html('<a class="{}" href="{}"{}>{}</a>', names, href, attributes(more), inside)
    more.setdefault("type", "button" if any(name in more for name in _OPENERS) else "submit")
    return format_html('<button class="{}"{}>{}</button>', names, attributes(more), inside)


def icon_button(name: str, label: str, *, kind: str = "ghost", **more: object) -> SafeString:
    """A button that shows only an icon; `label` names it for screen readers and as a tip."""
    more["class_"] = classes("icon-only", str(more.pop("class_", "")))
    return button(icon(name), kind=kind, aria_label=label, title=label, **more)  # type: ignore[arg-type]


def post_button(content: str, *, url: str, csrf_token: str, form_class: str = "inline", menu: bool = False, **more: object) -> SafeString:
    """A form of one button that POSTs to `url`: the way to act from a page without JavaScript. `vals` become hidden fields."""
    values = more.pop("vals", None) or {}
    hidden = format_html_join("", '<input type="hidden" name="{}" value="{}">', dict(values).items())  # type: ignore[call-overload]
    form_attributes = {name: more.pop(name) for name in list(more) if name.startswith("hx_")}
    if menu:
        inside = format_html(
            '<button{}>{}<span>{}</span></button>',
            attributes({"class": classes(str(more.pop("kind", "")))}),
            icon(str(more.pop("icon_name", ""))),
            content,
        )
    else:
        inside = button(content, **more)  # type: ignore[arg-type]
    return format_html(
        '<form method="post" action="{}" class="{}"{}>{}{}{}</form>',
        url,
        form_class,
        attributes(form_attributes),
        format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', csrf_token) if csrf_token else EMPTY,
        hidden,
        inside,
    )
