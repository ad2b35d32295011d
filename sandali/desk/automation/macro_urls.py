"""Macros: the list, one, and using them on a case."""

from django.urls import path

from sandali.desk.automation import macros

urlpatterns = [
    path("macros/", macros.macros, name="macros"),
    path("macros/new/", macros.new_macro, name="macro_new"),
    path("macros/<int:number>/", macros.macro, name="macro"),
    path("macros/<int:number>/removal/", macros.removal, name="macro_removal"),
    path("cases/<int:number>/macros/", macros.of_case, name="case_macros"),
    path("cases/<int:number>/macros/<int:macro>/", macros.use, name="case_macro"),
    path("cases/<int:number>/macros/<int:macro>/undoing/", macros.undoing, name="case_macro_undoing"),
]
