"""The settings pages."""

from django.urls import include, path

from sandali.desk.public import plans
from sandali.desk.reach.views import reach_assumptions
from sandali.desk.settings.authority import views as authority
from sandali.desk.settings.views import (
    asking,
    blocked,
    channels,
    company,
    departments,
    hours,
    people,
    quarantine,
    rights,
)
from sandali.desk.suggestions.rules import suggestion_rules
from sandali.desk.wishes.views import contact_settings

urlpatterns = [
    path("", company.index, name="settings"),
    path("company/", company.company, name="settings_company"),
    path("hours/", hours.hours, name="settings_hours"),
    path("hours/days/", hours.special_day, name="settings_special_days"),
    path("hours/days/<int:number>/removal/", hours.special_day_removal, name="settings_special_day_removal"),
    path("hours/days/<int:number>/confirmation/", hours.special_day_confirmation, name="settings_special_day_confirmation"),
    path("hours/holidays/", hours.holidays, name="settings_holidays"),
    path("people/", people.people, name="settings_people"),
    path("people/<int:number>/", people.person, name="settings_person"),
    path("people/<int:number>/deactivation/", people.deactivation, name="settings_person_deactivation"),
    path("people/<int:number>/activation/", people.activation, name="settings_person_activation"),
    path("invitations/", people.invitations, name="settings_invitations"),
    path("invitations/<int:number>/renewal/", people.invitation_renewal, name="settings_invitation_renewal"),
    path("invitations/<int:number>/withdrawal/", people.invitation_withdrawal, name="settings_invitation_withdrawal"),
    path("departments/", departments.departments, name="settings_departments"),
    path("departments/<int:number>/", departments.department, name="settings_department"),
    path("departments/<int:number>/archive/", departments.archive, name="settings_department_archive"),
    path("departments/<int:number>/restoration/", departments.restoration, name="settings_department_restoration"),
    path("departments/<int:number>/places/", rights.places, name="settings_department_places"),
    path("rights/", rights.rights, name="settings_rights"),
    path("asking/", asking.asking, name="settings_asking"),
    path("contact/", contact_settings, name="settings_contact"),
    path("authority/", authority.authority, name="settings_authority"),
    path("policies/", include("sandali.desk.exceptions.settings_urls")),
    path("public/", plans.plans, name="settings_public_plans"),
    path("public/new/", plans.new_plan, name="settings_public_plan_new"),
    path("public/<int:number>/", plans.plan, name="settings_public_plan"),
    path("public/<int:number>/archive/", plans.plan_archive, name="settings_public_plan_archive"),
    path("public/<int:number>/return/", plans.plan_return, name="settings_public_plan_return"),
    path("reach/", reach_assumptions, name="settings_reach"),
    path("suggestions/", suggestion_rules, name="settings_suggestions"),
    path("routing/", include("sandali.desk.settings.routing.urls")),
    path("standards/", include("sandali.desk.settings.standards.urls")),
    path("causes/", include("sandali.desk.settings.causes.urls")),
    path("channels/", channels.channels, name="settings_channels"),
    path("channels/kinds/", channels.kinds, name="settings_channel_kinds"),
    path("channels/new/", channels.new, name="settings_channel_new"),
    path("channels/new/test/", channels.new_test, name="settings_channel_new_test"),
    path("channels/<int:number>/", channels.channel, name="settings_channel"),
    path("channels/<int:number>/test/", channels.test, name="settings_channel_test"),
    path("channels/<int:number>/example/", channels.example, name="settings_channel_example"),
    path("channels/<int:number>/pause/", channels.pause, name="settings_channel_pause"),
    path("channels/<int:number>/activation/", channels.activation, name="settings_channel_activation"),
    path("channels/<int:number>/archive/", channels.archive, name="settings_channel_archive"),
    path("channels/<int:number>/reopening/", channels.reopening, name="settings_channel_reopening"),
    path("blocked/", blocked.blocked, name="settings_blocked"),
    path("blocked/<int:number>/lifting/", blocked.lifting, name="settings_blocked_lifting"),
    path("quarantine/", quarantine.quarantine, name="settings_quarantine"),
    path("quarantine/<int:number>/raw/", quarantine.raw, name="settings_quarantine_raw"),
    path("quarantine/<int:number>/retry/", quarantine.retry, name="settings_quarantine_retry"),
    path("quarantine/retry/", quarantine.retry_all, name="settings_quarantine_retry_all"),
]
