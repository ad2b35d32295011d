"""The desk's pages: records of customers that may be of one person, putting them together and setting them apart.

pages: the list of pairs, the look through the base, the company's thresholds. merging: two records side by side, field by field.
words: evidence said to people. typing: who is like the one that is being written down.
"""
