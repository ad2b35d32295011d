"""Tasks, checklists and links of a case, and the page of one's tasks."""

from django.urls import path

from sandali.desk.cases.inside import acts, checklist, links, lists, views

urlpatterns = [
    path("tasks/", lists.tasks, name="tasks"),
    path("cases/<int:number>/inside/", views.work, name="case_work"),
    path("cases/<int:number>/tasks/", acts.new, name="case_tasks"),
    path("cases/<int:number>/tasks/<int:task>/", views.task, name="case_task"),
    path("cases/<int:number>/tasks/<int:task>/wording/", acts.wording, name="case_task_wording"),
    path("cases/<int:number>/tasks/<int:task>/owner/", acts.owner, name="case_task_owner"),
    path("cases/<int:number>/tasks/<int:task>/passing/", acts.passing, name="case_task_passing"),
    path("cases/<int:number>/tasks/<int:task>/answer/", acts.answer, name="case_task_answer"),
    path("cases/<int:number>/tasks/<int:task>/mentions/", acts.mentions, name="case_task_mentions"),
    path("cases/<int:number>/tasks/<int:task>/withdrawal/", acts.withdrawal, name="case_task_withdrawal"),
    path("cases/<int:number>/tasks/<int:task>/reopening/", acts.reopening, name="case_task_reopening"),
    path("cases/<int:number>/tasks/<int:task>/quotation/", acts.quotation, name="case_task_quotation"),
    path("cases/<int:number>/checklist/", checklist.items, name="case_checklist"),
    path("cases/<int:number>/checklist/<int:item>/tick/", checklist.tick, name="case_item_tick"),
    path("cases/<int:number>/checklist/<int:item>/place/", checklist.place, name="case_item_place"),
    path("cases/<int:number>/checklist/<int:item>/removal/", checklist.removal, name="case_item_removal"),
    path("cases/<int:number>/checklist/removals/<int:removed>/undoing/", checklist.undoing, name="case_item_undoing"),
    path("cases/<int:number>/links/", links.links, name="case_links"),
    path("cases/<int:number>/links/<int:other>/removal/", links.removal, name="case_link_removal"),
    path("cases/<int:number>/parts/<int:other>/removal/", links.part_removal, name="case_part_removal"),
]
