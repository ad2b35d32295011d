"""The help page's addresses."""

from django.urls import path

from sandali.portal import help as pages

urlpatterns = [
    path("", pages.articles, name="help"),
    path("<int:number>/", pages.article, name="help_article"),
    path("<int:number>/verdicts/", pages.verdicts, name="help_verdicts"),
]
