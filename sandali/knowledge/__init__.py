"""knowledge: what our people know, said once: short facts to insert in an answer, and articles that show how (P18).

Holds: Entry (a fact or an article), Revision (every text it ever had), Use (inserted where, by whom), Verdict (was it right?).
There is no whole-reply template: a fact is a piece of information, the letter around it is written by a person.
Main verbs: write_entry, change_entry, archive_entry, check_entry ("still right"), use_entry, judge_entry. Reading:
entries_for(person), public_entries(language); filling.fill puts the facts of a case into the places that name them.
"""
