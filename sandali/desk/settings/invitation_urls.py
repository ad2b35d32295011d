"""The page of an invitation's link."""

from django.urls import path

from sandali.desk.settings.views import joining

urlpatterns = [path("<str:token>/", joining.invitation, name="invitation")]
