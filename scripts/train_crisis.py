"""Learn assistant/crisis_weights.toml from phrasings: python scripts/train_crisis.py (seconds)."""

import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from assistant.crisis import WEIGHTS, crisis_pieces
from assistant.learning_pieces import learn_pieces
from assistant.pieces import written

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "tests" / "data"
SHARE = {"danger": 0.2, "look_alike": 0.16, "question": 0.64}  # of all influence

HEAD = (
    "How much each piece of a word, and each pair of words, speaks for danger (above nought) or",
    "against it. Learned by scripts/train_crisis.py from the examples in tests/data/crisis, from",
    "tests/data/crisis_training.toml and personal_data.toml, and from the questions of the banks",
    'and the scope examples; not meant to be edited by hand. "_" stands for the edge of a word.',
    "assistant/pieces.py says how they are summed; the limits stand in crisis.toml.",
)


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


def main() -> None:
    """Learn and write the weights."""
    messages = list(texts_by_kind())
    times = Counter(kind for _, kind in messages)
    weights = learn_pieces(
        [crisis_pieces(text) for text, _ in messages],
        [kind == "danger" for _, kind in messages],
        [SHARE[kind] / times[kind] for _, kind in messages],
    )
    path = ROOT / "assistant" / WEIGHTS
    path.write_text(written(weights, HEAD), encoding="utf-8")
    print(f"{len(messages)} messages, {len(weights.pieces)} pieces, bias {weights.bias:.2f}")


if __name__ == "__main__":
    main()
