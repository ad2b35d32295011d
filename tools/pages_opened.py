"""What stands on no page by itself: what opens over one, what a form refuses, and pages as they are on a phone alone.

Each line is the name of the picture, the page it begins on (a name of pages_of.py), and what is done there: acts of tools/acting.py."""

from __future__ import annotations

Acts = list[list[str]]

CASE, BOX = "inbox-open", "inbox-all"
WRITING = "case-refused"  # what is typed stays as a draft, so it is typed where nothing else is photographed
WIDE, PHONE = "wide", "phone"


def menu(name: str) -> Acts:
    """Open the menu of this id by its button."""
    return [["click", f"[popovertarget='{name}']"], ["see", f"#{name}"]]


# With a mouse a row's box comes when one points at it; with a finger a button brings them all.
CHOOSE = {WIDE: [["tick", ".list-check"], ["click", "[data-choose-page]"]], PHONE: [["click", "[data-choose-rows]"], ["tick", ".list-check"], ["click", "[data-choose-page]"]]}

# Name, page, acts, and where it is taken ("" everywhere).
OPENED: list[tuple[str, str, Acts, str]] = [
    *((f"open-{name}", CASE, menu(f"menu-{name}"), "") for name in ("state", "snooze", "assignee", "department", "kind", "priority", "tag", "more", "send", "copies")),
    ("open-subject", CASE, menu("menu-subject"), WIDE),
    ("open-customer-tag", CASE, menu("menu-customer-tag"), WIDE),
    ("open-clocks", "case-clock-runs", [*menu("menu-clocks"), ["see", "#menu-clocks .clock"]], ""),
    ("open-mood", "case-angry", menu("menu-mood"), ""),
    ("open-panel", CASE, [["click", ".panel-button"], ["see", "#panel"]], PHONE),
    ("open-panel-below", "case-with-task", [["click", ".panel-button"], ["see", "#panel"], ["scroll", "#case-reminders"]], PHONE),
    ("panel-below", "case-with-task", [["scroll", "#case-reminders"]], WIDE),
    ("panel-recovery", "case-complaint", [["scroll", ".case-remedies"]], WIDE),
    ("open-facts", CASE, [["click", "[data-facts]"], ["see", "#fact-results a, #fact-results button, #fact-results .empty"]], ""),
    ("write-note", WRITING, [["click", ".composer-kind label:has([value=note])"], ["type", "#case-text", "@"], ["wait", "600"]], ""),
    ("write-contact", WRITING, [["click", ".composer-kind label:has([value=contact])"]], ""),
    ("write-promise", WRITING, [["click", ".promise-opener"]], ""),
    ("open-task-new", "case-with-task", [["click", ".case-work [hx-target='#work-open']"], ["see", "#work-open form"], ["scroll", "#work-open form"]], WIDE),
    ("open-remedy-new", "case-with-remedy", [["click", "[hx-target='#remedy-open']"], ["see", "#remedy-open form"], ["scroll", "#remedy-open form"]], WIDE),
    ("open-reminder", CASE, [["click", "[hx-target='#reminder-open']"], ["see", "#reminder-open form"], ["scroll", "#reminder-open form"]], WIDE),
    ("open-before", "case-angry", [["click", "#case-before summary, .before summary"], ["wait", "600"]], ""),
    ("open-states", BOX, menu("filter-states"), ""),
    ("open-sorts", BOX, menu("filter-sorts"), ""),
    ("open-views", BOX, menu("menu-views"), ""),
    ("open-filter", BOX, [["click", "[hx-target='#filter-panel'][data-key=f]"], ["see", "#filter-dialog"]], ""),
    *(("chosen", BOX, [*choose, ["see", "#bulk-bar.is-ready"]], where) for where, choose in CHOOSE.items()),
    *((f"chosen-{name}", BOX, [*choose, *menu(f"bulk-{name}")], where) for where, choose in CHOOSE.items() for name in ("person", "state", "until", "tag", "more")),
    ("open-palette", BOX, [["press", "Control+k"], ["see", "#palette"]], ""),
    ("open-shortcuts", BOX, [["press", "Shift+Slash"], ["see", "#shortcuts"]], WIDE),
    ("open-me", BOX, menu("me"), WIDE),
    ("open-modules", BOX, menu("more-modules"), PHONE),
    ("open-calendar", "case-task-new", [["click", "main s-date button"], ["see", ".s-date-panel"]], ""),
    ("open-export", "reports", menu("report-export"), ""),
    ("panel-sales", "case-sales", [["scroll", "section:has(> #panel-sales)"]], WIDE),
    ("open-panel-sales", "case-sales", [["click", ".panel-button"], ["see", "#panel"], ["scroll", "section:has(> #panel-sales)"]], PHONE),
    ("open-deal-move", "deals", [["click", ".board-column:last-of-type [popovertarget]"], ["see", ".deal-card .menu"]], ""),
    ("open-deal-department", "deal", [["click", "details:has([name=department]) > summary"], ["scroll", "[name=department]"]], ""),
    ("open-deals-export", "deal-list", [["click", "#export > summary"], ["scroll", "#export button"]], ""),
    ("open-orders-export", "orders", [["click", "#export > summary"], ["scroll", "#export button"]], ""),
    ("report-below", "reports", [["scroll", "main > :last-child"]], ""),
    ("channel-closing", "settings-channel", [["click", "details.fold:last-of-type summary"], ["scroll", "#closing-name"]], ""),
    ("wrong-new-case", "new-case", [["send", "main form[method=post]"]], ""),
    ("wrong-customer", "new-customer", [["send", "main form[method=post]"]], ""),
    ("wrong-channel", "settings-channel-form", [["fill", "main [name=address]", ""], ["send", "main form[method=post]"]], ""),
    ("wrong-bot", "settings-channel-telegram", [["send", "main form[method=post]"]], ""),
    ("wrong-standard", "settings-standard-new", [["send", "main form[method=post]"]], ""),
    ("wrong-rule", "settings-routing-rule-new", [["send", "main form[method=post]"]], ""),
    ("wrong-auto-rule", "settings-rule-new", [["send", "main form[method=post]"]], ""),
    ("wrong-suggestion", "suggestion-new", [["send", "main form[method=post]"]], ""),
    ("wrong-remedy", "case-remedy-new", [["send", "main form[method=post]"]], ""),
    ("wrong-sign-in", "sign-in", [["send", "main form[method=post]"]], ""),
]
