"""The board's address."""

from django.urls import path

from sandali.desk.board import views

urlpatterns = [path("board/", views.board, name="board")]
