"""duplicates: records of customers that may be of one person, with the evidence for each pair. Nothing is ever merged from here.

names: a name as it sounds, in Persian or Latin letters. scoring: evidence and its weight for two `Features`, pure.
blocking: the keys under which records are compared at all. keys: the table of these keys, written when a customer changes.
likeness: who is like somebody, while they are typed and on their page. scanning: the whole base, as a job that can be stopped.
newcomers: who is like many people of a file, before they come in.
Putting records together is customers/merging.
"""
