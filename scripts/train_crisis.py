"""Learn assistant/crisis_weights.toml from phrasings: python scripts/train_crisis.py (seconds)."""

import math
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from assistant.crisis import FEWEST, pieces_of

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "tests" / "data"
WEIGHTS = ROOT / "assistant" / "crisis_weights.toml"
KEPT = 12_000  # pieces with the most influence; more change nothing
RAREST = 3  # messages that a piece must occur in
SCALE = 10
STEPS, RATE, SHRINK = 400, 0.3, 0.1
SHARE = {"danger": 0.2, "look_alike": 0.16, "question": 0.64}  # of all influence

Numbers = npt.NDArray[np.float64]

HEAD = """\
# How much each piece of a word, and each pair of words, speaks for danger (above nought) or
# against it. Learned by scripts/train_crisis.py from the examples in tests/data/crisis, from
# tests/data/crisis_training.toml and personal_data.toml, and from the questions of the banks and
# the scope examples; not meant to be edited by hand. "_" stands for the edge of a word. The sum,
# divided by `scale` and by the root of the number of pieces, plus `bias`, is compared with the
# limits in crisis.toml.
"""


@dataclass(frozen=True, slots=True)
class Message:
    """One message to learn from."""

    pieces: frozenset[str]
    kind: str


def read(path: Path) -> dict[str, Any]:
    """Read a TOML file."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


def texts_by_kind() -> Iterator[tuple[str, str]]:
    """All texts to learn from, with their kind; the test halves of the sets are not read."""
    training = read(DATA / "crisis_training.toml")
    crisis, look_alikes = (
        read(DATA / "crisis" / f"{name}.toml") for name in ("crisis", "look_alikes")
    )
    for language in ("sv", "fi"):
        for text in crisis[f"{language}_examples"] + training[f"{language}_danger"]:
            yield text, "danger"
        for text in look_alikes[f"{language}_examples"] + training[f"{language}_harmless"]:
            yield text, "look_alike"
    for item in read(DATA / "personal_data.toml")["item"]:
        yield from ((item[key], "look_alike") for key in ("text", "masked"))
    for text in harmless_questions():
        if not any(word in text.lower() for word in training["left_out"]):
            yield text, "question"


def harmless_questions() -> Iterator[str]:
    """The questions of the banks and of the scope examples."""
    files = [*ROOT.glob("corpus/plans/*/questions.toml"), *ROOT.glob("assistant/scope/*.toml")]
    for table in map(read, sorted(files)):
        for group in (*table.get("group", ()), table):
            for language in ("sv", "fi"):
                yield from (text for text in group.get(language, ()) if isinstance(text, str))


def learn(messages: list[Message], known: dict[str, int]) -> tuple[Numbers, float]:
    """Weights and bias of a logistic regression, by Adam with a falling rate."""
    columns = [[known[piece] for piece in one.pieces if piece in known] for one in messages]
    rows = np.repeat(np.arange(len(columns)), [len(row) for row in columns])
    flat = np.array([column for row in columns for column in row], dtype=np.int64)
    share = np.array([1 / math.sqrt(max(FEWEST, len(one.pieces))) for one in messages])[rows]
    wanted = np.array([float(one.kind == "danger") for one in messages])
    times = Counter(one.kind for one in messages)
    weight = np.array([SHARE[one.kind] / times[one.kind] for one in messages])
    values = np.zeros(len(known) + 1)  # the last one is the bias
    first, second = np.zeros_like(values), np.zeros_like(values)
    for step in range(1, STEPS + 1):
        total = np.bincount(rows, share * values[flat], len(messages)) + values[-1]
        error = weight * (1 / (1 + np.exp(-total)) - wanted)
        slope = np.bincount(flat, share * error[rows], len(values)) + SHRINK * values / len(
            messages
        )
        slope[-1] = error.sum()
        first, second = 0.9 * first + 0.1 * slope, 0.999 * second + 0.001 * slope**2
        move = first / (1 - 0.9**step) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
        values -= RATE * (1 - step / (STEPS + 1)) * move
    return values[:-1], float(values[-1])


def write(weights: dict[str, float], bias: float) -> None:
    """Write the weights, the pieces of each weight in one line."""
    pieces = defaultdict(list)
    for piece, weight in sorted(weights.items()):
        pieces[round(SCALE * weight)].append(piece)
    pieces.pop(0, None)
    lines = [
        f'"{weight}" = "{" ".join(pieces[weight])}"' for weight in sorted(pieces, reverse=True)
    ]
    top = f"{HEAD}scale = {SCALE}\nbias = {bias:.2f}\n\n[pieces]\n"
    WEIGHTS.write_text(top + "\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    """Learn and write the weights."""
    messages = [Message(frozenset(pieces_of(text)), kind) for text, kind in texts_by_kind()]
    held = Counter(piece for one in messages for piece in one.pieces)
    common = sorted(piece for piece, times in held.items() if times >= RAREST)
    values, bias = learn(messages, {piece: number for number, piece in enumerate(common)})
    weights = dict(zip(common, values.tolist(), strict=True))
    influence = sorted(common, key=lambda piece: -abs(weights[piece]) * math.sqrt(held[piece]))
    write({piece: weights[piece] for piece in influence[:KEPT]}, bias)
    print(f"{len(messages)} messages, {min(KEPT, len(common))} pieces, bias {bias:.2f}")


if __name__ == "__main__":
    main()
