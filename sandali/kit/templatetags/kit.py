"""The kit's components as template tags; every one is on the gallery page. Built into all templates, so nothing is loaded."""

from typing import Any

from django import template
from django.template.context import Context
from django.utils.safestring import SafeString
from django.utils.translation import get_language, get_language_bidi, gettext

from sandali.kit import assets, keys
from sandali.kit.components import buttons, fields, markup, overlays, pieces, regions, talk
from sandali.kit.dates import current_display
from sandali.kit.kept import parse_kept
from sandali.kit.markup_text import format_html, format_html_join
from sandali.kit.page_addresses import parse_url

register = template.Library()
register.tag("kept", parse_kept)
register.tag("url", parse_url)
THEMES = ("auto", "light", "dark")
BACKGROUNDS = {"light": "#f4f6f8", "dark": "#0d1216"}


def options(given: dict[str, Any]) -> dict[str, Any]:
    """Template arguments as the components take them: `icon` is their `icon_name`, `class` their `class_`."""
    for name, wanted in (("icon", "icon_name"), ("class", "class_"), ("count", "number_of")):
        if name in given:
            given[wanted] = given.pop(name)
    return given


def csrf(context: Context) -> str:
    """The token for forms, or "" where there is no request."""
    return str(context.get("csrf_token") or "")


def chosen_theme(context: Context) -> str:
    """"auto", "light" or "dark": the page's, else the person's, else the cookie's."""
    request = context.get("request")
    theme = context.get("theme") or getattr(getattr(request, "user", None), "theme", "") or getattr(request, "COOKIES", {}).get("theme", "")
    return theme if theme in THEMES else "auto"


@register.simple_tag(takes_context=True)
def theme_colours(context: Context) -> SafeString:
    """What colour the browser's own frame takes around the page: the background's (--bg of tokens.css), in the theme chosen."""
    theme = chosen_theme(context)
    if theme != "auto":
        return format_html('<meta name="theme-color" content="{}">', BACKGROUNDS[theme])
    one = '<meta name="theme-color" media="(prefers-color-scheme: {})" content="{}">'
    return format_html_join("\n", one, BACKGROUNDS.items())


@register.simple_tag
def display_zone() -> str:
    """The name of the time zone that this page shows times in."""
    return str(current_display().zone)


@register.simple_tag(takes_context=True)
def html_attributes(context: Context) -> SafeString:
    """Language, direction, theme and density of <html>: from the person's settings, else from cookies. No flash: it is in the first byte."""
    density = context.get("density") or getattr(context.get("request"), "COOKIES", {}).get("density", "")
    return format_html(
        'lang="{}" dir="{}" data-theme="{}"{}',
        get_language() or "en",
        "rtl" if get_language_bidi() else "ltr",
        chosen_theme(context),
        SafeString(' data-density="dense"') if density == "dense" else markup.EMPTY,
    )


@register.simple_tag
def kit_static(name: str) -> str:
    """The address of a file of the kit: `{% kit_static "built/sandali.css" %}`."""
    return assets.address(name)


@register.simple_tag
def attrs(**given: Any) -> SafeString:
    """HTML attributes from Python-like names (`hx_post`), leaving out those that are empty."""
    return markup.attributes(given)


@register.simple_tag
def icon(name: str, small: bool = False, label: str = "", extra: str = "") -> SafeString:
    """{% icon "inbox" small=True %}; with `label` it speaks for itself."""
    return markup.icon(name, small=small, label=label, extra=extra)


@register.simple_block_tag
def button(content: str, **given: Any) -> SafeString:
    """{% button kind="primary" icon="send" %}Send{% endbutton %}; a link with href=…"""
    return buttons.button(content, **options(given))


@register.simple_tag
def icon_button(name: str, label: str, **given: Any) -> SafeString:
    """{% icon_button "dots" label popovertarget="more" %}"""
    return buttons.icon_button(name, label, **({"class_": given.pop("class")} if "class" in given else {}), **given)


@register.simple_block_tag(takes_context=True)
def post_button(context: Context, content: str, url: str, **given: Any) -> SafeString:
    """{% post_button url kind="danger" icon="trash" %}Delete{% endpost_button %}: a form of one button. menu=True inside a menu."""
    return buttons.post_button(content, url=url, csrf_token=csrf(context), **options(given))


@register.simple_block_tag
def split_button(content: str) -> SafeString:
    """A main button and the one beside it that opens more."""
    return format_html('<span class="button-split">{}</span>', content)


