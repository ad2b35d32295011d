"""What the desk can do and the API can, side by side: an act of the desk has its operation, or a reason why there is none."""

from sandali.exchange.rest.operations import OPERATIONS
from tests.desk.who import SHADOWED, declared

# Address of the desk that takes POST → the operation that does the same.
SAME = {
    "case_new": "create_case", "case_assignment": "assign", "case_department": "move", "case_kind": "change_case", "case_priority": "change_case",
    "case_subject": "change_case", "case_state": "set_state", "case_snooze": "snooze", "case_tags": "add_case_tag", "case_tag_removal": "remove_case_tag",
    "case_messages": "answer", "message_withdrawal": "withdraw", "visits": "contact", "case_following": "follow", "case_unfollowing": "unfollow",
    "case_spam": "set_spam", "case_spam_removal": "unset_spam", "case_customer_tags": "add_customer_tag", "case_customer_tag_removal": "remove_customer_tag",
    "case_customer_notes": "write_note_about_customer", "new_customer": "create_customer", "edit_customer": "change_customer",
    "customer_identities": "add_customer_identity", "identity_removal": "remove_customer_identity", "customer_tags": "add_customer_tag",
    "customer_tag_removal": "remove_customer_tag", "customer_notes": "write_note_about_customer", "customer_note_removal": "hide_customer_note",
    "customer_note_return": "return_note_about_customer", "edit_organisation": "change_organisation", "knowledge_new": "create_entry",
    "knowledge_edit": "change_one_entry", "knowledge_archive": "archive", "knowledge_restoration": "unarchive", "knowledge_check": "check",
    "case_promise": "create_promise", "case_promise_keeping": "keep", "case_promise_withdrawal": "withdraw_one_promise", "case_promise_owner": "set_promise_owner",
    "case_tasks": "create_task", "case_task_owner": "set_task_owner", "case_task_passing": "set_task_owner", "case_task_answer": "set_task_answer",
    "case_task_withdrawal": "withdraw_one_task", "case_task_reopening": "reopen_one_task", "case_task_wording": "change_one_task",
    "case_checklist": "add_checklist_item", "case_item_tick": "tick_checklist_item", "case_item_removal": "remove_checklist_item",
    "case_links": "link_case", "case_link_removal": "unlink_case", "case_followers": "add_case_follower", "case_follower_removal": "remove_case_follower",
    "case_merging": "merge_into", "message_retry": "retry", "case_reminders": "create_reminder", "case_reminder_completion": "finish_one_reminder", "case_reminder_removal": "remove_one_reminder",
}  # fmt: skip
# Why the API has none.
OWN = "a person's own affair at their screen: drafts, looks, notices, devices, views, the order of their lists"
SETTING = "how the company works is set up by people, on a page that says what it means"
PREVIEW = "it tries or shows something, and changes nothing of a case"
UNDO = "a press that takes back what was just done; the API says the contrary by an operation of its own where there is one"
WEIGHED = "for good, or about two people: somebody looks at the page that says what it means, and decides"
LATER = "still to come"
MISSING = {
    OWN: """browser_removal browser_trial browsers call_putting_away case_bulk case_draft case_looking checklist fewer_mails language message_discarding
        message_pictures message_undiscarding notice_choices own_zone presence profile read_notices saved_view saved_view_filter saved_view_filter_undoing saved_view_place
        saved_view_removal saved_view_undoing saved_views setup theme token_ending tokens case_item_place identity_call invitation""",
    SETTING: """customer_followers retry_job settings_asking settings_authority settings_blocked settings_blocked_lifting settings_cause settings_cause_merging settings_cause_place settings_cause_retirement
        settings_causes settings_causes_usual settings_channel settings_channel_activation settings_channel_archive settings_channel_earlier_token
        settings_channel_new settings_channel_pause settings_channel_reopening settings_channel_token settings_company settings_contact settings_department
        settings_department_archive settings_department_places settings_department_restoration settings_departments settings_holidays settings_hours
        settings_invitation_renewal settings_invitation_withdrawal settings_invitations settings_person settings_person_activation
        settings_person_deactivation settings_policy settings_policy_new settings_public_plan settings_public_plan_archive settings_public_plan_new
        settings_public_plan_return settings_quarantine_retry settings_quarantine_retry_all settings_reach settings_rights settings_routing_department
        settings_routing_rule settings_routing_rule_activity settings_routing_rule_new settings_routing_rule_place settings_routing_rule_removal
        settings_routing_skill_removal settings_routing_skills settings_situation settings_situation_ending settings_situation_new
        settings_special_day_removal settings_special_day_confirmation settings_special_days settings_standard settings_standard_activity settings_standard_new
        settings_standard_removal settings_standards_telling settings_standards_usual settings_suggestions settings_webhook settings_webhook_activation
        settings_webhook_pause settings_webhook_removal settings_webhook_retry settings_webhook_secret settings_webhook_trial settings_webhooks policy_proposal
        duplicate_rules macro macro_new macro_removal settings_field settings_field_archive settings_field_place settings_field_return settings_fields
        settings_pipeline settings_pipeline_archive settings_pipeline_new settings_pipeline_return settings_quotes settings_rule settings_rule_activity
        settings_rule_new settings_rule_place settings_rule_removal settings_sales settings_sales_beginning""",
    WEIGHED: """customer_apart customer_erasure customer_export customer_merging duplicate_scans duplicate_scan_stopping settings_imports settings_import_plan
        settings_import_forgetting settings_import_removal settings_import_start settings_import_stopping""",
    PREVIEW: """case_apology_check case_likeness case_promise_reading case_task_quotation report_cause_exports report_exports settings_channel_new_test
        settings_channel_test settings_routing_rule_new_trial settings_routing_rule_trial settings_standard_trial public_table settings_import_trial settings_rule_new_trial settings_rule_trial""",
    UNDO: "bulk_undoing case_item_undoing case_regrouping_undoing case_reminder_undoing case_repeat_undoing case_part_removal suggestion_return merging_undoing pair_reopening settings_import_undoing settings_rule_undoing",
    LATER: """case_acceptance case_apology case_approved case_cause_removal case_cause_unknown case_causes case_clock_reason case_decline case_exceptions
        case_forwarding case_handover case_handover_withdrawal case_lesson case_mood case_promise_answer case_recovery_beginning case_recovery_doing
        case_recovery_removal case_recovery_return case_remedy_completion case_remedy_granting case_remedy_new case_remedy_refusal case_remedy_removal
        case_remedy_reopening case_remedy_story case_remedy_withholding case_reminder case_repeats case_signature case_signature_decline
        case_signature_withdrawal case_splitting case_takeover case_understanding cause_letter_withdrawal cause_mending
        cause_mending_removal cause_telling customer_consents customer_wishes_change knowledge_revision_restoration knowledge_uses knowledge_verdicts
        lesson_improvement lesson_improvement_end lesson_improvement_reopening lesson_improvements message_departure public_mention suggestion_answer
        suggestion_answer_removal suggestion_new suggestion_outcome suggestion_voice_removal suggestion_voices suggestion_withdrawal suggestion_wording case_macro deal_edit deal_loss
        deal_new deal_owner deal_quotes deal_reopening deal_stage deal_step deal_step_completion deal_win order_beside order_lines order_new
        order_payment_removal order_payments order_step_removal order_steps product product_archive product_new product_return quote_lines quote_order
        quote_release quote_sending quote_withdrawal""",
}  # fmt: skip


def acts_of_the_desk():
    """The addresses that take POST."""
    shut = SHADOWED | {"account_signup_by_passkey"}  # what allauth offers and we do not
    return {name for name, line in declared().items() if "POST" in line} - shut


def test_every_act_of_the_desk_has_its_operation_or_a_reason_why_not():
    missing = [name for names in MISSING.values() for name in names.split()]
    of_public = {name for name in acts_of_the_desk() if name.startswith("case_public_")}  # still to come, with public matters
    told = [*SAME, *missing, *of_public]
    assert (sorted(acts_of_the_desk() - set(told)), sorted(set(told) - acts_of_the_desk())) == ([], [])
    assert len(told) == len(set(told))


def test_the_operations_that_the_table_names_are_there():
    assert sorted(set(SAME.values()) - set(OPERATIONS)) == []
