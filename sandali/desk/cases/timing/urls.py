"""Answers that leave later, and reminders."""

from django.urls import path

from sandali.desk.cases.timing import later, lists, reminders

urlpatterns = [
    path("leaving/", lists.leaving, name="leaving"),
    path("reminders/", lists.reminders, name="reminders"),
    path("cases/<int:number>/messages/<int:message>/departure/", later.departure, name="message_departure"),
    path("cases/<int:number>/messages/<int:message>/discarding/", later.discarding, name="message_discarding"),
    path("cases/<int:number>/messages/<int:message>/discarding/undoing/", later.undiscarding, name="message_undiscarding"),
    path("cases/<int:number>/reminders/", reminders.on_case, name="case_reminders"),
    path("cases/<int:number>/reminders/<int:reminder>/", reminders.one, name="case_reminder"),
    path("cases/<int:number>/reminders/<int:reminder>/completion/", reminders.completion, name="case_reminder_completion"),
    path("cases/<int:number>/reminders/<int:reminder>/removal/", reminders.removal, name="case_reminder_removal"),
    path("cases/<int:number>/reminders/<int:reminder>/removal/undoing/", reminders.undoing, name="case_reminder_undoing"),
]
