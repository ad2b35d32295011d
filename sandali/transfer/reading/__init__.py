"""Reading tables from files of other programs: pure, row by row, with limits. Nothing here knows the database.

`open_table(path)` says what a file is (format, encoding, separator, headings) and gives its rows as texts."""

from sandali.transfer.reading.tables import NotReadable, Row, Shape, Table, open_table

__all__ = ["NotReadable", "Row", "Shape", "Table", "open_table"]
