"""Organisations, further ones of a customer, and files that stand with either."""

from django.urls import path

from sandali.desk.organisations import acts, belonging, editing, joining, listing, page

urlpatterns = [
    path("organisations/", listing.organisations, name="organisations"),
    path("organisations/new/", editing.new_organisation, name="new_organisation"),
    path("organisations/<int:number>/", page.organisation, name="organisation"),
    path("organisations/<int:number>/edit/", editing.edit, name="edit_organisation"),
    path("organisations/<int:number>/tags/", acts.tags, name="organisation_tags"),
    path("organisations/<int:number>/tags/<int:tag>/removal/", acts.tag_removal, name="organisation_tag_removal"),
    path("organisations/<int:number>/notes/", acts.notes, name="organisation_notes"),
    path("organisations/<int:number>/notes/<int:remark>/removal/", acts.note_removal, name="organisation_note_removal"),
    path("organisations/<int:number>/notes/<int:remark>/return/", acts.note_return, name="organisation_note_return"),
    path("organisations/<int:number>/people/", belonging.people, name="organisation_people"),
    path("organisations/<int:number>/removal/", acts.removal, name="organisation_removal"),
    path("organisations/<int:number>/return/", acts.bringing_back, name="organisation_return"),
    path("organisations/<int:number>/joining/", joining.joining, name="organisation_joining"),
    path("organisations/<int:number>/joining/<int:joining>/undoing/", joining.undoing, name="organisation_joining_undoing"),
    path("customers/<int:number>/organisations/", belonging.organisations, name="customer_organisations"),
    path("customers/<int:number>/organisations/<int:belonging>/removal/", belonging.removal, name="belonging_removal"),
    path("customers/<int:number>/organisations/<int:belonging>/main/", belonging.main, name="belonging_main"),
]
