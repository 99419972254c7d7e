"""One plan's tree in words: its goals, areas, actions and meters, listed or counted in full."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.labels import Places, genitive, goal_title, is_area
from assistant.lexicon import Reading, is_in
from assistant.likewords import is_word_of
from assistant.wording import number_word, say
from corpus.plan import LANGUAGES, Action, Goal, Language, Plan, Section
from corpus.sentences import sentences
from index.generation import IndexedPlan
from index.words import fold

# A count as plans state it: a number with what it counts.
COUNT = re.compile(r"\b\d{1,3} (\w+)")
MOST_STATED = 3
# The number of whatever is the last one.
LAST = -1


@dataclass(frozen=True, slots=True)
class Asked:
    """What a message asks of the structure; `rest` are the words of its topic."""

    goal: bool
    area: bool
    action: bool
    meter: bool
    meters: bool
    count: bool
    number: int | None
    rest: tuple[str, ...]
    wants_all: bool
    period: bool
    all_actions: bool
    everything: bool
    approval: bool
    named: bool
    plan: bool
    compare: bool
    law: bool
    monitoring: bool

    def counts_or_lists(self) -> bool:
        """Whether goals, actions or meters are to be named or counted."""
        return self.count or self.named or self.goal or self.area or self.action


@dataclass(frozen=True, slots=True)
class StructureAnswer:
    """Sentences from the tree, the elements they rest on, the elements listed, what was asked."""

    sentences: tuple[str, ...]
    refs: tuple[str, ...]
    listed: tuple[str, ...] = ()
    asked: Asked | None = None


@dataclass(frozen=True, slots=True)
class PlanView:
    """One plan's tree, told in one language."""

    entry: IndexedPlan
    places: Places
    language: Language

    @property
    def plan(self) -> Plan:
        """The plan itself."""
        return self.entry.plan

    @property
    def has_areas(self) -> bool:
        """Whether the plan has areas with statements instead of goals with actions."""
        return all(is_area(goal) for goal in self.plan.goals)

    def suited(self, asked: Asked) -> Asked:
        """The same of this plan: the goals or the areas that it has, one of them by its title."""
        if asked.goal and asked.area:
            asked = replace(asked, goal=not self.has_areas, area=self.has_areas)
        if asked.number is None and asked.rest and (asked.goal or asked.area):
            titled = [goal for goal in self.plan.goals if self._is_title_of(goal, asked.rest)]
            if len(titled) == 1:
                return replace(asked, number=titled[0].number, rest=())
        return asked

    def _is_title_of(self, goal: Goal, words: Sequence[str]) -> bool:
        """Whether all the words stand in the title of a goal, in one of the languages."""
        place = self.places[goal.ref]
        titles = [Reading.of(goal_title(place, language)).words for language in LANGUAGES]
        return any(all(is_word_of(word, title) for word in words) for title in titles)

    def is_of_goal(self, asked: Asked) -> bool:
        """Whether a question about one goal has a topic: a word of that goal's actions."""
        if asked.number is None or not asked.rest:
            return False
        words = [
            word
            for goal in self.plan.goals
            if goal.number == asked.number
            for action in goal.actions
            for language in LANGUAGES
            for word in Reading.of(self.places[action.ref].text(language)).words
        ]
        return any(is_word_of(word, words) for word in asked.rest)

    def one_goal(self, asked: Asked) -> StructureAnswer | None:
        """A goal or area by its number: title, actions, meters or counts."""
        if asked.area and not self.has_areas:
            return None
        goals = self.plan.goals
        number = goals[-1].number if asked.number == LAST else asked.number
        goal = next((goal for goal in goals if goal.number == number), None)
        if goal is None:
            key = "structure.no_such_area" if self.has_areas else "structure.no_such_goal"
            count = len(self.plan.goals)
            text = self._say(key, goal=asked.number, count=number_word(self.language, count))
            return StructureAnswer((text,), tuple(goal.ref for goal in self.plan.goals))
        if asked.meter:
            return self._goal_meters(goal, asked)
        if asked.action and asked.count and not asked.named:
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
        return StructureAnswer((first, head, *lines), (goal.ref, *listed), listed)

    def _goal_meters(self, goal: Goal, asked: Asked) -> StructureAnswer | None:
        meters = [meter for action in goal.actions for meter in action.meters]
        if not meters:
            return StructureAnswer((self._say("structure.no_meters"),), (goal.ref,))
        count = number_word(self.language, len(meters))
        listed = tuple(action.ref for action in goal.actions)
        if asked.count and not asked.named:
            text = self._say("structure.goal_meters_count", goal=goal.number, count=count)
            return StructureAnswer((text,), (goal.ref,), listed)
        head = self._say("structure.goal_meters", goal=goal.number, count=count)
        lines = self._meter_lines(goal.actions)
        return StructureAnswer((head, *lines), (goal.ref, *listed), listed)

    def told(self, asked: Asked) -> StructureAnswer | None:
        """What the plan tells of itself: its law, its period, its approval, how it is followed."""
        if asked.law and (asked.plan or not asked.rest):
            return self.law(asked.rest)
        if asked.period and not asked.action and len(asked.rest) <= int(asked.plan):
            return self.period()
        if asked.rest:
            return None
        if asked.monitoring and asked.plan and not (asked.meters or asked.counts_or_lists()):
            return self.monitoring()
        return self.approval() if asked.approval else None

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
        return self._stated(["approval", "plan"])

    def law(self, words: Sequence[str]) -> StructureAnswer | None:
        """On which law the plan rests, in the sentences of its sections; `words` of most first."""
        elements: list[Section | Action] = [*self.plan.sections, *self.plan.actions]
        return self._stated(["law"], elements=elements, nearest=words)

    def monitoring(self) -> StructureAnswer | None:
        """How the plan is followed up: its section on that, or the sentences that tell."""
        lists = ["monitoring"]
        headed = [s for s in self.plan.sections if _holds(s.heading, lists)]
        return self._stated(lists, elements=headed or self.plan.sections)

    def _stated(
        self,
        wanted: Sequence[str],
        *,
        counted: bool = False,
        elements: Sequence[Section | Action] = (),
        nearest: Sequence[str] = (),
    ) -> StructureAnswer | None:
        """The sentences of elements that hold a word of every list, or count what a list names.

        Sections are looked at unless `elements` are given. Of too many sentences those with most
        of the words of `nearest` are told.
        """
        found: list[tuple[int, str, str]] = []
        for element in elements or self.plan.sections:
            text = self.places[element.ref].text(self.language)
            for part in sentences(text.replace("\n", " ")):
                if _counts(part, wanted) if counted else _holds(part, wanted):
                    have = Reading.of(part).words
                    shared = sum(is_word_of(word, have) for word in nearest)
                    found.append((-shared, element.ref, part))
        if not found:
            return None
        told = sorted(found, key=lambda each: each[0])[:MOST_STATED]
        refs = tuple(dict.fromkeys(ref for _, ref, _ in told))
        return StructureAnswer(tuple(part for _, _, part in told), refs)

    def counted(self, asked: Asked) -> StructureAnswer | None:
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

    def _count_actions(self, asked: Asked) -> StructureAnswer | None:
        """Counts of the tree; a plan of areas states its own counts in its sections."""
        if self.has_areas:
            names = [name for name in ("action", "meter") if getattr(asked, name)]
            return self._stated(names, counted=True)
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

    def listed(self, asked: Asked) -> StructureAnswer | None:
        """All goals, areas, priorities, actions or meters."""
        if asked.meters and not asked.goal and not asked.area:
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
            if section.items and Reading.of(section.heading).has("area"):
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


def _holds(sentence: str, wanted: Sequence[str]) -> bool:
    reading = Reading.of(sentence)
    return all(map(reading.has, wanted))


def _counts(sentence: str, wanted: Sequence[str]) -> bool:
    """Whether a sentence has a number right before a word of one of the lists."""
    counted = [fold(word.lower()) for word in COUNT.findall(sentence)]
    return any(is_in(word, *wanted) for word in counted)


def _closed(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."
