"""A full-text index on both databases, over the same folded text (LIBRARIES): FTS5 on SQLite, tsvector on PostgreSQL.

An index is a table `name` with a number and words. Rooms make theirs in a migration (see customers/migrations/0002_words.py)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import connection

from sandali.kit.bulk import array_of
from sandali.kit.text import fts_query, query_terms, search_form, tsquery

MOST_INDEXED = 20_000  # characters of one entry; the rest of a very long text is not searched


def entry_of(text: str, exact: str = "") -> str:
    """The words of an entry. `exact` are words that are folded already and have no other form, such as numbers' ends."""
    words = search_form(text[:MOST_INDEXED])
    return f"{words} {exact}" if exact else words


def put(name: str, number: int, text: str, *, exact: str = "", new: bool = False) -> None:
    """Index `text` under `number`, in place of what stood there. `new` promises that nothing did."""
    words = entry_of(text, exact)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            if not new:
                cursor.execute(f"DELETE FROM {name} WHERE rowid = %s", [number])
            cursor.execute(f"INSERT INTO {name} (rowid, words) VALUES (%s, %s)", [number, words])
        else:
            cursor.execute(
                f"INSERT INTO {name} (rowid, words) VALUES (%s, to_tsvector('simple', %s)) "
                "ON CONFLICT (rowid) DO UPDATE SET words = EXCLUDED.words",
                [number, words],
            )


def put_many(name: str, entries: Iterable[tuple[int, str]]) -> None:
    """Index many new entries, (number, text), of which nothing is indexed yet."""
    put_entries(name, [(number, entry_of(text)) for number, text in entries])


def put_entries(name: str, rows: Sequence[tuple[int, str]]) -> None:
    """The same of entries whose words were worked out before (`entry_of`)."""
    if not rows:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.executemany(f"INSERT INTO {name} (rowid, words) VALUES (%s, %s)", rows)
            return
        numbers, words = array_of([number for number, _words in rows]), array_of([words for _number, words in rows])
        found = "unnest(%s::bigint[], %s::text[]) AS found (number, words)"
        cursor.execute(f"INSERT INTO {name} (rowid, words) SELECT number, to_tsvector('simple', words) FROM {found}", [numbers, words])


def remove(name: str, numbers: Sequence[int]) -> None:
    """Take entries out of the index.

    On SQLite they stay as empty ones: up to 3.40 at least, FTS5 gives wrong answers or a malformed index when a number is
    deleted, the index is read (or a savepoint taken), and the number comes back, all in one transaction. Replacing is safe."""
    if connection.vendor == "sqlite":
        for number in numbers:
            put(name, number, "")
        return
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {name} WHERE rowid = ANY(%s)", [list(numbers)])


def squeeze(name: str, *, first: bool, pages: int = 200) -> bool:
    """Rewrite a part of the index without what was removed; returns whether there is more. `first` begins anew.

    FTS5 keeps the words of a removed entry, marked as such, until its segments are merged (fts5.html, the merge command). On
    PostgreSQL the vacuum does it."""
    if connection.vendor != "sqlite":
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT total_changes()")
        [before] = cursor.fetchone()
        cursor.execute(f"INSERT INTO {name} ({name}, rank) VALUES ('merge', %s)", [-pages if first else pages])
        cursor.execute("SELECT total_changes()")
        [after] = cursor.fetchone()
    return int(after) - int(before) >= 2


def match_text(query: str, *, sqlite: bool) -> str:
    """The query in the language of the database; "" when it holds no word.

    A single letter at its end is taken as a word of its own: as a beginning it would stand for a good part of all words,
    and cost more than everything else together (225 ms over 500,000 messages)."""
    words = query_terms(query)
    if not words:
        return ""
    match = fts_query(query) if sqlite else tsquery(query)
    if len(words[-1]) > 1:
        return match
    return match.replace('"*', '"') if sqlite else match.replace(":*", "")


def find(name: str, query: str, *, most: int = 50, below: int | None = None) -> list[int]:
    """Numbers whose words match all words of the query (the last one by its beginning), newest first.

    `below` pages on: only numbers less than it. An empty query finds nothing."""
    sqlite = connection.vendor == "sqlite"
    match = match_text(query, sqlite=sqlite)
    if not match:
        return []
    condition = f"{name} MATCH %s" if sqlite else "words @@ to_tsquery('simple', %s)"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT rowid FROM {name} WHERE {condition} AND rowid < %s ORDER BY rowid DESC LIMIT %s",
            [match, below if below is not None else 2**62, most],
        )
        return [row[0] for row in cursor.fetchall()]


def find_any(name: str, terms: Sequence[str], *, most: int = 50) -> list[int]:
    """Numbers whose words hold some of `terms` (folded words, see kit.text.search_form), best first.

    Best is what holds more of them; on SQLite rare words weigh more than common ones (bm25)."""
    words = [term for term in terms if term.isalnum()]
    if not words:
        return []
    if connection.vendor == "sqlite":
        match = " OR ".join(f'"{word}"' for word in words)
        query = f"SELECT rowid FROM {name} WHERE {name} MATCH %s ORDER BY rank, rowid DESC LIMIT %s"
    else:
        match = " | ".join(f"'{word}'" for word in words)
        query = (
            f"SELECT rowid FROM {name}, to_tsquery('simple', %s) AS wanted WHERE words @@ wanted "
            "ORDER BY ts_rank(words, wanted) DESC, rowid DESC LIMIT %s"
        )
    with connection.cursor() as cursor:
        cursor.execute(query, [match, most])
        return [row[0] for row in cursor.fetchall()]


def contents(name: str) -> dict[int, str]:
    """Everything in an index, number → words as the database keeps them: to compare one that was rebuilt with the live one."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT rowid, words FROM {name} ORDER BY rowid")
        return {number: str(words) for number, words in cursor.fetchall()}
