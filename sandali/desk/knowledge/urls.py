"""Facts and articles."""

from django.urls import path

from sandali.desk.knowledge import acts, picking, views

urlpatterns = [
    path("knowledge/", views.knowledge, name="knowledge"),
    path("knowledge/new/", views.new_entry, name="knowledge_new"),
    path("knowledge/pick/", picking.pick, name="knowledge_pick"),
    path("knowledge/<int:number>/", views.entry, name="knowledge_entry"),
    path("knowledge/<int:number>/edit/", views.edit, name="knowledge_edit"),
    path("knowledge/<int:number>/archive/", acts.archive, name="knowledge_archive"),
    path("knowledge/<int:number>/restoration/", acts.restoration, name="knowledge_restoration"),
    path("knowledge/<int:number>/check/", acts.check, name="knowledge_check"),
    path("knowledge/<int:number>/verdicts/", acts.verdicts, name="knowledge_verdicts"),
    path("knowledge/<int:number>/uses/", acts.uses, name="knowledge_uses"),
    path("knowledge/<int:number>/revisions/<int:revision>/restoration/", acts.revision_restoration, name="knowledge_revision_restoration"),
]
