"""Time in cases: snoozing, answers that leave later, reminders."""
