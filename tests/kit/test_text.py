"""The fold, the search form, queries on a real FTS5 table, cleaning, scripts, languages, order."""

import collections
import csv
import json
import sqlite3

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandali.kit import joining, lemmas, text

FA = "fa_seraji-ud-dev.conllu"


def fts_table(rows):
    database = sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE found USING fts5(words, tokenize='unicode61 remove_diacritics 0')")
    database.executemany("INSERT INTO found (rowid, words) VALUES (?, ?)", enumerate(rows))
    return database


def matches(database, query):
    return {row[0] for row in database.execute("SELECT rowid FROM found WHERE found MATCH ?", (query,))}


@pytest.mark.parametrize(
    "typed, folded",
    [
        ("می‌شود", "می شود"),
        ("مي‌شود", "می شود"),
        ("مِی‌شَوَد", "می شود"),
        ("كتاب", "کتاب"),
        ("کـــتاب", "کتاب"),
        ("رضائی", "رضایی"),
        ("آب أحمد إمام ٱلله", "اب احمد امام الله"),
        ("مؤسسة", "موسسه"),
        ("خانۀ ما", "خانه ما"),
        ("شیء", "شی"),
        ("۰۹۱۲ ٣٤٥ ６７８９", "0912 345 6789"),
        ("۱٬۲۵۰٬۰۰۰", "1250000"),
        ("«سفارش»؛ رسید؟", "سفارش رسید"),
        ("AV-1882_b", "av 1882 b"),
        ("STRASSE straße", "strasse strasse"),
        ("Café CAFÉ", "cafe cafe"),
        ("invoice\u202efdp.exe", "invoicefdp exe"),
        ("a\u00adb\u2060c\ufeff", "abc"),
        ("ﻣﺸﺘﺮﯼ", "مشتری"),
        ("  \n\t ", ""),
        ("", ""),
        ("🙂", ""),
    ],
)
def test_one_thing_typed_in_many_ways_folds_to_one_form(typed, folded):
    assert text.fold(typed) == folded


@given(st.text())
def test_folding_twice_changes_nothing(typed):
    assert text.fold(text.fold(typed)) == text.fold(typed)


@given(st.text())
def test_a_folded_text_holds_only_words_and_single_spaces(typed):
    folded = text.fold(typed)
    assert folded == " ".join(folded.split())
    assert not any(char in folded for char in "\u200c\u200f\u202e\"'()*:&|!<>-")


@given(st.text())
def test_the_index_form_starts_with_the_fold(typed):
    assert text.search_form(typed).split()[: len(text.fold(typed).split())] == text.fold(typed).split()


@given(st.text(alphabet="abcیکمنهاآأئ \u200c\u200b¬.،0۱\u0653\u0654َ"))
def test_the_words_of_a_query_are_the_words_of_the_fold(typed):
    flat = [word for asked in text._asked(typed) for word in asked.words]
    assert flat == text.fold(typed).split()[: len(flat)]


@pytest.mark.parametrize(
    "one, other",
    [
        ("می‌خواهم", "خواستم"),
        ("میخوام", "می‌خواهیم"),
        ("می شود", "شدند"),
        ("میشود", "نشده"),
        ("کتاب‌ها", "کتابی که کتاب است"),
        ("کتاب ها", "کتاب"),
        ("کتابها", "کتاب"),
        ("کتاب", "کتابهایشان"),
        ("سفارشات", "سفارش"),
        ("مشتریان", "مشتری‌ها"),
        ("مشتریانمان", "مشتری"),
        ("قسط", "اقساط"),
        ("نمی‌تونم", "می‌توانید"),
    ],
)
def test_a_query_by_one_form_finds_text_with_another(one, other):
    database = fts_table([text.search_form(f"سلام، {other} را دیدید؟")])
    assert matches(database, text.fts_query(one)) == {0}


def test_without_the_lemmatizer_the_fold_alone_still_searches(monkeypatch):
    monkeypatch.setattr(lemmas, "_pipeline", None)
    text._remembered_lemmas.cache_clear()
    try:
        assert text.search_form("كتاب‌ها را می‌خواهم") == "کتاب ها را می خواهم"
        assert text.fts_query("می‌خواهم") == '("می خواهم"*)'
    finally:
        text._remembered_lemmas.cache_clear()


def test_the_last_word_may_be_unfinished_and_the_others_may_not():
    database = fts_table([text.search_form(row) for row in ("سفارش دیروز رسید", "سفارشی دیر رسید")])
    assert matches(database, text.fts_query("دیروز سفا")) == {0}
    assert matches(database, text.fts_query("سفا رسید")) == set()


