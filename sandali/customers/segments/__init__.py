"""Segments: a question about customers that somebody saved. It is always asked anew, and of what its reader may see (docs/decisions/0047).

parts       what a condition is asked with: a choice, a number, a day
conditions  what all conditions are, how often something happened and when; the list of all (settings.SEGMENT_CONDITIONS)
own         the conditions that this room knows; rooms above have theirs in a module `segments`
questions   conditions put together: read, asked, said as a sentence
queries     who has which segments, how many are in one
actions     save_segment, change_segment, remove_segment, restore_segment
"""