@register.simple_tag
def field(bound: Any, **given: Any) -> SafeString:
    """{% field form.email %}; label=, hint=, placeholder=, switch=True."""
    return fields.field(bound, **given)


@register.simple_block_tag
def file_input(content: str, several: bool = False) -> SafeString:
    """{% file_input several=True %}<input type="file" …>{% endfile_input %}: a file input in the page's own words."""
    return fields.file_input(content, several=several)


@register.simple_tag
def form_fields(form: Any) -> SafeString:
    """All fields of a form with its errors."""
    return fields.form_fields(form)


@register.simple_tag
def form_errors(form: Any) -> SafeString:
    """What is wrong with the form as a whole."""
    return fields.form_errors(form)


@register.simple_tag
def search_field(**given: Any) -> SafeString:
    """{% search_field name="q" value=q label=… shortcut="/" %}"""
    return fields.search_field(**given)


@register.simple_tag
def chip(text: Any, tone: str = "", **given: Any) -> SafeString:
    """{% chip "gold" tone="brand" icon="star" %}"""
    return pieces.chip(text, tone=tone, **options(given))


@register.simple_tag
def count(value: int, tone: str = "", label: str = "") -> SafeString:
    """{% count 12 tone="bad" %}: nothing for zero."""
    return pieces.count(value, tone=tone, label=label)


@register.simple_tag
def avatar(name: str, **given: Any) -> SafeString:
    """{% avatar customer.name key=customer.pk size="large" channel="mail" %}"""
    return pieces.avatar(name, **given)


@register.simple_block_tag
def tabs(content: str, label: str) -> SafeString:
    """{% tabs label %}{% tab text url current=True count=3 %}{% endtabs %}"""
    return format_html('<nav class="tabs" aria-label="{}">{}</nav>', label, content)


@register.simple_tag
def tab(text: str, url: str, current: bool = False, **given: Any) -> SafeString:
    """One tab; `count` is shown beside it."""
    return pieces.tab(text, url, current=current, **options(given))


@register.simple_block_tag
def segments(content: str, label: str) -> SafeString:
    """A small choice between two to four views."""
    return format_html('<div class="segments" role="group" aria-label="{}">{}</div>', label, content)


@register.simple_tag
def segment(text: str, url: str = "", current: bool = False, **given: Any) -> SafeString:
    """One choice of a segmented control."""
    return pieces.segment(text, url, current=current, **options(given))


@register.simple_block_tag
def card(content: str, title: str = "", **given: Any) -> SafeString:
    """{% card title note=… width=8 flush=True %}…{% endcard %}"""
    return regions.card(content, title=title, **given)


@register.simple_tag
def kpi(label: str, value: Any, **given: Any) -> SafeString:
    """{% kpi label value unit=… change="8%" rising=True good=True note=… trend=list %}"""
    return regions.kpi(label, value, **given)


@register.simple_block_tag
def table(content: str, label: str, **given: Any) -> SafeString:
    """{% table label %}<thead>…<tbody>…{% endtable %}"""
    return regions.table(content, label=label, **given)


@register.simple_block_tag
def list_row(content: str, url: str, title: str, **given: Any) -> SafeString:
    """{% list_row url name preview=… at=… key=… channel=… current=… unread=3 %}chips{% endlist_row %}"""
    return regions.list_row(content, url=url, title=title, **given)


@register.simple_block_tag
def bubble(content: str, **given: Any) -> SafeString:
    """{% bubble side="agent" by=… key=… at=… state="sent" %}<p dir="auto">…</p>{% endbubble %}"""
    return talk.bubble(content, **given)


@register.simple_block_tag
def event_line(content: str, icon: str = "bolt", at: Any = None) -> SafeString:
    """{% event_line icon="bolt" at=… %}…{% endevent_line %}"""
    return talk.event_line(content, icon_name=icon, at=at)


@register.simple_tag
def day_line(day: Any) -> SafeString:
    """A new day in a thread."""
    return talk.day_line(day)


@register.simple_block_tag
def timeline_item(content: str, **given: Any) -> SafeString:
    """{% timeline_item icon="mail" at=… tone="ok" %}…{% endtimeline_item %} inside <ol class="timeline">."""
    return talk.timeline_item(content, **options(given))


@register.simple_tag
def moment(value: Any, style: str = "ago") -> SafeString:
    """A moment with its exact time as the tip; style: ago, time, full, date."""
    return talk.moment(value, style=style)


@register.simple_tag
def deadline(due: Any, **given: Any) -> SafeString:
    """{% deadline due paused=… met=… %}: how long is left, as a chip."""
    return talk.deadline(due, **given)


