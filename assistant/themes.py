"""Complete lists: every action of a plan that names a group of people or another theme."""

import tomllib
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from pathlib import Path

from assistant.labels import Places, genitive
from assistant.lexicon import Reading, WordLists
from assistant.likewords import is_word_of
from assistant.plan_view import StructureAnswer
from assistant.wording import number_word, say
from corpus.plan import LANGUAGES, Action, Language
from index.generation import IndexedPlan


def is_themes(words: Sequence[str]) -> bool:
    """Whether the folded words name themes of themes.toml and nothing else."""
    return bool(words) and all(map(_themes().of_word, words))


def theme_names(words: Sequence[str]) -> tuple[str, ...]:
    """The themes that words name, each by one word of ours instead of a person's own."""
    return tuple(sorted(_themes_of(words)))


def listed_by_theme(
    entry: IndexedPlan,
    places: Places,
    language: Language,
    words: Sequence[str],
    *,
    meters: bool,
) -> StructureAnswer | None:
    """Every action whose text names the topic, or whose meters do when these are asked for.

    Themes joined in a question ("barn och unga") are alternatives; any other word must occur.
    """
    found = [a.ref for a in entry.plan.actions if _names(entry, a, words, meters=meters)]
    if not found:
        return None
    values = {"count": number_word(language, len(found)), "city_of": genitive(entry.plan, language)}
    key = "structure.theme_one" if len(found) == 1 else "structure.theme"
    lines = [f"{ref.partition('/')[2]}: {places[ref].text(language)}" for ref in found]
    return StructureAnswer((say(language, key, **values), *lines), tuple(found), tuple(found))


def _names(entry: IndexedPlan, action: Action, words: Sequence[str], *, meters: bool) -> bool:
    refs = [meter.ref for meter in action.meters]
    texts = [meter.text for meter in action.meters]
    if not meters:
        refs, texts = [*refs, action.ref], [*texts, action.text]
    known = entry.translations.by_ref
    readings = [_reading(text) for text in (*texts, *(known[r].text for r in refs if r in known))]
    themes = _themes_of(words)
    others = [word for word in words if not _themes().of_word(word)]
    if themes and all(_themes().of_line(reading.line).isdisjoint(themes) for reading in readings):
        return False
    have = [word for reading in readings for word in reading.words]
    return all(is_word_of(other, have) for other in others)


@lru_cache(maxsize=4096)
def _reading(text: str) -> Reading:
    return Reading.of(text)


def _themes_of(words: Iterable[str]) -> set[str]:
    return {name for word in words for name in _themes().of_word(word)}


@cache
def _themes() -> WordLists:
    """The words of the themes, each named by the first of them."""
    path = Path(__file__).with_name("themes.toml")
    tables = tomllib.loads(path.read_text(encoding="utf-8")).values()
    return WordLists(
        {
            table[LANGUAGES[0]][0].rstrip("*"): [e for name in LANGUAGES for e in table[name]]
            for table in tables
        }
    )
