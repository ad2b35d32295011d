"""customers: everyone who ever made contact, bought or not, and the organisations they belong to.

Holds: Customer, Organisation, Identity (an address on some kind of channel), Tag, CustomerNote; Wishes (how they want to be reached),
Consent, what we began by ourselves, what went against a wish, and the company's rules.
Main verbs: recognise(party) finds or makes the customer behind an address (P01: nobody falls off),
edit_customer, add_identity, write_customer_note, tag_customer, change_stage. Reading: customers_for(person).
organising.py: who belongs to which organisation, two that are one. proving.py: whether an address is theirs. filing.py: their files.
merge_customers and unmerge_customers (merging.py) put two records together and set them apart; duplicates/ says who may be one person.
Fields that the company defines itself: fields/. Erasing and exporting a person: erasing.py, exporting.py, what rooms keep: keeping.py.
Questions about customers that somebody saved, with the conditions of all rooms: segments/.
may_contact (contact.py) is the one answer whether we may write to somebody; keep_wishes and say_consent (wishing.py) write it down.
"""
