"""Questions about the plan's own structure: complete lists and counts from the tree, not top-k."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.cities import Cities
from assistant.labels import Places, genitive, goal_title, is_area
from assistant.lexicon import Reading, WordList, number_of, ordinal_of, united, word_list
from assistant.wording import number_word, say
from corpus.plan import Action, Goal, Language, Plan, Section
from corpus.sentences import sentences
from index.generation import IndexedPlan
from index.words import fold, words

# A count as plans state it: a number with what it counts.
COUNT = re.compile(r"\b\d{1,3} (\w+)")
MOST_STATED = 3
# Words that ask about the structure rather than about a topic.
STRUCTURAL = ("stop", "spoken", "goal", "area", "action", "meter", "approval")


@dataclass(frozen=True, slots=True)
class StructureAnswer:
    """Sentences from the tree, the elements they rest on, and the elements that were listed."""

    sentences: tuple[str, ...]
    refs: tuple[str, ...]
    listed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a message asks of the structure."""

    goal: bool
    area: bool
    action: bool
    meter: bool
    count: bool
    number: int | None
    rest: tuple[str, ...]
    wants_all: bool
    period: bool
    all_actions: bool
    approval: bool


class Structure:
    """Answers structure questions about the plans at hand."""

    def __init__(self, plans: Sequence[IndexedPlan], places: Places, cities: Cities) -> None:
        self._plans = {entry.plan.id: entry for entry in plans}
        self._places = places
        self._cities = cities

    def answer(self, text: str, plans: Sequence[str], language: Language) -> StructureAnswer | None:
        """The complete answer from the tree, or none when this is no structure question."""
        asked = self._read(Reading.of(text))
        found = []
        for plan_id in plans or tuple(self._plans):
            reply = self._for_plan(asked, self._plans[plan_id], language)
            if reply:
                found.append(reply)
        if not found:
            return None
        return StructureAnswer(
            sentences=tuple(s for reply in found for s in reply.sentences),
            refs=tuple(ref for reply in found for ref in reply.refs),
            listed=tuple(ref for reply in found for ref in reply.listed),
        )

    def _read(self, reading: Reading) -> _Asked:
        number = _goal_number(reading)
        rest = tuple(word for word in reading.words if self._is_topic(word))
        return _Asked(
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
            approval=word_list("approval").found_in(reading),
        )

    def _is_topic(self, word: str) -> bool:
        """Whether a word says something about the topic rather than about the structure."""
        if united(STRUCTURAL).matches(word) or self._cities.is_name(word):
            return False
        return number_of(word) is None

    def _for_plan(
        self, asked: _Asked, entry: IndexedPlan, language: Language
    ) -> StructureAnswer | None:
        view = _PlanView(entry, self._places, language)
        if asked.number is not None and (asked.goal or asked.area):
            return None if asked.rest else view.one_goal(asked)
        if asked.period and len(asked.rest) <= 1 and not asked.action:
            return view.period()
        if asked.approval and not asked.rest:
            return view.approval()
        if asked.rest:
            return view.theme(asked) if asked.all_actions and not asked.count else None
        if asked.count:
            return view.counted(asked)
        if asked.wants_all or asked.goal or asked.area:
            return view.listed(asked)
        return None


