"""The addresses of forms."""

from django.urls import path

from sandali.portal.form import pages

urlpatterns = [
    path("<str:key>.js", pages.script, name="web_form_script"),
    path("<str:key>/", pages.form, name="web_form"),
]
