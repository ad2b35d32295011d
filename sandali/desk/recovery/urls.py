"""The recovery of a case, apologies to sign, lessons, and causes."""

from django.urls import path

from sandali.desk.recovery import case_causes, causes, lessons, letters, steps, telling, waiting

urlpatterns = [
    path("cases/<int:number>/recovery/", steps.recovery, name="case_recovery"),
    path("cases/<int:number>/recovery/beginning/", steps.beginning, name="case_recovery_beginning"),
    path("cases/<int:number>/recovery/steps/<str:step>/", steps.step, name="case_recovery_step"),
    path("cases/<int:number>/recovery/steps/<str:step>/doing/", steps.doing, name="case_recovery_doing"),
    path("cases/<int:number>/recovery/steps/<str:step>/removal/", steps.removal, name="case_recovery_removal"),
    path("cases/<int:number>/recovery/returns/<int:stepped>/", steps.step_return, name="case_recovery_return"),
    path("cases/<int:number>/recovery/apology/", letters.apology, name="case_apology"),
    path("cases/<int:number>/recovery/apology/check/", letters.check, name="case_apology_check"),
    path("cases/<int:number>/recovery/signatures/<int:apology>/", letters.signature, name="case_signature"),
    path("cases/<int:number>/recovery/signatures/<int:apology>/decline/", letters.signature_decline, name="case_signature_decline"),
    path("cases/<int:number>/recovery/signatures/<int:apology>/withdrawal/", letters.signature_withdrawal, name="case_signature_withdrawal"),
    path("cases/<int:number>/recovery/causes/", case_causes.causes, name="case_causes"),
    path("cases/<int:number>/recovery/causes/search/", case_causes.cause_search, name="case_cause_search"),
    path("cases/<int:number>/recovery/causes/unknown/", case_causes.unknown, name="case_cause_unknown"),
    path("cases/<int:number>/recovery/causes/<int:cause>/removal/", case_causes.removal, name="case_cause_removal"),
    path("cases/<int:number>/recovery/lesson/", case_causes.lesson, name="case_lesson"),
    path("recovery/waiting/", waiting.waiting, name="recovery_waiting"),
    path("lessons/", lessons.lessons, name="lessons"),
    path("lessons/<int:number>/", lessons.lesson, name="lesson"),
    path("lessons/<int:number>/improvements/", lessons.improvements, name="lesson_improvements"),
    path("lessons/<int:number>/improvements/<int:improvement>/", lessons.improvement, name="lesson_improvement"),
    path("lessons/<int:number>/improvements/<int:improvement>/end/", lessons.improvement_end, name="lesson_improvement_end"),
    path("lessons/<int:number>/improvements/<int:improvement>/reopening/", lessons.improvement_reopening, name="lesson_improvement_reopening"),
    path("causes/<int:number>/", causes.cause, name="cause"),
    path("causes/<int:number>/mending/", causes.mending, name="cause_mending"),
    path("causes/<int:number>/mending/removal/", causes.mending_removal, name="cause_mending_removal"),
    path("causes/<int:number>/telling/", telling.telling, name="cause_telling"),
    path("causes/<int:number>/telling/<int:telling>/", telling.letter, name="cause_letter"),
    path("causes/<int:number>/telling/<int:telling>/withdrawal/", telling.withdrawal, name="cause_letter_withdrawal"),
]
