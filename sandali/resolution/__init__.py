"""resolution: solved means that the customer says so; until then every matter has a clock, a promise, and somebody's name.

Holds (pure, without tables yet): promises noticed in what we write (phrases), a customer's answer in words (answers), apologies
and replies that read like a form (sorry, likeness), the arithmetic of a standard's clock in the company's hours (clocks).
Main verbs: find_promises, read_answer, reading_of_apology, fingerprint, reckon, moment_to_tell.
"""
