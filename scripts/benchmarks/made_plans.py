"""Plans of made-up municipalities, for measurements at sizes that the real plans do not have.

The recipe: plan n (n = 1, 2, ...) takes the real plan whose turn it is, and replaces each word of
five letters or more, with a chance of one half, by one drawn from all such words of the real plans
in the same language, as often as they occur. Its Finnish translations are made in the same way.
References, headings and meters keep their places; there is no question bank. `random.Random(seed)`
makes it the same on every run.
"""

import random
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import count

from corpus.passages import passages
from corpus.plan import LANGUAGES, Action, Goal, Language, Meter, Plan, Section
from corpus.translations import Translation, Translations
from index.generation import IndexedPlan
from index.making import PlanFolder
from index.trial import read_folders

SEED = 20261121
_WORD = re.compile(r"[^\W\d_]{5,}")


def folders_with_plans(number: int, seed: int = SEED) -> list[PlanFolder]:
    """The real plans with their banks, and made ones until there are `number` plans."""
    real = list(read_folders())
    made = _made(real, seed)
    return [*real, *(next(made) for _ in range(number - len(real)))]


def folders_with_passages(number: int, seed: int = SEED) -> list[PlanFolder]:
    """The real plans with their banks, and made ones until there are `number` passages."""
    found = list(read_folders())
    made = _made(found, seed)
    size = sum(_size(folder) for folder in found)
    while size < number:
        found.append(next(made))
        size += _size(found[-1])
    return found


def _size(folder: PlanFolder) -> int:
    return len(passages(folder.indexed.plan, folder.indexed.translations))


def _made(real: list[PlanFolder], seed: int) -> Iterator[PlanFolder]:
    writer = _Writer([folder.indexed for folder in real], random.Random(seed))
    for number in count(1):
        yield PlanFolder(writer.plan(real[number % len(real)].indexed, number), ())


class _Writer:
    """Rewords plans with the words of all of them."""

    def __init__(self, plans: list[IndexedPlan], chance: random.Random) -> None:
        self._chance = chance
        self._words: dict[Language, list[str]] = {language: [] for language in LANGUAGES}
        for entry in plans:
            for passage in passages(entry.plan, entry.translations):
                if passage.kind == "text":
                    self._words[passage.language] += _WORD.findall(passage.text.lower())

    def plan(self, entry: IndexedPlan, number: int) -> IndexedPlan:
        """A plan like `entry` for the made municipality `number`."""
        source, info = entry.plan, entry.plan.info
        name = f"made{number:05d}"
        language = info.language
        made = Plan(
            replace(
                info,
                id=name,
                municipality={"sv": f"Ort{number:05d}", "fi": f"Paikka{number:05d}"},
            ),
            tuple(self._goal(goal, name, language) for goal in source.goals),
            tuple(self._section(section, name, language) for section in source.sections),
        )
        return IndexedPlan(made, self._translations(entry.translations, name))

    def _goal(self, goal: Goal, name: str, language: Language) -> Goal:
        return replace(
            goal,
            ref=_moved(goal.ref, name),
            title=self._reworded(goal.title, language),
            titles={},
            actions=tuple(self._action(action, name, language) for action in goal.actions),
        )

    def _action(self, action: Action, name: str, language: Language) -> Action:
        return replace(
            action,
            ref=_moved(action.ref, name),
            text=self._reworded(action.text, language),
            meters=tuple(
                Meter(_moved(meter.ref, name), self._reworded(meter.text, language))
                for meter in action.meters
            ),
        )

    def _section(self, section: Section, name: str, language: Language) -> Section:
        text = self._reworded(section.text, language)
        return replace(section, ref=_moved(section.ref, name), text=text, items=())

    def _translations(self, kept: Translations, name: str) -> Translations:
        return Translations({_moved(ref, name): self._told(t) for ref, t in kept.by_ref.items()})

    def _told(self, translation: Translation) -> Translation:
        return replace(translation, text=self._reworded(translation.text, translation.language))

    def _reworded(self, text: str, language: Language) -> str:
        words, chance = self._words[language], self._chance
        return _WORD.sub(
            lambda found: chance.choice(words) if chance.random() < 0.5 else found[0], text
        )


def _moved(ref: str, name: str) -> str:
    """A reference of another plan in the plan `name`."""
    return f"{name}/{ref.partition('/')[2]}"