def test_queries_are_made_of_quoted_words():
    assert text.query_terms("نامهٔ OR «AND» (NEAR)") == ["نامه", "or", "and", "near"]
    assert text.fts_query("x OR y*") == '("x") AND ("or") AND ("y"*)'
    assert text.tsquery("x OR y:*") == "(('x')) & (('or')) & (('y':*))"
    assert (text.fts_query("()\"*"), text.tsquery("!&|"), text.fts_query("")) == ('""', "", '""')


@pytest.mark.reliability("H9")
def test_an_endless_query_is_cut():
    assert len(text.query_terms("کلمه " * 5000)) == 32
    assert max(len(term) for term in text.query_terms("الف" * 5000)) == 100
    assert len(text.fts_query("کتاب " * 5000)) < 4000


def test_no_naughty_string_breaks_the_full_text_query(shared_data):
    strings = json.loads((shared_data / "strings-and-html" / "blns.json").read_text(encoding="utf-8"))
    database = fts_table([text.search_form(one) for one in strings])
    lost = [one for number, one in enumerate(strings) if text.fold(one) and number not in matches(database, text.fts_query(one))]
    assert len(strings) > 500
    assert lost == []


@given(st.text())
def test_no_text_breaks_the_full_text_query(typed):
    found = matches(fts_table([text.search_form(typed)]), text.fts_query(typed))
    assert found in ({0}, set())


def test_persian_spelling_pairs_find_each_other(shared_data):
    pairs = json.loads((shared_data / "persian-text" / "pairs.json").read_text(encoding="utf-8"))
    missed = []
    for pair in pairs:
        for stored, asked in ((pair["raw"], pair["want"]), (pair["want"], pair["raw"])):
            if text.fold(asked) and not matches(fts_table([text.search_form(stored)]), text.fts_query(asked)):
                missed.append((pair["test"], stored, asked))
    assert len(pairs) == 49
    assert missed == []


@pytest.fixture(scope="module")
def treebank(shared_data):
    sentences, words = [], []
    for line in (shared_data / "persian-treebank" / FA).read_text(encoding="utf-8").splitlines():
        if line.startswith("# text = "):
            sentence = line.removeprefix("# text = ")
        elif not line and words:
            sentences.append((sentence, words))
            words = []
        elif line[:1].isdigit() and "-" not in line.split("\t")[0]:
            words.append(tuple(line.split("\t")[1:4]))
    return sentences


def recall(treebank, index_form, query):
    """Share of the sentences holding any form of a lemma that a query by each of its forms finds, and the share found rightly."""
    database = fts_table([index_form(sentence) for sentence, _ in treebank])
    where, forms = collections.defaultdict(set), collections.defaultdict(set)
    for number, (_, words) in enumerate(treebank):
        for form, lemma, kind in words:
            if kind in ("NOUN", "VERB", "ADJ"):
                where[lemma, kind].add(number)
                forms[lemma, kind].add(form)
    hit = wanted = found = 0
    for key in (key for key in forms if len(forms[key]) > 1):
        for form in forms[key]:
            got = matches(database, query(form))
            hit, wanted, found = hit + len(got & where[key]), wanted + len(where[key]), found + len(got)
    return hit / wanted, hit / found


def test_lemmas_find_the_other_forms_of_a_word_in_real_sentences(treebank, record_property):
    assert len(treebank) == 599
    plain, exact = recall(treebank, text.fold, lambda form: " AND ".join(f'"{term}"' for term in text.query_terms(form)))
    with_lemmas, right = recall(treebank, text.search_form, text.fts_query)
    print(f"recall {plain:.3f} (precision {exact:.3f}) by the fold, {with_lemmas:.3f} ({right:.3f}) with lemmas")
    assert 0.10 < plain < 0.25
    assert with_lemmas > 0.65
    assert right > 0.70


def written_apart(treebank):
    """(number of the sentence, noun) of every noun with a half-space that is more than a word and its ending."""
    return [
        (number, form) for number, (_, words) in enumerate(treebank) for form, _, kind in words
        if kind in ("NOUN", "ADJ") and joining.compounds(form)
    ]  # fmt: skip


@pytest.mark.parametrize("other", ["", " "], ids=["joined", "with a space"])
def test_real_nouns_with_a_half_space_are_found_however_they_are_typed(treebank, other):
    database, nouns = fts_table([text.search_form(sentence) for sentence, _ in treebank]), written_apart(treebank)
    found = [number in matches(database, text.fts_query(form.replace("\u200c", other))) for number, form in nouns]
    print(f"{sum(found)} of {len(found)} nouns with a half-space are found {'with a space' if other else 'joined'}")
    assert len(found) > 100
    assert sum(found) == len(found)


