"""The inbox, a case and everything that can be done with it, its files, and the news."""

from django.urls import include, path

from sandali.desk.cases import acts, composing, files, new, own_fields, panel, pictures, views
from sandali.desk.cases.news import views as news

urlpatterns = [
    path("", views.home, name="home"),
    path("", include("sandali.desk.cases.together.urls")),
    path("", include("sandali.desk.cases.lists.urls")),
    path("", include("sandali.desk.cases.inside.urls")),
    path("", include("sandali.desk.cases.regroup.urls")),
    path("", include("sandali.desk.cases.timing.urls")),
    path("", include("sandali.desk.cases.forwarding.urls")),
    path("", include("sandali.desk.cases.approved.urls")),
    path("cases/", views.cases, name="cases"),
    path("cases/new/", new.case_new, name="case_new"),
    path("cases/<int:number>/", views.case, name="case"),
    path("cases/<int:number>/assignment/", acts.assignment, name="case_assignment"),
    path("cases/<int:number>/department/", acts.department, name="case_department"),
    path("cases/<int:number>/kind/", acts.kind, name="case_kind"),
    path("cases/<int:number>/priority/", acts.priority, name="case_priority"),
    path("cases/<int:number>/state/", acts.state, name="case_state"),
    path("cases/<int:number>/snooze/", acts.snooze, name="case_snooze"),
    path("cases/<int:number>/subject/", acts.subject, name="case_subject"),
    path("cases/<int:number>/fields/", own_fields.case_fields, name="case_fields"),
    path("cases/<int:number>/tags/", acts.tags, name="case_tags"),
    path("cases/<int:number>/tags/<int:tag>/removal/", acts.tag_removal, name="case_tag_removal"),
    path("cases/<int:number>/messages/", composing.messages, name="case_messages"),
    path("cases/<int:number>/draft/", composing.draft, name="case_draft"),
    path("cases/<int:number>/messages/<int:message>/withdrawal/", composing.withdrawal, name="message_withdrawal"),
    path("cases/<int:number>/messages/<int:message>/retry/", composing.retry, name="message_retry"),
    path("cases/<int:number>/messages/<int:message>/body/", files.body, name="message_body"),
    path("cases/<int:number>/messages/<int:message>/raw/", files.raw, name="message_raw"),
    path("cases/<int:number>/messages/<int:message>/pictures/", pictures.pictures, name="message_pictures"),
    path("cases/<int:number>/messages/<int:message>/pictures/<str:token>/", pictures.picture, name="message_picture"),
    path("cases/<int:number>/customer/tags/", panel.tags, name="case_customer_tags"),
    path("cases/<int:number>/customer/tags/<int:tag>/removal/", panel.tag_removal, name="case_customer_tag_removal"),
    path("cases/<int:number>/customer/notes/", panel.notes, name="case_customer_notes"),
    path("files/<int:number>/", files.file, name="file"),
    path("files/<int:number>/preview/", files.preview, name="file_preview"),
    path("files/inline/<str:token>/", files.inline, name="file_inline"),
    path("live/", news.stream, name="live"),
    path("live/since/", news.since, name="live_since"),
]
