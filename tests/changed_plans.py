"""Changed versions of real plans: edits of a source text, and edits of a plan with known truth."""

import hashlib
import random
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
from plan_words import ACTIONS, METERS

from corpus.plan import Action, Goal, Meter, Plan

REMOVED = (
    "Man ökar antalet grupper för anpassad motion i samarbete med \n"
    "partner.\n"
    "\n"
    "Fem nya motionsgrupper för specialgrupper i form av partnersamar-\n"
    "bete/per år\n"
    "\n"
)
ADDED = """Simhallarna öppnar klockan sex på vardagar.

Antalet morgonbesök

"""
TOGETHERNESS = (
    "Gemenskapligheten främjas genom att öka kvälls- och veckosluts-\n"
    "verksamheten inom alla storområden, till exempel bostadshusen.\n"
    "\n"
    "Utökade öppettider och lokalernas nyttjande/antal\n"
    "\n"
)
COURSES = (
    "Kortkurserna Motion och viktkontroll genomförs även i form av \n"
    "webbkurser. Via samarbetsparter möjliggörs kvotplatser för dem \n"
    "som deltar i kurserna.\n"
    "\n"
    "Antalet motions- och viktkontrollkurser/antalet deltagare\n"
    "\n"
)
# Edits of the Swedish Espoo text: what is sought, what takes its place.
REMOVE = (REMOVED, "")
ADD = (REMOVED, REMOVED + ADDED)
SWAP = (TOGETHERNESS + COURSES, COURSES + TOGETHERNESS)
REWORD = ("Man ökar familjernas välfärd genom", "Man stärker barnfamiljernas välmående genom")
NUMBER = ("genomförs 2019–2028", "genomförs 2019–2032")
METER = ("Antalet besökar i Perhe Töpinät", "Antalet besökar i Perhe Töpinät per år")
TITLE = ("levnadssätt som främjar \nvälfärden", "vanor som främjar \nvälfärden")
PERIOD = ("2022–2025", "2026–2029")


def changed_text(text: str, *edits: tuple[str, str]) -> str:
    """The text with every edit made; each one must find its place."""
    for old, new in edits:
        assert old in text, old
        text = text.replace(old, new)
    return text


def change_source(folder: Path, *edits: tuple[str, str]) -> None:
    """Change the source of a plan folder, and its digest in plan.toml."""
    source = folder / "source.sv.txt"
    source.write_text(changed_text(source.read_text(encoding="utf-8"), *edits), encoding="utf-8")
    digest = hashlib.sha256(source.read_bytes()).hexdigest()
    plan_file = folder / "plan.toml"
    text = plan_file.read_text(encoding="utf-8")
    text = re.sub(r'(?m)^sha256 = ".*"$', f'sha256 = "{digest}"', text)
    plan_file.write_text(text, encoding="utf-8")


def shuffled_plan(plan: Plan, seed: int) -> tuple[Plan, set[tuple[str, str]]]:
    """A plan with actions removed, reworded, moved and added at random, and the true changes."""
    chance = random.Random(seed)
    goals = [list(goal.actions) for goal in plan.goals]
    places = [(goal, action) for goal in goals for action in goal]
    chance.shuffle(places)
    few = max(1, len(places) // 8)
    truth: set[tuple[str, str]] = set()
    for goal, action in places[:few]:
        goal.remove(action)
        truth.add(("removed", action.ref))
    for goal, action in places[few : 2 * few]:
        text = _reworded(action.text, plan.info.language, chance)
        goal[goal.index(action)] = replace(action, text=text)
        truth.add(("reworded", action.ref))
    for goal, action in places[2 * few : 3 * few]:
        goal.remove(action)
        other = chance.choice([each for each in goals if each is not goal])
        other.insert(chance.randint(0, len(other)), action)
        truth.add(("moved", action.ref))
    added = _added(plan, goals, few, chance)
    new = _numbered(plan, goals)
    truth |= {("added", action.ref) for action in new.actions if action.text in added}
    return new, truth


def _reworded(text: str, language: str, chance: random.Random) -> str:
    """The text with another sentence, without its end, or with every third word exchanged."""
    words, pool = text.split(), " ".join(ACTIONS[language]).split()
    way = chance.randrange(3)
    if way == 0:
        return f"{text} {chance.choice(ACTIONS[language])}"
    if way == 1 and len(words) > 9:
        return " ".join(words[: int(len(words) * 0.6)]) + "."
    for place in range(0, len(words), 3):
        words[place] = chance.choice(pool)
    return " ".join(words)


def _added(
    plan: Plan, goals: list[list[Action]], few: int, chance: random.Random
) -> frozenset[str]:
    language = plan.info.language
    texts = chance.sample(ACTIONS[language], few)
    for text in texts:
        meter = Meter("", chance.choice(METERS[language]))
        goal = chance.choice(goals)
        meters = (meter,) if plan.meters else ()
        goal.insert(chance.randint(0, len(goal)), Action("", "action", text, meters))
    return frozenset(texts)


def _numbered(plan: Plan, goals: list[list[Action]]) -> Plan:
    """The plan with these actions under its goals, all numbered anew."""
    new = []
    for goal, actions in zip(plan.goals, goals, strict=True):
        numbered = []
        for number, action in enumerate(actions, start=1):
            ref = f"{goal.ref}.{number}"
            meters = tuple(Meter(f"{ref}.{n}", m.text) for n, m in enumerate(action.meters, 1))
            numbered.append(replace(action, ref=ref, meters=meters))
        new.append(Goal(goal.ref, goal.number, goal.title, tuple(numbered), goal.titles, goal.page))
    return replace(plan, goals=tuple(new))


class DigestEncoder:
    """An encoder without meaning, quick to make: each text has a direction of its own."""

    name = "digests"

    def encode_questions(self, texts):
        rows = [list(hashlib.sha256(text.encode()).digest()) for text in texts]
        found = np.array(rows, dtype=np.float32) - 128
        return found / np.linalg.norm(found, axis=1, keepdims=True)

    encode_passages = encode_questions
