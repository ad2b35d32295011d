"""The full-text indexes of deals, orders and quotes, and one of invoices: FTS5 on SQLite, tsvector on PostgreSQL; sandali/kit/search.py reads and writes them."""

from django.db import migrations, models

NAMES = ["deals_words", "orders_words", "quotes_words"]


def create(apps, editor):
    for name in NAMES:
        if editor.connection.vendor == "sqlite":
            editor.execute(f"CREATE VIRTUAL TABLE {name} USING fts5(words, tokenize='unicode61 remove_diacritics 0', prefix='2 3')")
        else:
            editor.execute(f"CREATE TABLE {name} (rowid bigint PRIMARY KEY, words tsvector NOT NULL)")
            editor.execute(f"CREATE INDEX {name}_gin ON {name} USING gin (words)")


def drop(apps, editor):
    for name in NAMES:
        editor.execute(f"DROP TABLE {name}")


class Migration(migrations.Migration):
    dependencies = [("sales", "0002_for_segments")]
    operations = [
        migrations.RunPython(create, drop),
        migrations.AddIndex(model_name="order", index=models.Index(fields=["invoice"], name="orders_by_invoice")),
    ]
