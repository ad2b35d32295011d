"""team: those who serve customers, and what they need for it. Above resolution and feedback, below leadership.

Holds: Suggestion (what would help customers, in the words of who serves them), Voice (who else met it), SuggestionRules.
Suggestions of a merged case name the one in which it lives on (following.py, docs/decisions/0025).
A suggestion is made to a manager, or to the managers; an answer is owed within working days, and everybody of ours sees it,
what became of it, and who answered. What was declined has its reason, and nobody is ranked (P21).
Main verbs: suggest, change_suggestion, take_up, decline, carry_out, take_answer_back, add_voice. Reading: suggestions_in(box).
"""
