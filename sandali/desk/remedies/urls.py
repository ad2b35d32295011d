"""Addresses of putting matters right."""

from django.urls import path

from sandali.desk.remedies import lists, views

CASE = "cases/<int:number>/"
ONE = f"{CASE}remedies/<int:remedy>/"

urlpatterns = [
    path("remedies/", lists.ledger, name="remedies"),
    path("remedies/asked/", lists.asked, name="remedies_asked"),
    path("remedies/stories/", lists.stories, name="stories"),
    path(f"{CASE}remedies/", views.on_case, name="case_remedies"),
    path(f"{CASE}remedies/new/", views.new, name="case_remedy_new"),
    path(f"{CASE}exceptions/", views.exceptions, name="case_exceptions"),
    path(ONE, views.remedy, name="case_remedy"),
    path(f"{ONE}granting/", views.granting, name="case_remedy_granting"),
    path(f"{ONE}refusal/", views.refusal, name="case_remedy_refusal"),
    path(f"{ONE}reopening/", views.reopening, name="case_remedy_reopening"),
    path(f"{ONE}removal/", views.removal, name="case_remedy_removal"),
    path(f"{ONE}completion/", views.completion, name="case_remedy_completion"),
    path(f"{ONE}story/", views.story, name="case_remedy_story"),
    path(f"{ONE}withholding/", views.withholding, name="case_remedy_withholding"),
]
