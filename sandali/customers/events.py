"""What happens to customers."""

from django.utils.translation import gettext_lazy as _

from sandali.history.events import event_kind

CUSTOMER_MET = event_kind("customer_met", _("First contact"), icon="user-plus")
CUSTOMER_EDITED = event_kind("customer_edited", _("%(who)s edited the customer"), icon="user")
IDENTITY_ADDED = event_kind("identity_added", _("%(who)s added the address %(value)s"), icon="user")
IDENTITY_CLAIMED = event_kind("identity_claimed", _("The customer says that they can be reached at %(value)s"), icon="user")
IDENTITY_REMOVED = event_kind("identity_removed", _("%(who)s removed the address %(value)s"), icon="user")
STAGE_CHANGED = event_kind("stage_changed", _("%(who)s changed the stage from %(before)s to %(after)s"), icon="star")
CUSTOMER_TAGGED = event_kind("customer_tagged", _("%(who)s added the tag %(tag)s"), icon="tag")
CUSTOMER_UNTAGGED = event_kind("customer_untagged", _("%(who)s removed the tag %(tag)s"), icon="tag")
CUSTOMER_NOTED = event_kind("customer_noted", _("%(who)s wrote a note about the customer"), icon="note")
CUSTOMER_NOTE_REMOVED = event_kind("customer_note_removed", _("%(who)s removed a note about the customer"), icon="note")
CUSTOMER_NOTE_RETURNED = event_kind("customer_note_returned", _("%(who)s brought a note about the customer back"), icon="note")
ORGANISATION_EDITED = event_kind("organisation_edited", _("%(who)s edited the organisation"), icon="building")
WISHES_CHANGED = event_kind("wishes_changed", _("%(who)s wrote down how they want to be reached"), icon="adjustments")
WISHES_CHANGED_BY_CUSTOMER = event_kind("wishes_changed_by_customer", _("The customer said how they want to be reached"), icon="adjustments")
CONSENT_GIVEN = event_kind("consent_given", _("They agreed to be written to: %(purpose)s"), icon="circle-check")
CONSENT_WITHDRAWN = event_kind("consent_withdrawn", _("They do not want to be written to: %(purpose)s"), icon="ban")
WISH_OVERRULED = event_kind("wish_overruled", _("%(who)s went against a wish: %(reason)s"), icon="alert-triangle")
CONTACT_RULES_CHANGED = event_kind("contact_rules_changed", _("%(who)s changed how customers are reached"), icon="settings")
FIELD_DEFINED = event_kind("field_defined", _("%(who)s added the field %(name)s"), icon="plus")
FIELD_CHANGED = event_kind("field_changed", _("%(who)s changed the field %(name)s"), icon="adjustments")
FIELD_ARCHIVED = event_kind("field_archived", _("%(who)s put the field %(name)s away"), icon="archive")
FIELD_RETURNED = event_kind("field_returned", _("%(who)s brought the field %(name)s back"), icon="refresh")
CUSTOMER_ERASED = event_kind("customer_erased", _("%(who)s erased this person"), icon="eraser")
CUSTOMER_EXPORTED = event_kind("customer_exported", _("%(who)s exported everything kept of this person"), icon="download")
CUSTOMER_EXPORT_READY = event_kind(
    "customer_export_ready", _("Your export of a person is ready; it is kept for seven days"), title=_("An export of a person is ready"),
    icon="download", audience=("export_asker",),
)  # fmt: skip
SCAN_BEGUN = event_kind("duplicate_scan_begun", _("%(who)s began to look for duplicates"), icon="users")
SCAN_STOPPED = event_kind("duplicate_scan_stopped", _("%(who)s stopped looking for duplicates"), icon="ban")
PAIRS_FOUND = event_kind(
    "likely_pairs_found", _("New pairs of records that are most likely of one person: %(count)s"), title=_("Customers are most likely here twice"),
    icon="users", audience=("who_merges",), push=False,
)  # fmt: skip
CUSTOMERS_APART = event_kind("customers_apart", _("%(who)s said that this is somebody else than %(name)s"), icon="users")
CUSTOMERS_ASKED_AGAIN = event_kind("customers_asked_again", _("%(who)s took back that this is somebody else than %(name)s"), icon="users")
CUSTOMERS_MERGED = event_kind("customers_merged", _("%(who)s put the record of %(name)s together with this one"), icon="git-merge")
CUSTOMERS_UNMERGED = event_kind("customers_unmerged", _("%(who)s set the record of %(name)s apart again"), icon="arrow-back-up")
DUPLICATE_RULES_CHANGED = event_kind("duplicate_rules_changed", _("%(who)s changed from when on customers count as alike"), icon="settings")
