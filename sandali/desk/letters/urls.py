"""The address of the remark."""

from django.urls import path

from sandali.desk.letters import views

urlpatterns = [path("cases/<int:number>/likeness/", views.likeness, name="case_likeness")]
