"""Which plans a message names, and whether it names a municipality that has none here."""

import tomllib
from functools import cache
from pathlib import Path

from assistant.lexicon import Reading, WordLists, bare_word
from corpus.plan import LANGUAGES, Plan
from index.words import fold

# A name this short or shorter is too like other words to be told from a slip.
SHORTEST_SLIPPED = 4


class Cities:
    """The municipalities of the plans at hand, by the names people call them."""

    def __init__(self, plans: tuple[Plan, ...]) -> None:
        self._plans = tuple(plan.id for plan in plans)
        self._names = WordLists({plan.id: _names(plan) for plan in plans})
        self._slips = WordLists({plan.id: _slips(_official(plan)) for plan in plans})

    def named(self, reading: Reading) -> tuple[str, ...]:
        """The plans whose municipality the message names, in the order of the plans."""
        found = self._names.of_line(reading.line) or self._slips.of_line(reading.line)
        return tuple(plan for plan in self._plans if plan in found) if found else ()

    def is_name(self, word: str) -> bool:
        """Whether one folded word names any of the municipalities, or is a slip of a name."""
        return bool(self._names.of_word(word) or self._slips.of_word(word))

    def without_names(self, text: str) -> str:
        """The text without the names of the municipalities, unless nothing else is in it.

        The plans to search follow from the names; as words they only stand in the way.
        """
        kept = [word for word in text.split() if not self.is_name(bare_word(word))]
        return " ".join(kept) if len(kept) > 1 else text

    def other_named(self, reading: Reading) -> bool:
        """Whether the message names a municipality without a plan here, and none with one."""
        return not self.named(reading) and bool(_others().of_line(reading.line))


def _official(plan: Plan) -> list[str]:
    return [fold(plan.info.municipality[language].lower()) for language in LANGUAGES]


def _slips(names: list[str]) -> list[str]:
    """The beginnings of the names when two neighbouring letters after the first change places."""
    return [
        f"{name[:place]}{name[place + 1]}{name[place]}{name[place + 2 : -2]}*"
        for name in names
        if len(name) > SHORTEST_SLIPPED
        for place in range(1, len(name) - 1)
        if name[place] != name[place + 1]
    ]


def _names(plan: Plan) -> list[str]:
    """The municipality's names as word beginnings, with what else people call the city."""
    names = [fold(plan.info.municipality[language].lower()) for language in LANGUAGES]
    beginnings = [f"{name[:-2] if len(name) > 7 else name}*" for name in names]
    return beginnings + [fold(name.lower()) for name in _places()["called"].get(plan.id, [])]


@cache
def _others() -> WordLists:
    """Finnish and some foreign municipalities by word beginnings."""
    return WordLists({"others": map(fold, _places()["others"]["names"])})


@cache
def _places() -> dict[str, dict[str, list[str]]]:
    path = Path(__file__).with_name("places.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))
