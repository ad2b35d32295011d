"""What happens to the parts of cases: tasks for other departments, checklists, cases that belong together."""

from django.utils.translation import gettext_lazy as _

from sandali.history.events import event_kind

TASK_MADE = event_kind(
    "task_made",
    _("%(who)s gave %(to)s the task “%(title)s”"),
    title=_("A task for me or my department"),
    icon="list-check",
    audience=("task_people",),
    mail="away",
)
TASK_CHANGED = event_kind(
    "task_changed",
    _("%(who)s changed the task “%(title)s”"),
    title=_("A task of mine or my department was changed"),
    icon="pencil",
    audience=("task_people",),
    push=False,
)
TASK_TAKEN = event_kind("task_taken", _("%(who)s took the task “%(title)s”"), icon="user-check")
TASK_PASSED = event_kind(
    "task_passed",
    _("%(who)s passed the task “%(title)s” on to %(to)s"),
    title=_("A task was passed on to me or my department"),
    icon="arrow-forward-up",
    audience=("task_people",),
    mail="away",
)
TASK_ANSWERED = event_kind(
    "task_answered",
    _("%(who)s answered the task “%(title)s”: %(begins)s"),
    title=_("A task in a case of mine was answered"),
    icon="circle-check",
    audience=("case_owner", "task_maker"),
    mail="away",
)
NAMED_IN_TASK = event_kind(
    "named_in_task",
    _("%(who)s named you in the answer to the task “%(title)s”"),
    title=_("Somebody named me in the answer to a task"),
    icon="at",
    audience=("named_in_task",),
    mail="away",
)
TASK_REOPENED = event_kind(
    "task_reopened",
    _("%(who)s opened the task “%(title)s” again"),
    title=_("A task of mine or my department was opened again"),
    icon="refresh",
    audience=("task_people",),
)
TASK_WITHDRAWN = event_kind(
    "task_withdrawn",
    _("%(who)s withdrew the task “%(title)s”"),
    title=_("A task of mine or my department was withdrawn"),
    icon="x",
    audience=("task_people",),
    push=False,
)
TASK_DUE_SOON = event_kind(
    "task_due_soon",
    _("The task “%(title)s” is due soon"),
    title=_("A task of mine or my department is due soon"),
    icon="clock",
    audience=("task_people",),
)
TASK_OVERDUE = event_kind(
    "task_overdue",
    _("The task “%(title)s” is overdue"),
    title=_("A task of mine, or in a case of mine, is overdue"),
    icon="alarm",
    audience=("task_people", "case_owner"),
    mail="away",
)
ITEM_ADDED = event_kind("item_added", _("%(who)s put “%(text)s” on the checklist"), icon="checklist")
ITEM_TICKED = event_kind("item_ticked", _("%(who)s ticked “%(text)s” off"), icon="square-check")
ITEM_UNTICKED = event_kind("item_unticked", _("%(who)s took the tick off “%(text)s”"), icon="checklist")
ITEM_MOVED = event_kind("item_moved", _("%(who)s moved “%(text)s” in the checklist"), icon="selector")
ITEM_REMOVED = event_kind("item_removed", _("%(who)s took “%(text)s” off the checklist"), icon="trash")
ITEM_RESTORED = event_kind("item_restored", _("%(who)s put “%(text)s” back on the checklist"), icon="arrow-back-up")
# These stand on both cases and name neither: not everybody who sees the one may see the other.
CASE_LINKED = event_kind("case_linked", _("%(who)s linked this case with another one"), icon="link")
CASE_UNLINKED = event_kind("case_unlinked", _("%(who)s took a link to another case away"), icon="link")
CASE_NESTED = event_kind("case_nested", _("%(who)s made one of two cases a part of the other"), icon="stack-2")
CASE_UNNESTED = event_kind("case_unnested", _("%(who)s separated a case from the one that it was a part of"), icon="stack-2")

# What the thread tells between messages. Not links: for who may not see the other case there is none.
IN_THREAD = ("task_made", "task_taken", "task_passed", "task_answered", "task_reopened", "task_withdrawn", "task_overdue")
