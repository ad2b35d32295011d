"""The chat's addresses."""

from django.urls import path

from sandali.portal.chat import reading, window, writing

urlpatterns = [
    path("<str:key>.js", window.script, name="chat_script"),
    path("<str:key>/", window.window, name="chat_window"),
    path("<str:key>/messages/", writing.messages, name="chat_messages"),
    path("<str:key>/presses/", writing.presses, name="chat_presses"),
    path("<str:key>/typing/", writing.typing, name="chat_typing"),
    path("<str:key>/articles/", reading.articles, name="chat_articles"),
    path("<str:key>/thread/", reading.thread, name="chat_thread"),
    path("<str:key>/seen/", reading.seen, name="chat_seen"),
    path("<str:key>/files/<int:number>/<int:place>/<str:code>/", reading.file, name="chat_file"),
]