@pytest.mark.parametrize("stored", ["کتاب‌خانه", "کتابخانه", "کتاب خانه"])
@pytest.mark.parametrize("asked", ["کتاب‌خانه", "کتابخانه", "کتاب خانه", "کتابخانه‌ها", "کتاب خا"])
def test_a_noun_of_two_words_is_found_joined_apart_and_with_a_half_space(stored, asked):
    database = fts_table([text.search_form(f"نشانی {stored} را بفرستید"), text.search_form("کتاب من در دفتر ماند")])
    assert matches(database, text.fts_query(asked)) == {0}


@pytest.mark.parametrize("stored", ["۰۹۱۲ ۳۴۵ ۶۷ ۸۹", "0912-345-6789", "(0912) 345.67.89", "٠٩١٢\u00a0٣٤٥\u200f ٦٧٨٩", "09123456789", "شماره‌ها: 5 0912 345 67 89"])
@pytest.mark.parametrize("asked", ["09123456789", "۰۹۱۲۳۴۵۶۷۸۹", "0912 345 67 89", "0912-3456789", "0912345"])
def test_a_number_is_found_however_it_is_grouped(stored, asked):
    database = fts_table([text.search_form(f"تماس: {stored} ، ساعت ۱۰"), text.search_form("09123450000")])
    assert 0 in matches(database, text.fts_query(asked))
    assert (1 in matches(database, text.fts_query(asked))) == (asked == "0912345")


WRITTEN = ["+989123456789", "00989123456789", "989123456789", "09123456789", "9123456789", "+98 912 345 67 89", "۰۰۹۸-۹۱۲-۳۴۵۶۷۸۹", "+98 (0) 912 3456789"]


@pytest.mark.parametrize("stored", WRITTEN)
@pytest.mark.parametrize("asked", [*WRITTEN, "+98 912 345", "0098912345", "0912345"])
def test_a_telephone_number_is_found_with_and_without_the_code_of_its_country(stored, asked):
    database = fts_table([text.search_form(f"زنگ بزنید به {stored}. ممنون"), text.search_form("09125550000 و 98 سفارش")])
    assert matches(database, text.fts_query(asked)) == {0}


@pytest.mark.parametrize(
    "digits, one",
    [
        ("982188776655", "02188776655"), ("00982188776655", "02188776655"), ("09123456789", ""), ("2188776655", ""), ("98", ""),
        ("981250", ""), ("00442079460000", "442079460000"), ("442079460000", ""), ("989", ""), ("9809123456789", "09123456789"),
        ("0001234", ""), ("98912345678901", ""),
    ],
)  # fmt: skip
def test_a_telephone_number_has_one_form_and_other_numbers_have_none(digits, one):
    assert joining.telephone(digits) == one


@pytest.mark.parametrize(
    "typed, numbers",
    [
        ("1,250,000 تومان", ["1250000"]), ("12.5", []), ("۱۲ و ۱۳", []), ("1 2 3 4 5 6 7 8 9 10 11 12 13 14 15", []),
        ("5 0912 345 67 89", ["509123456789", "09123456789"]), ("12\n3456", []), ("K4829 13", []), ("12-03", []),
    ],
)  # fmt: skip
def test_only_what_is_one_number_is_put_together(typed, numbers):
    assert list(joining.numbers_in_groups(typed)) == numbers


@pytest.mark.parametrize(
    "word, together",
    [("کتاب‌خانه", ("کتابخانه",)), ("کتاب‌خانه‌های", ("کتابخانه", "کتابخانههای")), ("می‌شود", ()), ("کتاب‌ها", ()), ("نمی‌آید", ()), ("کتاب", ())],
)
def test_a_noun_is_put_together_with_and_without_its_endings(word, together):
    assert joining.compounds(word) == together


@pytest.mark.parametrize(
    "word, parts", [("کتابخانه", ("کتاب", "خانه")), ("پیشفاکتور", ("پیش", "فاکتور")), ("خانه", None), ("پیش", None), ("سفارش", None)]
)
def test_a_joined_noun_is_cut_where_others_write_two_words(word, parts):
    assert joining.halves(word) == parts


@pytest.mark.reliability("E6")
def test_what_no_database_should_hold_is_removed():
    assert text.clean("a\x00b\x07c\x85d\ud800e\tf\r\ng\rh\x7f") == "abcde\tf\ng\nh"
    assert text.clean("سلام‌ها\u202e") == "سلام‌ها\u202e"


