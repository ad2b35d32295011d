"""The pages of reach."""

from django.urls import path

from sandali.desk.reach import views

urlpatterns = [
    path("cases/<int:number>/reach/", views.case_reach, name="case_reach"),
    path("customers/<int:number>/reach/", views.customer_reach, name="customer_reach"),
    path("customers/<int:number>/followers/", views.followers, name="customer_followers"),
]
