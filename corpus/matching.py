"""Which element of an old plan is which element of a new one."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from corpus.assignment import assign
from corpus.likeness import alike, key
from corpus.plan import Action, Goal, Meter, Plan, Section

# Text -> rows of unit length, for texts that say the same in other words.
Vectors = Callable[[Sequence[str]], Sequence[Sequence[float]]]

LOWEST_GOAL = 0.3
LOWEST_ACTION = 0.44
LOWEST_SECTION = 0.5
LOWEST_METER = 0.5
# What speaks for two actions being the same one beside their own texts.
SAME_GOAL = 0.04
SAME_PLACE = 0.03
SAME_METERS = 0.12
TITLE_WEIGHT = 0.5
CLEARLY_ALIKE = 0.6
# Actions of one plan that mean different things have cosines up to 0.6 with the shipped encoder.
SAME_MEANING = 0.64


@dataclass(frozen=True, slots=True)
class Matches:
    """The pairs of elements that are the same one in both plans."""

    goals: tuple[tuple[Goal, Goal], ...]
    actions: tuple[tuple[Action, Action], ...]
    sections: tuple[tuple[Section, Section], ...]


def match(old: Plan, new: Plan, vectors: Vectors | None = None) -> Matches:
    """Pair the elements of two plans by what they say; position only breaks ties."""
    goals = _match_goals(old.goals, new.goals)
    actions = _match_actions(old, new, dict(goals))
    if vectors:
        actions += _by_meaning(old.actions, new.actions, actions, vectors)
    sections = assign(
        [[_section_score(a, b) for b in new.sections] for a in old.sections], LOWEST_SECTION
    )
    return Matches(
        tuple((old.goals[a], new.goals[b]) for a, b in goals),
        tuple((old.actions[a], new.actions[b]) for a, b in sorted(actions)),
        tuple((old.sections[a], new.sections[b]) for a, b in sections),
    )


def match_meters(old: Action, new: Action) -> list[tuple[Meter, Meter]]:
    """Pair the meters of an action; one left over on each side is the same one, rewritten."""
    scores = [
        [alike(a.text, b.text) + _near(i, j) for j, b in enumerate(new.meters)]
        for i, a in enumerate(old.meters)
    ]
    pairs = assign(scores, LOWEST_METER)
    left = [i for i in range(len(old.meters)) if i not in {a for a, _ in pairs}]
    right = [j for j in range(len(new.meters)) if j not in {b for _, b in pairs}]
    if len(left) == len(right) == 1:
        pairs.append((left[0], right[0]))
    return [(old.meters[a], new.meters[b]) for a, b in sorted(pairs)]


def _near(old: int, new: int) -> float:
    return SAME_PLACE if old == new else 0.0


def _match_goals(old: Sequence[Goal], new: Sequence[Goal]) -> list[tuple[int, int]]:
    """Goals by their titles and by how many of their actions are alike."""
    scores = [[_goal_score(a, b) for b in new] for a in old]
    return assign(scores, LOWEST_GOAL)


def _goal_score(old: Goal, new: Goal) -> float:
    title = alike(old.title, new.title)
    share = title
    if old.actions and new.actions:
        found = sum(
            max(alike(a.text, b.text) for b in new.actions) >= CLEARLY_ALIKE for a in old.actions
        )
        share = min(1.0, 2 * found / (len(old.actions) + len(new.actions)))
    same_number = SAME_PLACE if old.number == new.number else 0.0
    return TITLE_WEIGHT * title + (1 - TITLE_WEIGHT) * share + same_number


def _match_actions(old: Plan, new: Plan, goals: dict[int, int]) -> list[tuple[int, int]]:
    """Actions that are alone with their text first, then the best assignment of the others."""
    pairs = _alone([a.text for a in old.actions], [b.text for b in new.actions])
    rows = _others(len(old.actions), {a for a, _ in pairs})
    columns = _others(len(new.actions), {b for _, b in pairs})
    telling = _telling_meters(old, new)
    homes, new_homes = _homes(old.goals), _homes(new.goals)
    scores = [
        [
            _action_score(old.actions[a], new.actions[b], telling)
            + _place_score(homes[a], new_homes[b], goals)
            for b in columns
        ]
        for a in rows
    ]
    return pairs + [(rows[a], columns[b]) for a, b in assign(scores, LOWEST_ACTION)]


def _telling_meters(old: Plan, new: Plan) -> frozenset[str]:
    """The meters that only one action of each plan has, so that they tell which one it is."""
    pairs = _alone([a.text for a in old.meters], [b.text for b in new.meters])
    return frozenset(key(old.meters[a].text) for a, _ in pairs)


def _alone(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Pairs of places with the same text that stands once in either list."""
    before, after = [key(text) for text in old], [key(text) for text in new]
    counts = Counter(before), Counter(after)
    where = {text: place for place, text in enumerate(after)}
    return [
        (place, where[text])
        for place, text in enumerate(before)
        if counts[0][text] == 1 and counts[1][text] == 1
    ]


def _others(size: int, taken: set[int]) -> list[int]:
    return [place for place in range(size) if place not in taken]


def _homes(goals: Sequence[Goal]) -> list[tuple[int, int]]:
    """For each action its goal's place and its own place there."""
    return [(home, place) for home, goal in enumerate(goals) for place in range(len(goal.actions))]


def _action_score(old: Action, new: Action, telling: frozenset[str]) -> float:
    score = alike(old.text, new.text)
    meters = {key(meter.text) for meter in old.meters} & {key(meter.text) for meter in new.meters}
    # Meters in common weigh more where the words have changed more.
    return score + SAME_METERS * (2 - score) * bool(meters & telling)


def _place_score(old: tuple[int, int], new: tuple[int, int], goals: dict[int, int]) -> float:
    if goals.get(old[0]) != new[0]:
        return 0.0
    return SAME_GOAL + _near(old[1], new[1])


def _section_score(old: Section, new: Section) -> float:
    heading, text = alike(old.heading, new.heading), alike(old.text, new.text)
    return max(text, 0.5 * heading + 0.5 * text, 0.7 * heading)


def _by_meaning(
    old: Sequence[Action],
    new: Sequence[Action],
    pairs: list[tuple[int, int]],
    vectors: Vectors,
) -> list[tuple[int, int]]:
    """Pairs among what is left whose vectors are close: the same in other words."""
    rows = _others(len(old), {a for a, _ in pairs})
    columns = _others(len(new), {b for _, b in pairs})
    if not rows or not columns:
        return []
    before = vectors([old[a].text for a in rows])
    after = vectors([new[b].text for b in columns])
    scores = [[sum(x * y for x, y in zip(a, b, strict=True)) for b in after] for a in before]
    return [(rows[a], columns[b]) for a, b in assign(scores, SAME_MEANING)]
