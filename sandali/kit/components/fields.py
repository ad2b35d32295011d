"""Form fields: label, the control, help and error, tied together for screen readers."""

from django import forms
from django.forms.boundfield import BoundField
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from sandali.kit.components.markup import EMPTY, classes, icon
from sandali.kit.markup_text import format_html, format_html_join

_GROUPS = (forms.RadioSelect, forms.CheckboxSelectMultiple)


def field(bound: BoundField, *, label: str | None = None, hint: str | None = None, placeholder: str = "", switch: bool = False) -> SafeString:
    """A bound field of any kind. Text that people write runs in its own direction. A field that may be empty says so."""
    if bound.is_hidden:
        return bound.as_widget()
    widget = bound.field.widget
    name = str((bound.label if label is None else label) or "")
    said = str((bound.help_text if hint is None else hint) or "")
    if isinstance(widget, forms.CheckboxInput):
        return _tick(bound, name, said, switch=switch)
    if isinstance(widget, _GROUPS):
        return _group(bound, name, said)
    control = bound.as_widget(attrs=_control_attributes(bound, said, placeholder))
    if isinstance(widget, forms.PasswordInput):
        control = format_html('<s-password show="{}" hide="{}">{}</s-password>', _("Show"), _("Hide"), control)
    if isinstance(widget, forms.FileInput):
        control = file_input(control, several=widget.allow_multiple_selected)
    return format_html(
        '<div class="field" id="field-{}"><label for="{}">{}{}</label>{}{}{}</div>',
        bound.html_name, bound.id_for_label, name, _optional(bound), control, _help(bound, said), errors(bound),
    )  # fmt: skip


def file_input(control: str, *, several: bool = False) -> SafeString:
    """A file input in the page's own words; browsers have theirs in another language."""
    choose, none = (_("Choose files"), _("No files chosen")) if several else (_("Choose a file"), _("No file chosen"))
    return format_html('<s-file choose="{}" none="{}">{}</s-file>', choose, none, control)


def _control_attributes(bound: BoundField, said: str, placeholder: str) -> dict[str, str | bool]:
    given = bound.field.widget.attrs
    wanted: dict[str, str | bool] = {}
    if isinstance(bound.field.widget, forms.TextInput | forms.Textarea) and "dir" not in given:
        wanted["dir"] = "ltr" if isinstance(bound.field.widget, forms.EmailInput | forms.URLInput | forms.NumberInput) else "auto"
    if isinstance(bound.field.widget, forms.TextInput | forms.Textarea):
        # A space where there is nothing to say: `:placeholder-shown` then tells an empty control from a filled one.
        wanted["placeholder"] = placeholder or given.get("placeholder", " ")
    described = classes(f"{bound.auto_id}-help" if said else "", f"{bound.auto_id}-error" if bound.errors else "")
    if described:
        wanted["aria-describedby"] = described
    if bound.errors:
        wanted["aria-invalid"] = "true"
    return wanted


def _optional(bound: BoundField) -> SafeString:
    # What depends on another field is explained by its help, and is not simply left to the writer; a list whose first choice has a name
    # ("no department", "as the company") says so itself.
    return EMPTY if bound.field.required or getattr(bound.field, "depends", False) or _names_nothing(bound.field.widget) else format_html('<span class="optional">{}</span>', _("(optional)"))


def _names_nothing(widget: forms.Widget) -> bool:
    first = next(iter(widget.choices), None) if isinstance(widget, forms.Select) and not isinstance(widget, forms.SelectMultiple) else None
    return first is not None and str(first[0]) == "" and any(letter.isalpha() for letter in str(first[1]))


def _help(bound: BoundField, said: str) -> SafeString:
    return format_html('<div class="help" id="{}-help">{}</div>', bound.auto_id, said) if said else EMPTY


def errors(bound: BoundField) -> SafeString:
    """What is wrong with one field, in words."""
    if not bound.errors:
        return EMPTY
    return format_html(
        '<div class="field-error" id="{}-error">{}<span>{}</span></div>',
        bound.auto_id, icon("alert-circle", small=True), format_html_join(" ", "{}", ((error,) for error in bound.errors)),
    )  # fmt: skip


def _tick(bound: BoundField, name: str, said: str, *, switch: bool) -> SafeString:
    extra: dict[str, str | bool] = _control_attributes(bound, said, "")
    if switch:
        extra |= {"class": "switch", "role": "switch"}
    help_text = format_html('<span class="help" id="{}-help">{}</span>', bound.auto_id, said) if said else EMPTY
    return format_html(
        '<div class="field" id="field-{}"><label class="choice">{}<span>{}</span>{}</label>{}</div>',
        bound.html_name, bound.as_widget(attrs=extra), name, help_text, errors(bound),
    )  # fmt: skip


def _group(bound: BoundField, name: str, said: str) -> SafeString:
    parts = bound.subwidgets
    if not parts and not bound.errors:
        return EMPTY  # nothing to choose from needs no name
    choices = format_html_join(
        "", '<label class="choice">{}<span>{}</span></label>', ((part.tag(wrap_label=False), part.choice_label) for part in parts)
    )
    return format_html(
        '<fieldset class="field" id="field-{}"{}><legend>{}{}</legend><div class="choices">{}</div>{}{}</fieldset>',
        bound.html_name,
        format_html(' aria-describedby="{}-error"', bound.auto_id) if bound.errors else EMPTY,
        name, _optional(bound), choices, _help(bound, said), errors(bound),
    )  # fmt: skip


def form_fields(form: forms.BaseForm) -> SafeString:
    """All fields of a form: what is wrong with it as a whole first, then the fields in order, hidden ones last."""
    visible = format_html_join("", "{}", ((field(bound),) for bound in form.visible_fields()))
    hidden = format_html_join("", "{}", ((bound.as_widget(),) for bound in form.hidden_fields()))
    return format_html("{}{}{}", form_errors(form), visible, hidden)


def form_errors(form: forms.BaseForm) -> SafeString:
    """A banner with what is wrong with the form as a whole, or nothing."""
    wrong = form.non_field_errors()
    if not wrong:
        return EMPTY
    return format_html(
        '<div class="banner bad" role="alert">{}<div class="banner-text">{}</div></div>',
        icon("alert-circle"), format_html_join("", "<p>{}</p>", ((error,) for error in wrong)),
    )  # fmt: skip


def search_field(*, name: str = "q", value: str = "", label: str = "", shortcut: str = "", **more: object) -> SafeString:
    """A search box. `shortcut` is the key that focuses it, shown at its end."""
    from_more = format_html_join("", ' {}="{}"', ((key.replace("_", "-"), given) for key, given in more.items()))
    said = label or _("Search")
    return format_html(
        '<label class="search">{}<span class="hidden-visually">{}</span><input type="search" name="{}" value="{}" placeholder="{}" '
        'dir="auto" autocomplete="off"{}>{}</label>',
        icon("search", small=True), said, name, value or "", said, from_more,
        format_html("<kbd>{}</kbd>", shortcut) if shortcut else EMPTY,
    )  # fmt: skip
