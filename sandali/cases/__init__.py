"""cases: one matter that a customer brings, and everything said about it on whatever channel.

Holds: Case, Message, Attachment, Draft, CaseRead. Intake reads arrivals from channels; replies hand deliveries back.
Main verbs: receive, reply, withdraw_reply, write_note, record_contact, open_case, assign_case, change_state, classify_case.
Fetching on somebody's behalf is access.py alone: cases_for(person), access_case(person, id, to="answer").
"""