@register.simple_block_tag
def menu(content: str, id: str, **given: Any) -> SafeString:
    """{% menu "more" label=… %}{% menu_item … %}{% endmenu %}; opened by a button with popovertarget="more"."""
    return overlays.menu(content, id=id, **given)


@register.simple_tag
def menu_item(text: str, **given: Any) -> SafeString:
    """{% menu_item text href=… icon=… danger=True hint=… key="e" %}"""
    return overlays.menu_item(text, **options(given))


@register.simple_block_tag
def dialog(content: str, id: str, title: str, **given: Any) -> SafeString:
    """{% dialog "new-case" title %}…{% enddialog %}; opened by data-opens="new-case"."""
    return overlays.dialog(content, id=id, title=title, **given)


@register.simple_block_tag
def drawer(content: str, id: str, title: str) -> SafeString:
    """A dialog that comes from the page's end."""
    return overlays.dialog(content, id=id, title=title, drawer=True)


@register.simple_tag(takes_context=True)
def toast(context: Context, text: str, **given: Any) -> SafeString:
    """{% toast text tone="ok" undo=url seconds=10 %}"""
    return overlays.toast(text, csrf_token=csrf(context), **given)


@register.simple_tag(takes_context=True)
def toasts(context: Context) -> SafeString:
    """Django's messages as toasts. A message's extra tags may hold `undo:<url>`."""
    tones = {"error": "bad", "warning": "warn", "success": "ok", "info": "", "debug": ""}
    shown = []
    for message in context.get("messages") or ():
        undo = next((tag.removeprefix("undo:") for tag in (message.extra_tags or "").split() if tag.startswith("undo:")), "")
        tone = tones.get(message.level_tag, "")
        shown.append((overlays.toast(str(message), tone=tone, undo=undo, seconds=10 if undo else 6, csrf_token=csrf(context)),))
    return format_html_join("", "{}", shown)


@register.simple_block_tag
def banner(content: str, tone: str = "info", **given: Any) -> SafeString:
    """{% banner "warn" %}…{% endbanner %}"""
    return regions.banner(content, tone=tone, **options(given))


@register.simple_block_tag
def empty_state(content: str, title: str, drawing: str = "chair") -> SafeString:
    """{% empty_state title drawing="inbox" %}<p>…</p> one button{% endempty_state %}"""
    return regions.empty(content, title=title, drawing=drawing)


@register.simple_tag
def skeleton(rows: int = 3) -> SafeString:
    """Where rows will be."""
    return regions.skeleton(rows)


@register.simple_tag
def show_more(url: str, target: str, label: str = "") -> SafeString:
    """The next rows; nothing when `url` is empty."""
    return regions.show_more(url=url, target=target, label=label) if url else markup.EMPTY


@register.simple_tag
def file_tile(name: str, **given: Any) -> SafeString:
    """{% file_tile name url=… size=bytes kind="pdf" %}"""
    return pieces.file_tile(name, **given)


@register.simple_tag
def progress(value: float, **given: Any) -> SafeString:
    """{% progress 62 label=… tone="ok" %}"""
    return pieces.progress(value, **given)


@register.simple_tag
def sparkline(values: Any, label: str = "") -> SafeString:
    """A small line; oldest first."""
    return pieces.sparkline(values, label=label)


@register.simple_tag
def shortcuts() -> tuple[keys.Shortcut, ...]:
    """{% shortcuts as listed %}: every keyboard shortcut."""
    return keys.SHORTCUTS


@register.simple_tag
def go_letter(name: str) -> str:
    """{% go_letter entry.name as letter %}: the letter that leads to a module after g, "" where none does."""
    return keys.GO_TO.get(name, "")


@register.simple_tag
def figure(value: Any) -> str:
    """A number in the digits of the page."""
    return pieces.number(value)


@register.simple_tag(takes_context=True)
def company_name(context: Context) -> str:
    """The company's name where it is known, else the product's."""
    company = context.get("company") or getattr(context.get("request"), "company", None)
    name = company.get("name") if isinstance(company, dict) else getattr(company, "name", "")
    return str(name or gettext("Sandali"))


@register.simple_block_tag
def palette_results(content: str) -> SafeString:
    """What the palette found, as the part `palette-results`: groups of <h3> and <a role="option" href=…>."""
    return format_html(
        '<div class="palette-results finding-results" id="palette-results" role="listbox" aria-label="{}">{}</div>', gettext("Results"), content
    )
