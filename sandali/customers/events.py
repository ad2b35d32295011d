"""What happens to customers."""

from django.utils.translation import gettext_lazy as _

from sandali.history.events import event_kind

CUSTOMER_MET = event_kind("customer_met", _("First contact"), icon="user-plus")
CUSTOMER_EDITED = event_kind("customer_edited", _("%(who)s edited the customer"), icon="user")
IDENTITY_ADDED = event_kind("identity_added", _("%(who)s added the address %(value)s"), icon="user")
IDENTITY_CLAIMED = event_kind("identity_claimed", _("The customer says that they can be reached at %(value)s"), icon="user")
IDENTITY_REMOVED = event_kind("identity_removed", _("%(who)s removed the address %(value)s"), icon="user")
IDENTITY_CORRECTED = event_kind("identity_corrected", _("%(who)s corrected the address %(before)s to %(value)s"), icon="user")
ADDRESSES_CORRECTED = event_kind("addresses_corrected", _("%(who)s corrected misspelt addresses: %(count)s"), icon="user")
DETAILS_CONFIRMED = event_kind("details_confirmed", _("%(who)s made sure that the details still hold"), icon="circle-check")
DETAILS_UNCONFIRMED = event_kind("details_unconfirmed", _("%(who)s took back that the details still hold"), icon="arrow-back-up")
STAGE_CHANGED = event_kind("stage_changed", _("%(who)s changed the stage from %(before)s to %(after)s"), icon="star")
CUSTOMER_TAGGED = event_kind("customer_tagged", _("%(who)s added the tag %(tag)s"), icon="tag")
CUSTOMER_UNTAGGED = event_kind("customer_untagged", _("%(who)s removed the tag %(tag)s"), icon="tag")
CUSTOMER_NOTED = event_kind("customer_noted", _("%(who)s wrote a note about the customer"), icon="note")
CUSTOMER_NOTE_REMOVED = event_kind("customer_note_removed", _("%(who)s removed a note about the customer"), icon="note")
CUSTOMER_NOTE_RETURNED = event_kind("customer_note_returned", _("%(who)s brought a note about the customer back"), icon="note")
ORGANISATION_EDITED = event_kind("organisation_edited", _("%(who)s edited the organisation"), icon="building")
ORGANISATION_ADDED = event_kind("organisation_added", _("%(who)s wrote the organisation down"), icon="building")
ORGANISATION_REMOVED = event_kind("organisation_removed", _("%(who)s removed the organisation"), icon="archive")
ORGANISATION_RETURNED = event_kind("organisation_returned", _("%(who)s brought the organisation back"), icon="refresh")
ORGANISATION_NOTED = event_kind("organisation_noted", _("%(who)s wrote a note about the organisation"), icon="note")
ORGANISATION_NOTE_REMOVED = event_kind("organisation_note_removed", _("%(who)s removed a note about the organisation"), icon="note")
ORGANISATION_NOTE_RETURNED = event_kind("organisation_note_returned", _("%(who)s brought a note about the organisation back"), icon="note")
ORGANISATION_TAGGED = event_kind("organisation_tagged", _("%(who)s added the tag %(tag)s"), icon="tag")
ORGANISATION_UNTAGGED = event_kind("organisation_untagged", _("%(who)s removed the tag %(tag)s"), icon="tag")
ORGANISATIONS_JOINED = event_kind("organisations_joined", _("%(who)s joined %(name)s to this organisation"), icon="git-merge")
ORGANISATIONS_PARTED = event_kind("organisations_parted", _("%(who)s set %(name)s apart again"), icon="arrow-back-up")
BELONGING_ADDED = event_kind("belonging_added", _("%(who)s wrote down that they also belong to %(organisation)s"), icon="building")
BELONGING_REMOVED = event_kind("belonging_removed", _("%(who)s wrote down that they no longer belong to %(organisation)s"), icon="building")
IDENTITY_PROVEN = event_kind("identity_proven", _("The address %(value)s was proven to be theirs"), icon="circle-check")
IDENTITY_PROVEN_BY_US = event_kind("identity_proven_by_us", _("%(who)s said that the address %(value)s is theirs"), icon="circle-check")
IDENTITY_MADE_MAIN = event_kind("identity_made_main", _("%(who)s made %(value)s the main address of its kind"), icon="star")
FILE_KEPT = event_kind("customer_file_kept", _("%(who)s kept the file %(name)s"), icon="paperclip")
FILE_REMOVED = event_kind("customer_file_removed", _("%(who)s removed the file %(name)s"), icon="paperclip")
FILE_RETURNED = event_kind("customer_file_returned", _("%(who)s brought the file %(name)s back"), icon="paperclip")
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
TAG_RENAMED = event_kind("tag_renamed", _("%(who)s renamed the tag %(before)s to %(tag)s"), icon="tag")
TAGS_MERGED = event_kind("tags_merged", _("%(who)s put the tag %(before)s together with %(tag)s"), icon="tag")
TAG_REMOVED = event_kind("tag_removed", _("%(who)s removed the tag %(tag)s from everything"), icon="tag")
TAG_CHANGE_UNDONE = event_kind("tag_change_undone", _("%(who)s brought the tag %(tag)s back as it was"), icon="refresh")
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
SEGMENT_SAVED = event_kind("segment_saved", _("%(who)s saved the segment “%(name)s”"), icon="bookmark")
SEGMENT_CHANGED = event_kind("segment_changed", _("%(who)s changed the segment “%(name)s”"), icon="bookmark")
SEGMENT_REMOVED = event_kind("segment_removed", _("%(who)s removed the segment “%(name)s”"), icon="bookmark")
SEGMENT_RESTORED = event_kind("segment_restored", _("%(who)s brought the segment “%(name)s” back"), icon="bookmark")
SEGMENT_EXPORT_READY = event_kind(
    "segment_export_ready", _("Your export of the segment “%(name)s” is ready, %(count)s customers; it is kept for seven days"),
    title=_("An export of a segment is ready"), icon="download", audience=("export_asker",),
)
SEGMENT_EXPORTED = event_kind("segment_exported", _("%(who)s exported the customers of the segment “%(name)s”"), icon="download")
