"""What a message means in its conversation: a new topic, or more about what was shown last."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.conversation import Conversation
from assistant.knowledge import Knowledge
from assistant.lexicon import FRAMES, Reading, is_in, number_of
from assistant.plan_view import LAST, Asked
from corpus.plan import Goal, Language

# A message of at most so many topic words leans on the conversation when it names no city.
FEW_WORDS = 3
MOST_WORDS_TO_LEAN = 6
# Words that, after an answer, say nothing of a topic either.
ASKING = ("asking", "point", "last")
# What is counted or listed of a plan, by the names of `Asked`.
TARGETS = ("goal", "area", "action", "meter")


@dataclass(frozen=True, slots=True)
class Topic:
    """What to answer: the text to search, in which plans, or the very elements that are meant.

    `leaning` are the elements of the last answer that the message points back to; `asked` is
    what it asks of the plans' structure as the message before did. `again` says that the last
    topic is asked of another plan.
    """

    text: str
    plans: tuple[str, ...]
    elements: tuple[str, ...] = ()
    leaning: tuple[str, ...] = ()
    carried: bool = False
    again: bool = False
    unclear: bool = False
    asked: Asked | None = None


class Follower:
    """Resolves follow-ups; nothing is invented into a question."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge

    def resolve(
        self,
        text: str,
        chosen: Sequence[str],
        last: Conversation,
        language: Language,
        *,
        switched: bool = False,
    ) -> Topic:
        """The topic of a message, given the plans chosen on the page and the last turn.

        A message that also asked for the other language (`switched`) goes on with the topic.
        """
        if text.strip().lower() in self._knowledge.places:
            return Topic(text, (), elements=(text.strip().lower(),))
        last = self._still_known(last)
        reading = Reading.of(text)
        if last.suggestions and reading.is_all("yes"):
            text = last.suggestions[0]
            return Topic(text, self._plans(Reading.of(text), chosen), carried=True)
        named = self._plans(reading, chosen) if self._knowledge.cities.named(reading) else ()
        words = self._topic_words(reading, last)
        compares = reading.has("compare") and all(is_in(word, "compare") for word in words)
        if compares and named and last.refs:
            both = tuple(dict.fromkeys((*last.plans, *named)))
            return Topic(self._named_again(last, language), both, carried=True, again=True)
        if not words and (asked := self._asked_again(text, reading, last)):
            return Topic(text, named or last.plans, asked=asked, carried=True)
        if not words:
            return self._without_topic(text, reading, named, chosen, last, language)
        plans = named or tuple(chosen)
        return self._with_topic(text, reading, words, plans, last, language, switched=switched)

    def _still_known(self, last: Conversation) -> Conversation:
        """The last turn, unless its elements or plans are gone with an older generation."""
        places = self._knowledge.places
        plans = {plan.id for plan in self._knowledge.plans}
        known = all(ref in places for ref in last.refs + last.listed) and plans >= set(last.plans)
        return last if known else Conversation()

    def _plans(self, reading: Reading, chosen: Sequence[str]) -> tuple[str, ...]:
        """The plans that a message names, among those chosen on the page."""
        named = self._knowledge.cities.named(reading)
        both = tuple(plan for plan in named if not chosen or plan in chosen)
        return both or tuple(chosen) or named

    def _topic_words(self, reading: Reading, last: Conversation) -> list[str]:
        """The words that name a topic; after an answer fewer do."""
        frames = (*FRAMES, *ASKING) if last.refs else FRAMES
        return [
            word
            for word in reading.words
            if len(word) > 1
            and number_of(word) is None
            and not self._knowledge.cities.is_name(word)
            and not is_in(word, *frames)
        ]

    def _asked_again(self, text: str, reading: Reading, last: Conversation) -> Asked | None:
        """What "och i Helsingfors?" or "entä mittareita?" asks after an answer from the tree."""
        rest = reading.without("acknowledging")
        new = self._knowledge.structure.read(text)
        opening = rest.opens("continuing")
        number = next((n for word in reading.words if (n := _number(word)) is not None), None)
        if not last.asked:
            return None
        if number is not None:
            sibling = opening and last.asked.number is not None and not last.asked.action
            return replace(last.asked, number=number) if sibling else None
        named = bool(self._knowledge.cities.named(reading))
        other = {name: getattr(new, name) for name in TARGETS}
        if any(other.values()):
            return replace(last.asked, number=None, **other) if opening and not new.named else None
        if new.count and not named:
            return replace(last.asked, count=True, number=None)
        return last.asked if named else None

    def _without_topic(
        self,
        text: str,
        reading: Reading,
        named: tuple[str, ...],
        chosen: Sequence[str],
        last: Conversation,
        language: Language,
    ) -> Topic:
        """A message that names nothing by itself: "och i Helsingfors?", "den andra", "lisää"."""
        goal = self._goal_meant(reading, last)
        if goal and not named:
            return Topic(text, last.plans, elements=(goal,), carried=True)
        structural = reading.has("goal", "area", "action")
        counts = reading.has("count", "period")
        structural = structural or (counts and bool(named or chosen or not last.refs))
        if structural:
            return Topic(text, named or tuple(chosen) or last.plans)
        if not last.refs:
            longest = max(map(len, reading.words), default=0)
            greeting = longest < 2 or reading.is_all("yes")
            pointing = reading.has("pointing")
            opening = reading.opens("continuing") or reading.has("more")
            asks_meter = reading.has("meter")
            unclear = pointing or opening or asks_meter or greeting or bool(named)
            return Topic(text, named or tuple(chosen), unclear=unclear)
        place = self._place_meant(reading, last)
        if place:
            return Topic(text, last.plans, elements=(place,), carried=True)
        if named and named != last.plans:
            text = self._named_again(last, language)
            return Topic(text, named, carried=True, again=True)
        if reading.has("meter") or reading.has("pointing"):
            return Topic(text, last.plans, elements=last.refs[:1], carried=True)
        if reading.has("more"):
            further = last.refs[1:] or last.refs
            return Topic(text, last.plans, elements=further, carried=True)
        return Topic(text, named or tuple(chosen), unclear=True)

    def _goal_meant(self, reading: Reading, last: Conversation) -> str | None:
        """The goal or area meant by "i det tredje" or "siinä" after goals were shown."""
        if reading.has("goal", "area"):
            return None
        places = self._knowledge.places
        goals = [ref for ref in last.refs if isinstance(places[ref].element, Goal)]
        place = self._place_meant(reading, last)
        if not place and len(goals) == 1 and reading.has("pointing"):
            place = goals[0]
        return place if place and isinstance(places[place].element, Goal) else None

    def _place_meant(self, reading: Reading, last: Conversation) -> str | None:
        """The element meant by "den andra", "kolmannesta" or a number."""
        numbers = [number for word in reading.words if (number := number_of(word)) is not None]
        shown = last.listed or last.refs
        if not numbers and shown and any(is_in(word, "last") for word in reading.words):
            return shown[-1]
        if len(numbers) == 1 and 1 <= numbers[0] <= len(shown):
            return shown[numbers[0] - 1]
        return None

    def _with_topic(
        self,
        text: str,
        reading: Reading,
        words: Sequence[str],
        plans: tuple[str, ...],
        last: Conversation,
        language: Language,
        *,
        switched: bool,
    ) -> Topic:
        """A message with a topic of its own, which may still lean on the last answer."""
        if not last.refs:
            return Topic(text, plans)
        named = self._knowledge.cities.named(reading)
        pointing = reading.has("pointing")
        rest = reading.without("acknowledging")
        opening = rest.opens("continuing")
        short = len(reading.words) <= MOST_WORDS_TO_LEAN
        if named and opening and len(words) <= FEW_WORDS and not pointing:
            combined = f"{text} {self._named_again(last, language)}"
            return Topic(combined, plans, carried=True)
        leans = short and (opening or pointing or switched)
        if named or not (leans or len(words) == 1):
            return Topic(text, plans)
        leaning = (last.listed or last.refs) if pointing or switched else ()
        return Topic(text, plans or last.plans, leaning=leaning, carried=True)

    def _named_again(self, last: Conversation, language: Language) -> str:
        """The last answer's topic in words of our own: the question that suits its element best."""
        ref = last.refs[0]
        asked = self._knowledge.suggestions.about([ref], language, 1)
        words = " ".join([*asked, self._knowledge.places[ref].text(language)])
        reading = [
            word for word in words.split() if not self._knowledge.cities.named(Reading.of(word))
        ]
        return " ".join(reading)


def _number(word: str) -> int | None:
    return LAST if is_in(word, "last") else number_of(word)
