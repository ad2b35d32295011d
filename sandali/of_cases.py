"""What rooms below cases keep of a case's number; part of the settings."""

# The ways are explained in cases/actions/numbers_below.py.
CASE_COLUMNS = {
    "sales.Deal.case": "moves",
    "sales.Quote.case": "message",
    "customers.Consent.case": "stays",  # where they said so
    "customers.Begun.case": "stays",
    "customers.AgainstWish.case": "stays",
    "knowledge.Use.case_number": "stays",
}
