"""News for open pages: which parts of the desk have something new, never what it is. Cut by what each person may see."""