@dataclass(frozen=True, slots=True)
class _PlanView:
    """One plan's tree, told in one language."""

    entry: IndexedPlan
    places: Places
    language: Language

    @property
    def plan(self) -> Plan:
        return self.entry.plan

    @property
    def has_areas(self) -> bool:
        return all(is_area(goal) for goal in self.plan.goals)

    def one_goal(self, asked: _Asked) -> StructureAnswer | None:
        """A goal or area by its number: title, actions, meters or counts."""
        if asked.area and not self.has_areas:
            return None
        goal = next((goal for goal in self.plan.goals if goal.number == asked.number), None)
        if goal is None:
            key = "structure.no_such_area" if self.has_areas else "structure.no_such_goal"
            count = len(self.plan.goals)
            text = self._say(key, goal=asked.number, count=number_word(self.language, count))
            return StructureAnswer((text,), tuple(goal.ref for goal in self.plan.goals))
        if asked.meter:
            return self._goal_meters(goal, asked)
        if asked.action and asked.count:
            return self._count_of_goal(goal)
        return self._goal_with_actions(goal)

    def _count_of_goal(self, goal: Goal) -> StructureAnswer:
        key = "statements_count" if is_area(goal) else "actions_count"
        count = number_word(self.language, len(goal.actions))
        text = self._say(f"structure.{key}", goal=goal.number, count=count)
        return StructureAnswer((text,), (goal.ref,), tuple(a.ref for a in goal.actions))

    def _goal_with_actions(self, goal: Goal) -> StructureAnswer:
        key = "area_is" if is_area(goal) else "goal_is"
        title = goal_title(self.places[goal.ref], self.language)
        first = self._say(f"structure.{key}", goal=goal.number, title=_closed(title))
        key = "statements" if is_area(goal) else "actions"
        if len(goal.actions) == 1 and key == "actions":
            key = "actions_one"
        count = number_word(self.language, len(goal.actions))
        head = self._say(f"structure.{key}", goal=goal.number, count=count)
        lines = [f"{n}. {self._text(a.ref)}" for n, a in enumerate(goal.actions, start=1)]
        listed = tuple(action.ref for action in goal.actions)
        return StructureAnswer((first, head, *lines), (goal.ref,), listed)

    def _goal_meters(self, goal: Goal, asked: _Asked) -> StructureAnswer | None:
        meters = [meter for action in goal.actions for meter in action.meters]
        if not meters:
            return StructureAnswer((self._say("structure.no_meters"),), (goal.ref,))
        count = number_word(self.language, len(meters))
        listed = tuple(action.ref for action in goal.actions)
        if asked.count:
            text = self._say("structure.goal_meters_count", goal=goal.number, count=count)
            return StructureAnswer((text,), (goal.ref,), listed)
        head = self._say("structure.goal_meters", goal=goal.number, count=count)
        return StructureAnswer((head, *self._meter_lines(goal.actions)), (goal.ref,), listed)

    def period(self) -> StructureAnswer | None:
        """Which years the plan covers, from the section that says it first."""
        info = self.plan.info
        for section in self.plan.sections:
            if info.period in section.text or info.period in section.heading:
                text = self._say("structure.period", period=info.period)
                return StructureAnswer((text,), (section.ref,))
        return None

    def approval(self) -> StructureAnswer | None:
        """Who has approved the plan and when, in the sentences of its sections."""
        return self._stated([word_list("approval"), word_list("plan")])

    def _stated(
        self, wanted: Sequence[WordList], *, counted: bool = False
    ) -> StructureAnswer | None:
        """The sentences of sections that hold a word of every list, or count what a list names."""
        lines: list[str] = []
        refs: list[str] = []
        for section in self.plan.sections:
            text = self.places[section.ref].text(self.language)
            found = [
                part
                for part in sentences(text.replace("\n", " "))
                if (_counts(part, wanted) if counted else _holds(part, wanted))
            ]
            lines += found
            refs += [section.ref] if found else []
        if not lines:
            return None
        return StructureAnswer(tuple(lines[:MOST_STATED]), tuple(refs[:MOST_STATED]))

    def theme(self, asked: _Asked) -> StructureAnswer | None:
        """Every action whose text, or whose meters when they are asked for, names the topic."""
        found = [a.ref for a in self.plan.actions if self._names(a, asked)]
        if not found:
            return None
        count = number_word(self.language, len(found))
        key = "structure.theme_one" if len(found) == 1 else "structure.theme"
        lines = [self._say(key, count=count)]
        for ref in found:
            lines.append(f"{ref.partition('/')[2]}: {self._text(ref)}")
        return StructureAnswer(tuple(lines), tuple(found), tuple(found))

    def _names(self, action: Action, asked: _Asked) -> bool:
        """Whether an action holds a word for every topic word, in either language."""
        texts = [meter.text for meter in action.meters]
        texts += [self._translated(meter.ref) for meter in action.meters]
        if not asked.meter:
            texts += [action.text, self._translated(action.ref)]
        have = [_trigrams(fold(word)) for text in texts for word in words(text)]
        return all(any(_covers(_trigrams(want), other) for other in have) for want in asked.rest)

    def _translated(self, ref: str) -> str:
        found = self.entry.translations.by_ref.get(ref)
        return found.text if found else ""

    def counted(self, asked: _Asked) -> StructureAnswer | None:
        """How many goals, areas, priorities, actions or meters the plan has."""
        if asked.action or asked.meter:
            return self._count_actions(asked)
        if not (asked.goal or asked.area):
            return None
        priorities = self._priorities()
        if asked.area and not self.has_areas and priorities:
            count = number_word(self.language, len(priorities.items))
            text = self._say("structure.priorities_count", count=count)
            return StructureAnswer((text, *self._items(priorities)), (priorities.ref,))
        listed = self.listed(asked)
        return listed

    def _count_actions(self, asked: _Asked) -> StructureAnswer | None:
        """Counts of the tree; a plan of areas states its own counts in its sections."""
        if self.has_areas:
            names = [name for name in ("action", "meter") if getattr(asked, name)]
            return self._stated([word_list(name) for name in names], counted=True)
        actions, meters = self.plan.actions, self.plan.meters
        goals = number_word(self.language, len(self.plan.goals))
        refs = tuple(goal.ref for goal in self.plan.goals)
        sentences = []
        if asked.action:
            text = self._say("structure.all_actions_count", count=len(actions), goals=goals)
            sentences.append(text)
            sentences += [self._count_of_goal(goal).sentences[0] for goal in self.plan.goals]
        if asked.meter:
            values = {"count": len(meters), "actions": len(actions)}
            sentences.append(self._say("structure.meters_count", **values))
        return StructureAnswer(tuple(sentences), refs)

    def listed(self, asked: _Asked) -> StructureAnswer | None:
        """All goals, areas, priorities, actions or meters."""
        if asked.meter and not asked.goal and not asked.area:
            return self._all_meters()
        if asked.action and not self.has_areas:
            return self._all_actions()
        if asked.area and not self.has_areas:
            priorities = self._priorities()
            if priorities:
                count = number_word(self.language, len(priorities.items))
                head = self._say("structure.priorities", count=count)
                lines = self._items(priorities)
                return StructureAnswer((head, *lines), (priorities.ref,))
        if not (asked.goal or asked.area or asked.action):
            return None
        key = "structure.areas" if self.has_areas else "structure.goals"
        count = number_word(self.language, len(self.plan.goals))
        refs = tuple(goal.ref for goal in self.plan.goals)
        lines = [
            f"{goal.number}. {goal_title(self.places[goal.ref], self.language)}"
            for goal in self.plan.goals
        ]
        return StructureAnswer((self._say(key, count=count), *lines), refs, refs)

    def _all_actions(self) -> StructureAnswer:
        sentences: list[str] = []
        listed: list[str] = []
        for goal in self.plan.goals:
            reply = self._goal_with_actions(goal)
            sentences += reply.sentences
            listed += reply.listed
        refs = tuple(goal.ref for goal in self.plan.goals)
        return StructureAnswer(tuple(sentences), refs, tuple(listed))

    def _all_meters(self) -> StructureAnswer | None:
        if self.has_areas:
            return None
        head = self._say("structure.meters", count=len(self.plan.meters))
        lines = self._meter_lines(self.plan.actions)
        refs = tuple(goal.ref for goal in self.plan.goals)
        return StructureAnswer((head, *lines), refs, tuple(a.ref for a in self.plan.actions))

    def _meter_lines(self, actions: Sequence[Action]) -> list[str]:
        return [
            f"{action.ref.partition('/')[2]}: {self._text(meter.ref, meter.text)}"
            for action in actions
            for meter in action.meters
        ]

    def _priorities(self) -> Section | None:
        """The section that lists the plan's priorities: named so, and with a list in it."""
        for section in self.plan.sections:
            if section.items and word_list("area").found_in(Reading.of(section.heading)):
                return section
        return None

    def _items(self, section: Section) -> list[str]:
        """The points of a list, translated line by line where the translation has them all."""
        place = self.places[section.ref]
        text = place.text(self.language)
        return [line for line in text.split("\n") if line] if text else list(section.items)

    def _text(self, ref: str, source: str = "") -> str:
        if self.language != self.plan.info.language:
            found = self.entry.translations.by_ref.get(ref)
            if found:
                return found.text
        return source or self.places[ref].text(self.language)

    def _say(self, key: str, **values: object) -> str:
        return say(self.language, key, city_of=genitive(self.plan, self.language), **values)


