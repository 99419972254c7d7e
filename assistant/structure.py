"""Questions about the plan's own structure: complete lists and counts from the tree, not top-k."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from assistant.cities import Cities
from assistant.labels import Places, genitive
from assistant.lexicon import Reading, entries_of, is_in, number_of, ordinal_of
from assistant.plan_view import LAST, Asked, PlanView, StructureAnswer
from assistant.themes import is_themes, listed_by_theme, theme_names
from assistant.wording import say
from corpus.plan import LANGUAGES, Goal, Language
from index.generation import IndexedPlan
from index.spelling import SHORTEST, Speller
from index.words import REMEMBERED, stems

# No word is so long that it may differ in two places.
NEVER = 1000
# How many letters a slip may be looked for without: "suunitelman" for "suunnitelma".
ENDING = 2
# The lists of words that name parts of a plan; slips in them are looked for.
CUES = ("goal", "area", "action", "meters", "document")
# What may stand between a goal and its number: "mål nummer ett".
NUMBER_WORDS = frozenset({"nummer", "nr", "numero", "nro"})
# The number of an action as people write it, and no date, time or sum.
POINT = re.compile(r"(?<![\d.,:])(\d{1,2})\.(\d{1,2})(?![\d:]|\.\d)")
# Words that ask about the structure rather than about a topic.
STRUCTURAL = (
    "stop",
    "spoken",
    "asking",
    "goal",
    "area",
    "action",
    "meter",
    "approval",
    "everything",
)


class Structure:
    """Answers structure questions about the plans at hand."""

    def __init__(
        self, plans: Sequence[IndexedPlan], places: Places, cities: Cities, speller: Speller
    ) -> None:
        """Answer from `plans`; a word that `speller` knows is no slip of one about structure."""
        self._plans = {entry.plan.id: entry for entry in plans}
        self._places = places
        self._cities = cities
        self._vocabulary = speller
        self._speller = Speller(entries_of(CUES), two_edits_from=NEVER)
        self._is_topic = lru_cache(maxsize=REMEMBERED)(self._tells_of_topic)
        self._meant = lru_cache(maxsize=REMEMBERED)(self._set_right)

    def answer(self, text: str, plans: Sequence[str], language: Language) -> StructureAnswer | None:
        """The complete answer from the tree, or none when this is no structure question."""
        return self.reply(self.read(text), plans, language)

    def reply(
        self, asked: Asked, plans: Sequence[str], language: Language
    ) -> StructureAnswer | None:
        """The complete answer to what was asked of the structure of some plans, or of all."""
        views = [PlanView(self._plans[plan_id], self._places, language) for plan_id in plans]
        views = views or self._having(asked, language)
        if any(view.is_of_goal(asked) for view in views):
            return None
        replies = {view.plan.id: self._for_plan(asked, view, language) for view in views}
        found = [reply for reply in replies.values() if reply]
        if not found:
            return None
        silent = [plan_id for plan_id, reply in replies.items() if not reply]
        none = [self._none(plan_id, language) for plan_id in silent] if asked.rest else []
        return StructureAnswer(
            sentences=tuple([*(s for reply in found for s in reply.sentences), *none]),
            refs=tuple(ref for reply in found for ref in reply.refs),
            listed=tuple(ref for reply in found for ref in reply.listed),
            asked=_without_own_words(asked),
        )

    def _having(self, asked: Asked, language: Language) -> list[PlanView]:
        """The plans that may be meant when none is named: "goal 2" is asked of those with goals."""
        views = [PlanView(entry, self._places, language) for entry in self._plans.values()]
        if asked.number is not None and asked.goal != asked.area:
            return [view for view in views if view.has_areas == asked.area] or views
        return views

    def points_named(self, text: str, plans: Sequence[str]) -> tuple[str, ...]:
        """The actions that a message names by number: "2.3", "the third of goal 2"."""
        reading = Reading.of(text)
        numbers = [tuple(map(int, found)) for found in POINT.findall(text)]
        if not reading.has("point"):
            return ()
        goal, point = number_beside(reading, ("goal", "area")), number_beside(reading, ("point",))
        if not numbers and goal is not None and point is not None:
            numbers = [(goal, point)]
        found = [
            action.ref
            for plan_id in plans or tuple(self._plans)
            for goal_number, number in numbers
            for goal in self._plans[plan_id].plan.goals
            if goal.number == goal_number
            for place, action in enumerate(goal.actions, start=1)
            if number in (place, place - len(goal.actions) - 1)
        ]
        return tuple(found)

    def of_goal(self, ref: str, text: str, language: Language) -> StructureAnswer | None:
        """What a message asks of one goal or area that it does not name itself."""
        place = self._places[ref]
        if not isinstance(place.element, Goal):
            return None
        asked = replace(self.read(text), goal=True, number=place.element.number)
        view = PlanView(self._plans[place.plan.id], self._places, language)
        return view.one_goal(replace(asked, area=view.has_areas))

    def _none(self, plan_id: str, language: Language) -> str:
        """That no action of a plan names the topic."""
        city_of = genitive(self._plans[plan_id].plan, language)
        return say(language, "structure.theme_none", city_of=city_of)

    def read(self, text: str) -> Asked:
        """What a message asks of the structure."""
        reading = self._without_slips(Reading.of(text))
        number = number_beside(reading, ("goal", "area"))
        rest = tuple(word for word in reading.words if self._is_topic(word))
        return Asked(
            goal=reading.has("goal"),
            area=reading.has("area"),
            action=reading.has("action"),
            meter=reading.has("meter"),
            meters=reading.has("meters"),
            count=reading.has("count"),
            number=number,
            rest=rest,
            wants_all=reading.has("list"),
            period=reading.has("period"),
            all_actions=reading.has("all_actions"),
            everything=reading.has("everything"),
            approval=reading.has("approval"),
            named=reading.has("naming"),
            plan=reading.has("document"),
            compare=reading.has("compare"),
            law=reading.has("law"),
            monitoring=reading.has("monitoring"),
        )

    def _theme(
        self, asked: Asked, entry: IndexedPlan, language: Language
    ) -> StructureAnswer | None:
        """Every action about a topic; "all" or "the plan" is enough when it is a known theme."""
        whole = asked.everything or (asked.plan and not asked.compare)
        complete = asked.all_actions or (whole and is_themes(asked.rest))
        if not complete:
            return None
        return listed_by_theme(entry, self._places, language, asked.rest, meters=asked.meter)

    def _without_slips(self, reading: Reading) -> Reading:
        """A message in which slips of words about the structure are set right."""
        words = tuple(map(self._meant, reading.words))
        return reading if words == reading.words else Reading.of_words(words)

    def _set_right(self, word: str) -> str:
        if len(word) < SHORTEST or not self._is_topic(word):
            return word
        near = self._speller.nearest(word) or self._speller.nearest(word[:-ENDING])
        if near and any(self._vocabulary.knows(stem) for stem in _stems_of(word)):
            return word
        return near or word

    def _tells_of_topic(self, word: str) -> bool:
        """Whether a word says something about the topic rather than about the structure."""
        if is_in(word, *STRUCTURAL) or self._cities.is_name(word):
            return False
        return number_of(word) is None

    def _for_plan(self, asked: Asked, view: PlanView, language: Language) -> StructureAnswer | None:
        asked = view.suited(asked)
        if asked.number is not None and (asked.goal or asked.area):
            return view.one_goal(asked)
        if told := view.told(asked):
            return told
        if asked.rest:
            return None if asked.count else self._theme(asked, view.entry, language)
        if asked.count and not (asked.named and asked.meters):
            return view.counted(asked)
        if asked.wants_all or asked.goal or asked.area:
            return view.listed(asked)
        return None


def _stems_of(word: str) -> list[str]:
    return [stems(word, language)[0] for language in LANGUAGES]


def _without_own_words(asked: Asked) -> Asked | None:
    """What was asked with our names of themes, to be handed on; none when it had other words."""
    if asked.rest and not is_themes(asked.rest):
        return None
    return replace(asked, rest=theme_names(asked.rest))


def number_beside(reading: Reading, names: tuple[str, ...]) -> int | None:
    """The number beside a word of some lists: "mål 2", "viides painopiste"; -1 for the last."""
    for place, word in enumerate(reading.words):
        if not is_in(word, *names):
            continue
        before = reading.words[max(place - 1, 0) : place]
        after = [word for word in reading.words[place + 1 :] if word not in NUMBER_WORDS][:1]
        if any(is_in(word, "last") for word in before):
            return LAST
        numbers = [ordinal_of(word) for word in (word, *before)]
        numbers += [number_of(word) for word in after]
        if found := [number for number in numbers if number is not None]:
            return found[0]
    return None
