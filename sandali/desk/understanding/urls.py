"""What to know before a reply."""

from django.urls import path

from sandali.desk.understanding import views

urlpatterns = [
    path("cases/<int:number>/before/", views.before, name="case_before"),
    path("cases/<int:number>/understanding/", views.understanding, name="case_understanding"),
    path("cases/<int:number>/mood/", views.mood, name="case_mood"),
]