def _holds(sentence: str, wanted: Sequence[WordList]) -> bool:
    reading = Reading.of(sentence)
    return all(words.found_in(reading) for words in wanted)


def _counts(sentence: str, wanted: Sequence[WordList]) -> bool:
    """Whether a sentence has a number right before a word of one of the lists."""
    counted = [fold(word.lower()) for word in COUNT.findall(sentence)]
    return any(words.matches(word) for words in wanted for word in counted)


def _goal_number(reading: Reading) -> int | None:
    """The number beside a goal or area word: "mål 2", "viides painopiste", "tavoitteessa 3"."""
    for place, word in enumerate(reading.words):
        if not (word_list("goal").matches(word) or word_list("area").matches(word)):
            continue
        before, after = reading.words[max(place - 1, 0) : place], reading.words[place + 1 :][:1]
        numbers = [number_of(word) for word in after] + [ordinal_of(word) for word in before]
        if found := [number for number in numbers if number is not None]:
            return found[0]
    return None


def _closed(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _trigrams(word: str) -> frozenset[str]:
    return frozenset(word[i : i + 3] for i in range(max(len(word) - 2, 1)))


def _covers(wanted: frozenset[str], have: frozenset[str]) -> bool:
    """At least 60 % of the wanted word's 3-grams: the measured rule for inflected compounds."""
    return len(wanted & have) >= 0.6 * len(wanted)
