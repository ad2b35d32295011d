"""Merging and splitting cases, undoing either, and spam."""

from django.urls import path

from sandali.desk.cases.regroup import merging, spam, splitting

urlpatterns = [
    path("cases/<int:number>/merging/", merging.merging, name="case_merging"),
    path("cases/<int:number>/splitting/", splitting.splitting, name="case_splitting"),
    path("cases/<int:number>/regroupings/<int:regrouping>/undoing/", merging.undoing, name="case_regrouping_undoing"),
    path("cases/spam/", spam.spam_list, name="spam"),
    path("cases/<int:number>/spam/", spam.spam, name="case_spam"),
    path("cases/<int:number>/spam/removal/", spam.removal, name="case_spam_removal"),
]
