"""Health: for people, and for whoever watches the machine."""

from django.urls import path

from sandali.desk.status import views

urlpatterns = [
    path("-/live", views.live_probe, name="live_probe"),
    path("-/ready", views.ready_probe, name="ready_probe"),
    path("status/", views.status, name="status"),
    path("status/jobs/<int:number>/retry/", views.retry_job, name="retry_job"),
]
