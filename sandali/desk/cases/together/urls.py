"""Looking, following, naming, taking over and handing over."""

from django.urls import path

from sandali.desk.cases.together import acts, handing, looking

urlpatterns = [
    path("handovers/", handing.handovers, name="handovers"),
    path("cases/<int:number>/looking/", looking.looking, name="case_looking"),
    path("cases/<int:number>/following/", acts.following, name="case_following"),
    path("cases/<int:number>/following/removal/", acts.unfollowing, name="case_unfollowing"),
    path("cases/<int:number>/followers/", acts.followers, name="case_followers"),
    path("cases/<int:number>/followers/<int:person>/removal/", acts.follower_removal, name="case_follower_removal"),
    path("cases/<int:number>/mentions/", acts.mentions, name="case_mentions"),
    path("cases/<int:number>/takeover/", acts.takeover, name="case_takeover"),
    path("cases/<int:number>/repeats/", acts.repeats, name="case_repeats"),
    path("cases/<int:number>/repeats/<int:counted>/undoing/", acts.repeat_undoing, name="case_repeat_undoing"),
    path("cases/<int:number>/handover/", handing.handover, name="case_handover"),
    path("cases/<int:number>/handover/acceptance/", handing.acceptance, name="case_acceptance"),
    path("cases/<int:number>/handover/decline/", handing.decline, name="case_decline"),
    path("cases/<int:number>/handover/withdrawal/", handing.handover_withdrawal, name="case_handover_withdrawal"),
]
