"""The installed app, cases on paper, and what open pages ask about themselves."""

from django.urls import path

from sandali.desk.comfort import installing, own, printing

urlpatterns = [
    path("manifest.webmanifest", installing.manifest, name="manifest"),
    path("sw.js", installing.worker, name="worker"),
    path("offline/", installing.offline, name="offline"),
    path("cases/<int:number>/print/", printing.case_print, name="case_print"),
    path("me/token/", own.token, name="own_token"),
    path("me/zone/", own.zone, name="own_zone"),
]
