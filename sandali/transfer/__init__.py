"""transfer: records by the thousand, from other programs. Below the front doors, above team.

Holds: Import (a file, how it is read, what became of its rows), ImportBatch (what a part of it made and changed, for undoing),
ImportLine (rows that were not plain), SourceKey (how another program calls what came from it).
Reading files is `reading/` (pure), which column means what `guessing.py` and `presets.py`, a row's values `drafts.py`.
Main verbs: begin_import, begin_together, start_together (bundles.py has their order), change_plan, check_import, start_import, stop_import, undo_import, undo_together. What runs long is a job
of batches, each one transaction with its range of rows: killed at any moment it goes on there, and nothing comes in twice (K3).
The whole house as one file is `archive/`; Archive is one that somebody asked for (ask_archive, stop_archive, let_house_speak).
Nothing here sends anything to anybody; nothing that stands is overwritten (docs/decisions/0043).
"""
