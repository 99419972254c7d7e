"""Questions about the plan's own structure: complete lists and counts from the tree, not top-k."""

from collections.abc import Sequence

from assistant.cities import Cities
from assistant.labels import Places, genitive
from assistant.lexicon import Reading, number_of, ordinal_of, united, word_list
from assistant.plan_view import Asked, PlanView, StructureAnswer
from assistant.themes import is_themes, listed_by_theme
from assistant.wording import say
from corpus.plan import Language
from index.generation import IndexedPlan

# What may stand between a goal and its number: "mål nummer ett".
NUMBER_WORDS = frozenset({"nummer", "nr", "numero", "nro"})
# Words that ask about the structure rather than about a topic.
STRUCTURAL = ("stop", "spoken", "goal", "area", "action", "meter", "approval", "everything")


class Structure:
    """Answers structure questions about the plans at hand."""

    def __init__(self, plans: Sequence[IndexedPlan], places: Places, cities: Cities) -> None:
        self._plans = {entry.plan.id: entry for entry in plans}
        self._places = places
        self._cities = cities

    def answer(self, text: str, plans: Sequence[str], language: Language) -> StructureAnswer | None:
        """The complete answer from the tree, or none when this is no structure question."""
        asked = self._read(Reading.of(text))
        replies = {
            plan_id: self._for_plan(asked, self._plans[plan_id], language)
            for plan_id in plans or tuple(self._plans)
        }
        found = [reply for reply in replies.values() if reply]
        if not found:
            return None
        silent = [plan_id for plan_id, reply in replies.items() if not reply]
        none = [self._none(plan_id, language) for plan_id in silent] if asked.rest else []
        return StructureAnswer(
            sentences=tuple([*(s for reply in found for s in reply.sentences), *none]),
            refs=tuple(ref for reply in found for ref in reply.refs),
            listed=tuple(ref for reply in found for ref in reply.listed),
        )

    def _none(self, plan_id: str, language: Language) -> str:
        """That no action of a plan names the topic."""
        city_of = genitive(self._plans[plan_id].plan, language)
        return say(language, "structure.theme_none", city_of=city_of)

    def _read(self, reading: Reading) -> Asked:
        number = _goal_number(reading)
        rest = tuple(word for word in reading.words if self._is_topic(word))
        return Asked(
            goal=word_list("goal").found_in(reading),
            area=word_list("area").found_in(reading),
            action=word_list("action").found_in(reading),
            meter=word_list("meter").found_in(reading),
            count=word_list("count").found_in(reading),
            number=number,
            rest=rest,
            wants_all=word_list("list").found_in(reading),
            period=word_list("period").found_in(reading),
            all_actions=word_list("all_actions").found_in(reading),
            everything=word_list("everything").found_in(reading),
            approval=word_list("approval").found_in(reading),
        )

    def _theme(
        self, asked: Asked, entry: IndexedPlan, language: Language
    ) -> StructureAnswer | None:
        """Every action about a topic; a mere "all" is enough when the topic is a known theme."""
        complete = asked.all_actions or (asked.everything and is_themes(asked.rest))
        if not complete:
            return None
        return listed_by_theme(entry, self._places, language, asked.rest, meters=asked.meter)

    def _is_topic(self, word: str) -> bool:
        """Whether a word says something about the topic rather than about the structure."""
        if united(STRUCTURAL).matches(word) or self._cities.is_name(word):
            return False
        return number_of(word) is None

    def _for_plan(
        self, asked: Asked, entry: IndexedPlan, language: Language
    ) -> StructureAnswer | None:
        view = PlanView(entry, self._places, language)
        if asked.number is not None and (asked.goal or asked.area):
            return None if asked.rest else view.one_goal(asked)
        if asked.period and len(asked.rest) <= 1 and not asked.action:
            return view.period()
        if asked.approval and not asked.rest:
            return view.approval()
        if asked.rest:
            return None if asked.count else self._theme(asked, entry, language)
        if asked.count:
            return view.counted(asked)
        if asked.wants_all or asked.goal or asked.area:
            return view.listed(asked)
        return None


def _goal_number(reading: Reading) -> int | None:
    """The number beside a goal or area word: "mål 2", "viides painopiste", "tavoitteessa 3"."""
    for place, word in enumerate(reading.words):
        if not (word_list("goal").matches(word) or word_list("area").matches(word)):
            continue
        before = reading.words[max(place - 1, 0) : place]
        after = [word for word in reading.words[place + 1 :] if word not in NUMBER_WORDS][:1]
        numbers = [number_of(word) for word in after] + [ordinal_of(word) for word in before]
        if found := [number for number in numbers if number is not None]:
            return found[0]
    return None
