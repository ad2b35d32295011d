"""How much of a text was said before, and near-copies among many: figures on generated letters in both languages."""

from collections import defaultdict
from pathlib import Path
from random import Random

import pytest

from sandali import demo
from sandali.resolution.reading.likeness import ALIKE, PRINT_SIZE, alike, bands, fingerprint, shared
from tests.work import calls_of

TEXTS = Path(demo.__file__).parent / "texts"
NAMES = {"fa": "مینا کاوه سارا پروانه بهرام نرگس".split(), "en": "Anna James Maria Peter Clara Mark".split()}
FRAMES = {
    "fa": ("سلام {name}، وقت شما بخیر.", "سفارش شمارهٔ {number}.", "با سپاس از صبر شما، پشتیبانی فروشگاه"),
    "en": ("Dear {name}, thank you for writing to us.", "It is about order {number}.", "Kind regards, the customer service team"),
}


def sentences(language):
    """What agents of the demo's company wrote, sentences of six words and more."""
    lines = [line[2:].strip() for path in sorted((TEXTS / language).glob("matters-*.txt")) for line in path.read_text("utf-8").splitlines() if line.startswith("< ")]
    return [line for line in dict.fromkeys(lines) if len(line.split()) >= 10 and "[" not in line]


def letter(language, body, chance):
    """A letter with greeting and farewell, a name and a number."""
    first, second, last = (part.format(name=chance.choice(NAMES[language]), number=chance.randrange(10_000, 99_999)) for part in FRAMES[language])
    return " ".join([first, second, *body, last])


def varied(language, body, chance):
    """The same letter as somebody sends it again: another name and number, and one small change or none."""
    body = list(body)
    change = chance.randrange(4)
    if change == 1:
        body.append({"fa": "هر پرسشی بود در خدمتیم.", "en": "Do ask if anything is unclear."}[language])
    if change == 2:
        body[0], body[1] = body[1], body[0]
    if change == 3:
        words = body[0].split()
        words[chance.randrange(len(words))] = {"fa": "البته", "en": "certainly"}[language]
        body[0] = " ".join(words)
    return letter(language, body, chance)


# Stored prints are compared with new ones, so that these never change.
FIRST_THREE, FIRST_BAND = (7292054, 153287278, 357693726), 8326390845016847603


@pytest.mark.practice("P18")
@pytest.mark.parametrize("language", ["fa", "en"])
def test_near_copies_are_told_from_other_letters_about_the_same_things(language):
    chance, known = Random(7), sentences(language)
    bodies = [chance.sample(known, 3) for _number in range(150)]
    originals = [fingerprint(letter(language, body, chance)) for body in bodies]
    copies = [fingerprint(varied(language, body, chance)) for body in bodies]
    copied = [alike(one, other) for one, other in zip(originals, copies, strict=True)]
    other = [alike(originals[one], copies[two]) for one in range(150) for two in range(0, 150, 7) if not set(bodies[one]) & set(bodies[two])]
    found, wrong = sum(each >= ALIKE for each in copied), sum(each >= ALIKE for each in other)
    by_band = sum(bool(set(bands(one)) & set(bands(two))) for one, two in zip(originals, copies, strict=True))
    print(f"{language}: recall {found / 150:.3f}, precision {found / (found + wrong):.3f}, found by a band {by_band / 150:.3f}, least alike copy {min(copied):.2f}, most alike other {max(other):.2f}")
    assert (found >= 147, wrong, by_band >= 147) == (True, 0, True)


@pytest.mark.practice("P18")
def test_a_table_of_bands_brings_few_to_compare():
    chance, known = Random(11), sentences("fa")
    bodies = [chance.sample(known, 3) for _number in range(1000)]
    prints = [fingerprint(letter("fa", body, chance)) for body in bodies]
    table = defaultdict(set)
    for number, print_ in enumerate(prints):
        for band in bands(print_):
            table[band].add(number)
    brought = [len(set().union(*(table[band] for band in bands(print_))) - {number}) for number, print_ in enumerate(prints)]
    print(f"a table of {len(prints)} letters brings {sum(brought) / len(brought):.2f} others a letter")
    assert sum(brought) / len(brought) < 20  # of a thousand, many of which share a sentence


def test_a_print_is_the_same_on_every_machine():
    text = "We are sorry that your chair came with a broken leg; a new one leaves our warehouse today."
    assert (len(fingerprint(text)), fingerprint(text)[:3], bands(fingerprint(text))[0]) == (PRINT_SIZE, FIRST_THREE, FIRST_BAND)


def test_figures_and_ways_of_writing_do_not_make_a_letter_another():
    one = "سفارش ۱۲۳۴۵ شما امروز از انبار بیرون رفت و فردا به دستتان می‌رسد، با سپاس از صبر شما"
    other = "سفارش 987 شما امروز از انبار بیرون رفت و فردا به دستتان مي رسد، با سپاس از صبر شما"
    assert alike(fingerprint(one), fingerprint(other)) == 1.0


def test_a_few_words_are_like_nothing():
    assert (fingerprint("ممنون از پیام شما"), alike((), ()), bands(())) == ((), 0.0, ())


@pytest.mark.parametrize(
    "text, earlier, share",
    [
        ("one two three four five six", [], 0.0),
        ("one two three four five six", ["one two three four five six"], 1.0),
        ("one two three four five six", ["nought one two three nine four five six"], 1.0),
        ("one two three four five six", ["so one two three, and"], 0.5),
        ("one two three four five six", ["six five four three two one"], 0.0),
        ("one two", ["one two"], 0.0),
        ("بابت تأخیر پیش‌آمده از شما پوزش می‌خواهیم", ["بابت تاخیر پیش آمده از شما پوزش می خواهیم"], 1.0),
    ],
)
def test_what_stands_in_earlier_texts_is_counted_in_words(text, earlier, share):
    assert shared(text, earlier) == share


def test_a_print_costs_little_work():
    text = letter("fa", sentences("fa")[:6], Random(1))
    assert calls_of(lambda: bands(fingerprint(text))) < 1_600
