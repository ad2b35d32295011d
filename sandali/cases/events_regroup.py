"""What happens when cases are merged or split, are rubbish, or when somebody's mail is kept out."""

from django.utils.translation import gettext_lazy as _

from sandali.history.events import event_kind

CASE_MERGED = event_kind(
    "case_merged", _("%(who)s merged this case into case %(other)s"), title=_("A case of mine was merged into another one"),
    icon="git-merge", audience=("case_owner", "case_followers"),
)
CASE_TOOK_IN = event_kind(
    "case_took_in", _("%(who)s merged case %(other)s into this one"), title=_("Another case was merged into one of mine"),
    icon="git-merge", audience=("case_owner", "case_followers"), push=False,
)
MERGE_UNDONE = event_kind(
    "merge_undone", _("%(who)s undid the merging with case %(other)s"), title=_("A merge of a case of mine was undone"),
    icon="arrow-back-up", audience=("case_owner", "case_followers"), push=False,
)
CASE_SPLIT = event_kind(
    "case_split", _("%(who)s moved messages to the new case %(other)s"), title=_("Messages of a case of mine were moved to a new one"),
    icon="arrows-split", audience=("case_owner", "case_followers"), push=False,
)
CASE_SPLIT_OFF = event_kind("case_split_off", _("%(who)s began this case with messages of case %(other)s"), icon="arrows-split")
SPLIT_UNDONE = event_kind(
    "split_undone", _("%(who)s undid the splitting with case %(other)s"), title=_("A split of a case of mine was undone"),
    icon="arrow-back-up", audience=("case_owner", "case_followers"), push=False,
)
COPY_RECEIVED = event_kind("copy_received", _("The same message also came to %(address)s"), icon="copy")
CUSTOMER_JOINED = event_kind(
    "customer_joined", _("%(who)s put the record of %(name)s together with this customer's"), title=_("The customer of a case of mine was put together with another one"),
    icon="git-merge", audience=("case_owner",), push=False,
)
CASE_IS_SPAM = event_kind("case_is_spam", _("%(who)s said that this is spam"), icon="ban")
CASE_NO_SPAM = event_kind("case_no_spam", _("%(who)s said that this is no spam"), icon="inbox")
SENDER_BLOCKED = event_kind("sender_blocked", _("%(who)s blocked %(sender)s"), icon="ban")
SENDER_UNBLOCKED = event_kind("sender_unblocked", _("%(who)s no longer blocks %(sender)s"), icon="arrow-back-up")
MAIL_KEPT_OUT = event_kind("mail_kept_out", _("A message of a blocked sender was kept as spam"), icon="ban")

# What the thread tells between messages.
IN_THREAD = (
    "case_merged", "case_took_in", "merge_undone", "case_split", "case_split_off", "split_undone", "case_is_spam", "case_no_spam",
)  # fmt: skip
# After these a case is in other lists than before.
MOVES = frozenset(["case_merged", "merge_undone", "split_undone", "case_is_spam", "case_no_spam"])
