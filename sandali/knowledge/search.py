"""Finding what we know: by any of its words, and by what a case is about."""

from __future__ import annotations

from typing import Final

from django.db.models import QuerySet

from sandali.kit import search
from sandali.kit.text import search_form
from sandali.knowledge.models import Entry

WORDS, NAMES = "knowledge_words", "knowledge_names"
MOST_TERMS: Final = 120
# Words that stand in every letter and say nothing of what it is about, folded as the index has them.
COMMON: Final = frozenset(
    """سلام درود وقت بخیر خسته نباشید لطفا ممنون متشکرم تشکر سپاس احترام آقا خانم عزیز گرامی من ما شما او آن این که را از به با در تا بر برای
    هم نیز یک دو و یا اما ولی اگر چون هر همه هیچ چه چی چرا چطور چگونه کجا کی است هست بود شد شده باشد باشم کنم کنید کرد کردم کردن دارم دارد دارید
    داشتم داشتن می نمی ام ای اید ایم اند ها های خود دیگر هنوز الان امروز دیروز فقط بعد قبل روی شدن بودن کردم کن شو باش خواست خواستن توانستن دادن گرفتن روز چند
    hello dear thanks thank you your yours the and for with that this from have has had was were are not but can could would will what when
    where how why who which our mine his her their its about into out been being does did doing get got just like please regards hi my me
    we us them they him she you're i'm it's there here also any all some one two""".split()
)


def words_of(entry: Entry) -> str:
    """Everything that an entry is found by."""
    return " ".join([entry.title, entry.keywords, entry.text])


def names_of(entry: Entry) -> str:
    """What an entry is about, in few words: a case that says one of them may need it."""
    return " ".join([entry.title, entry.keywords])


def index_entry(entry: Entry, *, new: bool = False) -> None:
    """Write the entry's words anew; `new` for one just made."""
    search.put(WORDS, entry.pk, words_of(entry), new=new)
    search.put(NAMES, entry.pk, names_of(entry), new=new)


def find_entries(query: str, *, most: int = 200) -> list[int]:
    """Ids of entries with all these words, newest first. Who may see them is the caller's question."""
    return search.find(WORDS, query, most=most)


def telling_terms(text: str) -> list[str]:
    """The words of a text that say what it is about, folded and by their lemmas, each once."""
    words = dict.fromkeys(word for word in search_form(text).split() if len(word) > 2 and word not in _COMMON_FORMS)
    return list(words)[:MOST_TERMS]


def entries_that_fit(text: str, *, most: int = 60) -> list[int]:
    """Ids of entries whose title or keywords hold some of the text's telling words, those that hold the rarest ones first."""
    return search.find_any(NAMES, telling_terms(text), most=most)


def index_all(entries: QuerySet[Entry]) -> int:
    """Rebuild the index for these entries; returns how many."""
    count = 0
    for entry in entries.iterator(chunk_size=500):
        index_entry(entry)
        count += 1
    return count


_COMMON_FORMS: Final = frozenset(form for word in COMMON for form in search_form(word).split())
