"""What the desk can do and the API can, side by side: an act of the desk has its operation, or a reason why there is none."""

from sandali.exchange.rest.operations import OPERATIONS
from tests.desk.who import SHADOWED, declared

# Address of the desk that takes POST → the operation that does the same.
SAME = {
    "suggestion_return": "return_one_suggestion", "case_acceptance": "answer_handover", "case_cause_removal": "remove_case_cause", "case_cause_unknown": "plan_cause_look",
    "case_causes": "add_case_cause", "case_decline": "answer_handover", "case_exceptions": "except_from", "case_forwarding": "pass_on", "case_handover": "hand_over",
    "case_handover_withdrawal": "withdraw_one_handover", "case_lesson": "write_one_lesson", "case_mood": "set_mood", "case_promise_answer": "answer_found",
    "case_remedy_completion": "finish_one_remedy", "case_remedy_granting": "answer_remedy", "case_remedy_new": "give", "case_remedy_refusal": "answer_remedy",
    "case_remedy_removal": "take_remedy_back", "case_remedy_reopening": "reopen_answer", "case_repeats": "add_repeat", "case_splitting": "split",
    "case_takeover": "take_case_over", "case_understanding": "write_one_understanding", "customer_consents": "add_consent", "customer_wishes_change": "change_wishes",
    "knowledge_revision_restoration": "restore", "knowledge_uses": "add_use", "knowledge_verdicts": "add_verdict", "message_departure": "send_at_once",
    "suggestion_answer": "answer_suggestion", "suggestion_answer_removal": "take_suggestion_answer_back", "suggestion_new": "create_suggestion",
    "suggestion_outcome": "carry_suggestion_out", "suggestion_voice_removal": "remove_suggestion_voice", "suggestion_voices": "add_suggestion_voice",
    "suggestion_withdrawal": "withdraw_one_suggestion", "suggestion_wording": "reword_suggestion", "case_macro": "press_macro", "deal_edit": "change_one_deal",
    "deal_loss": "end_deal", "deal_new": "create_deal", "deal_owner": "set_deal_owner", "deal_department": "set_deal_department", "order_department": "set_order_department", "deal_quotes": "create_quote", "deal_reopening": "reopen_one_deal",
    "deal_stage": "move_one_deal", "deal_step": "plan_next_step", "deal_step_completion": "finish_next_step", "deal_win": "end_deal", "order_beside": "change_order",
    "order_lines": "write_order_lines", "order_new": "create_order", "order_payment_removal": "strike_payment", "order_payments": "add_payment",
    "order_step_removal": "remove_order_step", "order_steps": "add_order_step", "product": "change_one_product", "product_archive": "take_product_off",
    "product_new": "create_product", "product_return": "put_product_back", "quote_lines": "write_quote_lines", "quote_order": "order_quote", "quote_release": "release",
    "quote_sending": "send_one_quote", "quote_withdrawal": "withdraw_one_quote", "case_new": "create_case", "case_assignment": "assign", "case_department": "move",
    "case_kind": "change_case", "case_fields": "change_case", "case_priority": "change_case", "case_subject": "change_case", "case_state": "set_state", "case_snooze": "snooze", "case_tags": "add_case_tag",
    "case_tag_removal": "remove_case_tag", "case_messages": "answer", "message_withdrawal": "withdraw", "visits": "contact", "case_following": "follow",
    "case_unfollowing": "unfollow", "case_spam": "set_spam", "case_spam_removal": "unset_spam", "case_customer_tags": "add_customer_tag",
    "case_customer_tag_removal": "remove_customer_tag", "case_customer_notes": "write_note_about_customer", "new_customer": "create_customer",
    "edit_customer": "change_customer", "customer_identities": "add_customer_identity", "identity_removal": "remove_customer_identity", "customer_tags": "add_customer_tag",
    "customer_tag_removal": "remove_customer_tag", "customer_notes": "write_note_about_customer", "customer_note_removal": "hide_customer_note",
    "customer_note_return": "return_note_about_customer", "edit_organisation": "change_organisation", "knowledge_new": "create_entry", "knowledge_edit": "change_one_entry",
    "knowledge_archive": "archive", "knowledge_restoration": "unarchive", "knowledge_check": "check", "case_promise": "create_promise", "case_promise_keeping": "keep",
    "case_promise_withdrawal": "withdraw_one_promise", "case_promise_owner": "set_promise_owner", "case_tasks": "create_task", "case_task_owner": "set_task_owner",
    "case_task_passing": "set_task_owner", "case_task_answer": "set_task_answer", "case_task_withdrawal": "withdraw_one_task", "case_task_reopening": "reopen_one_task",
    "case_task_wording": "change_one_task", "case_checklist": "add_checklist_item", "case_item_tick": "tick_checklist_item", "case_item_removal": "remove_checklist_item",
    "case_links": "link_case", "case_link_removal": "unlink_case", "case_followers": "add_case_follower", "case_follower_removal": "remove_case_follower",
    "case_merging": "merge_into", "message_retry": "retry", "case_reminders": "create_reminder", "case_reminder_completion": "finish_one_reminder",
    "case_reminder_removal": "remove_one_reminder", "identity_main": "make_customer_identity_main", "organisation_notes": "write_note_about_organisation",
    "organisation_people": "add_customer_organisation", "belonging_removal": "remove_customer_organisation", "organisation_removal": "remove_one_organisation",
    "organisation_tags": "add_organisation_tag", "organisation_note_return": "return_note_about_organisation", "identity_proof": "vouch_for_customer_identity",
    "new_organisation": "create_organisation", "organisation_return": "return_one_organisation", "organisation_note_removal": "hide_organisation_note",
    "belonging_main": "make_organisation_main", "organisation_tag_removal": "remove_organisation_tag", "customer_organisations": "add_customer_organisation",
    "case_clock_reason": "write_clock_reason", "case_recovery_beginning": "begin_one_recovery", "case_recovery_doing": "do_recovery_step",
    "case_recovery_removal": "take_recovery_step_back", "case_recovery_return": "return_recovery_step", "case_reminder": "change_one_reminder",
    "cause_mending": "mend_one_cause", "cause_mending_removal": "unmend_one_cause", "lesson_improvement": "change_one_improvement",
    "lesson_improvement_end": "end_one_improvement", "lesson_improvement_reopening": "reopen_one_improvement", "lesson_improvements": "create_improvement",
    "public_mention": "write_one_mention", "case_public_marking": "mark_one_public", "case_public_removal": "unmark_one_public", "case_public_return": "return_one_public",
    "case_public_plan": "choose_one_plan", "case_public_answered": "write_public_answer", "case_public_answered_removal": "take_public_answer_back",
    "case_public_thanked": "write_public_thanks", "case_public_thanked_removal": "take_public_thanks_back", "customer_details": "check_customer_details",
    "customer_files": "keep_customer_file", "organisation_files": "keep_organisation_file", "record_file_removal": "remove_record_file",
    "record_file_return": "return_record_file",
}  # fmt: skip
# Why the API has none.
OWN = "a person's own affair at their screen: drafts, looks, notices, devices, views, the order of their lists"
SETTING = "how the company works is set up by people, on a page that says what it means"
PREVIEW = "it tries or shows something, and changes nothing of a case"
UNDO = "a press that takes back what was just done; the API says the contrary by an operation of its own where there is one"
WEIGHED = "for good, or about two people: somebody looks at the page that says what it means, and decides"
SIGNED = "it speaks for the house with a person's name below it, or with the customer's own words: whoever signs reads it on its page first"
MISSING = {
    OWN: """browser_removal browser_trial browsers call_putting_away case_bulk case_draft case_looking checklist fewer_mails language message_discarding message_pictures
        message_undiscarding notice_choices own_zone presence profile read_notices saved_view saved_view_filter saved_view_filter_undoing saved_view_place saved_view_removal
        saved_view_undoing saved_views setup theme token_ending tokens case_item_place identity_call invitation report_record_kinds report_record_corrections segment_new
        segment_edit segment_removal""",
    SETTING: """customer_followers retry_job settings_asking settings_authority settings_blocked settings_blocked_lifting settings_cause settings_cause_merging settings_cause_place
        settings_cause_retirement settings_causes settings_causes_usual settings_channel settings_channel_activation settings_channel_archive settings_channel_earlier_token
        settings_channel_new settings_channel_pause settings_channel_reopening settings_channel_token settings_company settings_contact settings_department
        settings_department_archive settings_department_places settings_department_restoration settings_departments settings_holidays settings_hours
        settings_invitation_renewal settings_invitation_withdrawal settings_invitations settings_person settings_person_activation settings_person_deactivation settings_policy
        settings_policy_new settings_public_plan settings_public_plan_archive settings_public_plan_new settings_public_plan_return settings_quarantine_retry
        settings_quarantine_retry_all settings_reach settings_rights settings_routing_department settings_routing_rule settings_routing_rule_activity settings_routing_rule_new
        settings_routing_rule_place settings_routing_rule_removal settings_routing_skill_removal settings_routing_skills settings_situation settings_situation_ending
        settings_situation_new settings_special_day_removal settings_special_day_confirmation settings_special_days settings_standard settings_standard_activity
        settings_standard_new settings_standard_removal settings_standards_telling settings_standards_usual settings_suggestions settings_webhook settings_webhook_activation
        settings_webhook_pause settings_webhook_removal settings_webhook_retry settings_webhook_secret settings_webhook_trial settings_webhooks policy_proposal duplicate_rules
        macro macro_new macro_removal settings_field settings_field_archive settings_field_place settings_field_return settings_fields settings_tag settings_tag_merging settings_tag_removal settings_pipeline
        settings_pipeline_archive settings_pipeline_new settings_pipeline_return settings_quotes settings_rule settings_rule_activity settings_rule_new settings_rule_place
        settings_rule_removal settings_sales settings_sales_beginning report_record_looks report_record_rules""",
    PREVIEW: """case_apology_check case_likeness case_promise_reading case_task_quotation report_cause_exports report_exports report_sale_exports settings_channel_new_test settings_channel_test
        settings_routing_rule_new_trial settings_routing_rule_trial settings_standard_trial public_table settings_import_trial settings_rule_new_trial settings_rule_trial
        segment_conditions""",
    UNDO: """settings_tag_undoing case_macro_undoing bulk_undoing case_item_undoing case_regrouping_undoing case_reminder_undoing case_repeat_undoing case_part_removal
        merging_undoing pair_reopening settings_import_undoing settings_rule_undoing report_record_kinds_undoing report_record_corrections_undoing customer_details_undoing identity_return
        organisation_joining_undoing segment_return deal_department_undoing order_department_undoing""",
    WEIGHED: """customer_apart customer_erasure customer_export customer_merging duplicate_scans duplicate_scan_stopping settings_imports settings_import_plan settings_import_removal
        settings_import_start settings_import_stopping settings_house_speaking settings_archive_removal settings_house_links settings_archives settings_archive_stopping
        organisation_joining segment_exports order_exports deal_exports settings_import_forgetting settings_import_choices settings_import_order settings_import_order_back""",
    SIGNED: """case_apology case_approved case_remedy_story case_remedy_withholding case_signature case_signature_decline case_signature_withdrawal cause_letter_withdrawal
        cause_telling""",
}  # fmt: skip


def acts_of_the_desk():
    """The addresses that take POST."""
    shut = SHADOWED | {"account_signup_by_passkey"}  # what allauth offers and we do not
    return {name for name, line in declared().items() if "POST" in line} - shut


def test_every_act_of_the_desk_has_its_operation_or_a_reason_why_not():
    missing = [name for names in MISSING.values() for name in names.split()]
    told = [*SAME, *missing]
    assert (sorted(acts_of_the_desk() - set(told)), sorted(set(told) - acts_of_the_desk())) == ([], [])
    assert len(told) == len(set(told))


def test_the_operations_that_the_table_names_are_there():
    assert sorted(set(SAME.values()) - set(OPERATIONS)) == []
