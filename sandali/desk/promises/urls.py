"""Promises: of a case, the ledger of all, and how they were kept."""

from django.urls import path

from sandali.desk.promises import acts, composing, dates, ledger, reports

urlpatterns = [
    path("promises/", ledger.promises, name="promises"),
    path("reports/promises/", reports.report_promises, name="report_promises"),
    path("cases/<int:number>/promises/", acts.on_case, name="case_promises"),
    path("cases/<int:number>/promises/reading/", composing.reading, name="case_promise_reading"),
    path("cases/<int:number>/promises/<int:promise>/", dates.promise, name="case_promise"),
    path("cases/<int:number>/promises/<int:promise>/answer/", acts.answer, name="case_promise_answer"),
    path("cases/<int:number>/promises/<int:promise>/keeping/", acts.keeping, name="case_promise_keeping"),
    path("cases/<int:number>/promises/<int:promise>/withdrawal/", acts.withdrawal, name="case_promise_withdrawal"),
    path("cases/<int:number>/promises/<int:promise>/owner/", acts.owner, name="case_promise_owner"),
]
