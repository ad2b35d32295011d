"""archive: everything the house holds as one file that anybody can read, and the way back into an empty house.

What goes in and what stays out, table by table, is `tables.py`; a test fails for a table that it does not name. `snapshot.py` gives
a still picture of the database while people go on working, `rows.py` makes rows into lines and back, `files.py` finds the files
that they name, `sheets/` has the tables for people, `writing.py` makes the file and `checking.py` believes none; `restoring.py`
brings one in, and `settling.py` lets the house speak again. Why so: docs/decisions/0046.
"""