@pytest.mark.reliability("E6")
@pytest.mark.parametrize(
    "name, shown",
    [
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("\u2066\u2067a\u2069\u200eb\u200f", "ab"),
        ("کتاب‌ها", "کتاب‌ها"),
        ("\u200cکتاب‌\u200cها\u200c .pdf\u200c", "کتاب\u200cها .pdf"),
        ("pay\u200cpal", "paypal"),
        ("admin\u3164", "admin"),
        ("two\nlines\r\n", "two lines"),
        ("👩\u200d💻", "👩\u200d💻"),
        ("x\U000e0041y", "xy"),
    ],
)
def test_a_name_reads_in_its_true_order(name, shown):
    assert text.isolate(name) == shown


@pytest.mark.reliability("E7")
@pytest.mark.parametrize("name", ["s\u0430ra@example.com", "\u0440aypal", "Αdmin", "sandali.\u0441om", "pay\u200bp\u0430l"])
def test_letters_of_two_lookalike_alphabets_in_one_word_are_noticed(name):
    assert text.looks_mixed_script(name) is True


@pytest.mark.reliability("E7")
@pytest.mark.parametrize("name", ["sara@example.com", "سارا Sara", "PDFها", "Мария", "5µm", "naïve café", "مهدی2", "", "αβγ test"])
def test_ordinary_names_raise_no_alarm(name):
    assert text.looks_mixed_script(name) is False


@pytest.mark.reliability("E7")
def test_a_lookalike_does_not_fold_to_the_letter_it_imitates():
    assert text.fold("s\u0430ra") != text.fold("sara")


@pytest.mark.parametrize(
    "written, language",
    [
        ("سلام، سفارش من نرسید.", "fa"),
        ("سلام سفارش كجاست", "fa"),
        ("لطفا ایمیل support@example.com را ببینید", "fa"),
        ("السلام عليكم، أين الطلب الذي اشتريته من المتجر؟", "ar"),
        ("شكرا على الرد السريع", "ar"),
        ("Where is my order?", "en"),
        ("Hello", "en"),
        ("salam khoobi azizam kojayi chetori", ""),
        ("Где мой заказ", ""),
        ("12345 !!", ""),
        ("", ""),
    ],
)
def test_the_language_of_a_message_is_told(written, language):
    assert text.language_of(written) == language


def test_every_real_persian_sentence_is_told_as_persian(treebank):
    told = collections.Counter(text.language_of(sentence) for sentence, _ in treebank)
    assert told["fa"] >= 595, told


def test_real_english_questions_are_told_as_english(shared_data):
    with (shared_data / "support-queries" / "banking77-test.csv").open(encoding="utf-8") as file:
        told = collections.Counter(text.language_of(row["text"]) for row in csv.DictReader(file))
    assert told == {"en": 3079, "": 1}


def test_persian_names_sort_as_a_dictionary_does():
    names = ["یاسر", "گلی", "پری", "آذر", "کاوه", "ابر", "بابک", "لاله", "ژاله", "زری", "چمن", "جمال", "وحید", "هما", "علی", "أحمد", "كيان"]
    assert sorted(names, key=text.sort_key) == [
        "آذر", "ابر", "أحمد", "بابک", "پری", "جمال", "چمن", "زری", "ژاله", "علی", "کاوه", "كيان", "گلی", "لاله", "وحید", "هما", "یاسر",
    ]  # fmt: skip
    assert sorted(["Zoe", "۲ب", "علیا", "adam", "علی اکبر", "۱ب"], key=text.sort_key) == ["۱ب", "۲ب", "علی اکبر", "علیا", "adam", "Zoe"]


def test_postgresql_finds_every_naughty_string_by_itself_as_sqlite_does(shared_data, postgresql):
    strings = json.loads((shared_data / "strings-and-html" / "blns.json").read_text(encoding="utf-8"))
    lost = []
    with psycopg.connect(postgresql) as connection:
        connection.execute("CREATE TEMPORARY TABLE found (number int, words tsvector)")
        for number, one in enumerate(strings):
            connection.execute("INSERT INTO found VALUES (%s, to_tsvector('simple', %s))", [number, text.search_form(one)])
        for number, one in enumerate(strings):
            rows = connection.execute("SELECT number FROM found WHERE words @@ to_tsquery('simple', %s)", [text.tsquery(one)])
            if text.fold(one) and number not in {row[0] for row in rows}:
                lost.append(one)
    assert lost == []
