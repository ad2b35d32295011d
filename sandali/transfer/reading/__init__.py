"""Reading tables from files of other programs: pure, row by row, with limits. Nothing here knows the database.

`open_table(path)` says what a file is (format, encoding, separator, headings) and gives its rows as texts. `unpacked(source, name)` gives the
tables of a ZIP one by one."""

from sandali.transfer.reading.packed import unpacked
from sandali.transfer.reading.tables import NotReadable, Row, Shape, Table, open_table

__all__ = ["NotReadable", "Row", "Shape", "Table", "open_table", "unpacked"]
