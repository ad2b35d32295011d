"""The pages of public matters."""

from django.urls import path

from sandali.desk.public import acts, bringing, views

urlpatterns = [
    path("board/public/", views.public_matters, name="public_matters"),
    path("board/public/new/", bringing.new_mention, name="public_mention"),
    path("board/public/table/", bringing.table, name="public_table"),
    path("cases/<int:number>/public/", views.matter, name="case_public"),
    path("cases/<int:number>/public/marking/", views.marking, name="case_public_marking"),
    path("cases/<int:number>/public/removal/", acts.removal, name="case_public_removal"),
    path("cases/<int:number>/public/return/", acts.returning, name="case_public_return"),
    path("cases/<int:number>/public/plan/", acts.plan, name="case_public_plan"),
    path("cases/<int:number>/public/answered/", acts.answered, name="case_public_answered"),
    path("cases/<int:number>/public/thanked/", acts.thanked, name="case_public_thanked"),
    path("cases/<int:number>/public/answered/removal/", acts.answered_removal, name="case_public_answered_removal"),
    path("cases/<int:number>/public/thanked/removal/", acts.thanked_removal, name="case_public_thanked_removal"),
]
