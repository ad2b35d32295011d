"""Fields that the company defines itself: what they take (`values.parse`), how they show, who has which.

`values` reads what was typed into a value or says in a sentence why not; forms, imports and programs all go through it.
`queries` reads many at once, `actions` writes them, `finding` is the condition "has this value" for lists and segments.
"""
