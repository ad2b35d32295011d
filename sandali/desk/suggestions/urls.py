"""The pages of suggestions."""

from django.urls import path

from sandali.desk.suggestions import acts, views

urlpatterns = [
    path("suggestions/", views.suggestions, name="suggestions"),
    path("suggestions/new/", views.new, name="suggestion_new"),
    path("suggestions/<int:number>/", views.suggestion, name="suggestion"),
    path("suggestions/<int:number>/wording/", views.wording, name="suggestion_wording"),
    path("suggestions/<int:number>/withdrawal/", acts.withdrawal, name="suggestion_withdrawal"),
    path("suggestions/<int:number>/return/", acts.returning, name="suggestion_return"),
    path("suggestions/<int:number>/answer/", acts.answer, name="suggestion_answer"),
    path("suggestions/<int:number>/outcome/", acts.outcome, name="suggestion_outcome"),
    path("suggestions/<int:number>/answer/removal/", acts.answer_removal, name="suggestion_answer_removal"),
    path("suggestions/<int:number>/voices/", acts.voices, name="suggestion_voices"),
    path("suggestions/<int:number>/voices/removal/", acts.voice_removal, name="suggestion_voice_removal"),
]
