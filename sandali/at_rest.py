"""What a house does that rests, as it was brought in from an archive; part of the settings."""

# Whether the house rests, as it was brought in from an archive; and the only jobs that are taken meanwhile: they write to nobody and fetch nothing.
AT_REST = "sandali.company.queries.house_rests"
WHILE_AT_REST = [
    "sandali.cases.jobs.forget_exports",
    "sandali.cases.jobs.pack_figures",
    "sandali.company.jobs.forget_kept_answers",
    "sandali.customers.jobs.write_old_keys",
    "sandali.desk.account.mails.send_change",
    "sandali.desk.account.mails.send_password_link",
    "sandali.history.jobs.clear_finished_jobs",
    "sandali.history.jobs.clear_notices",
    "sandali.history.jobs.look_after_database",
    "sandali.transfer.jobs.rebuild_after_restoring",
    "sandali.transfer.jobs.work_on_import",
    "sandali.transfer.jobs.write_archive",
]
