"""Measure the assistant: `evaluate.py answers`, `weights` or `encoder`, each with --help."""

import argparse
import re
import sys
from dataclasses import replace
from pathlib import Path

from assistant.answering import Assistant
from assistant.conversation import TokenSigner
from assistant.holding_out import FOLDS, Bench
from assistant.knowledge import Knowledge
from assistant.noise import NOISE
from assistant.passage_recall import ONE_QUESTION, passage_figures
from assistant.pieces import written
from assistant.quality import Item, load_items, same_first, score, twin_items
from assistant.quality_report import (
    Row,
    latency,
    markdown,
    misses,
    read_rows,
    rows_of,
    write_report,
)
from assistant.scope_examples import load_examples
from assistant.tuning_scope import (
    fit_limits,
    fit_outside,
    fit_talk,
    fit_topic,
    judge_scope,
    learn_said_like,
)
from assistant.tuning_search import fit_fusion, fit_offset, recall
from corpus.errors import PlanAssistantError
from corpus.plan import LANGUAGES
from index.build import read_folders
from index.encoder import Encoder, StaticEncoder, load_encoder
from index.encoder_quality import megabytes, open_model, quality, short_texts, speed
from index.encoder_report import Report, read_published
from index.encoder_report import markdown as encoder_markdown
from index.encoder_report import write_report as write_encoder_report

ROOT = Path(__file__).resolve().parent.parent
PUBLISHED = ROOT / "docs" / "encoder" / "published.toml"
SHIPPED = ROOT / "index" / "models" / "sv-fi-static-256"
TWINS = ROOT / "tests" / "data" / "twins.toml"
QUESTIONS = ROOT / "tests" / "data" / "dev.jsonl"

PIECES_HEAD = (
    "How much each piece of a word, and each pair of words, speaks for a question to others (above",
    "nought) or to the plans. Learned by `scripts/evaluate.py weights --write` from the banks and",
    "the scope examples: untold_pieces.toml from those of what plans never tell (results, prices,",
    "hours, bookings, a person's own case), outside_pieces.toml from those of all topics. Not",
    'meant to be edited by hand. "_" stands for the edge of a word; assistant/pieces.py says how',
    "they are summed.",
)


def add_answers(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the subcommand that scores answers."""
    parser = commands.add_parser("answers", help="recall, refusals, language and more")
    parser.add_argument("--questions", type=Path, default=QUESTIONS, help="JSON Lines file")
    parser.add_argument("--twins", type=Path, default=TWINS, help="questions in both languages")
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "quality")
    parser.add_argument("--against", type=Path, help="figures.json of an earlier run")
    parser.set_defaults(run=run_answers)


def run_answers(arguments: argparse.Namespace) -> None:
    """Score the questions with and without the banks, and with noise in them."""
    items = load_items(arguments.questions)
    bench = Bench(read_folders(), load_examples(), load_encoder())
    assistant = _assistant(bench, with_bank=True)
    results = score(assistant, items)
    rows = rows_of(results, "questions")
    bare = score(_assistant(bench, with_bank=False), items)
    rows += rows_of(bare, "without bank")[:3]
    rows += _noisy(assistant, items)
    median, slow = latency(results)
    swedish, finnish = twin_items(arguments.twins)
    twins = (score(assistant, swedish), score(assistant, finnish))
    rows += rows_of([*twins[0], *twins[1]], "twins")[:3]
    facts = {
        "twins, same element first": f"{same_first(*twins):.3f} ({len(swedish)})",
        "answer p50, ms": round(median, 2),
        "answer p95, ms": round(slow, 2),
        "misses": misses(results),
    }
    before = read_rows(arguments.against) if arguments.against else None
    print(markdown(rows, before))
    for name, value in facts.items():
        if name != "misses":
            print(f"{name}: {value}")
    for path in write_report(arguments.out, rows, facts):
        print(f"wrote {path}")


def _assistant(bench: Bench, *, with_bank: bool) -> Assistant:
    content = bench.content() if with_bank else bench.content(lambda folder, group: False)
    knowledge = Knowledge(content, bench.encoder, "measured").prepare()
    return Assistant(knowledge, TokenSigner("measured"))


def _noisy(assistant: Assistant, items: tuple[Item, ...]) -> list[Row]:
    """The same single questions with noise in them."""
    single = [item for item in items if item.category in ONE_QUESTION and item.answerable]
    found = []
    for name, change in NOISE.items():
        changed = [replace(item, turns=(change(item.turns[0]),)) for item in single]
        found += rows_of(score(assistant, changed), name)[:3]
    return [*rows_of(score(assistant, single), "without noise")[:3], *found]


def add_weights(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the subcommand that finds the weights of search and scope."""
    parser = commands.add_parser("weights", help="find the weights on held-out questions")
    parser.add_argument("--write", action="store_true", help="write them into the TOML files")
    parser.add_argument("--share", type=float, default=1.0, help="of the bank questions to use")
    parser.add_argument("--encoder", default="", help="adapted without one fold of the bank")
    parser.add_argument("--fold", type=int, default=0, help="which fold that is")
    parser.set_defaults(run=run_weights)


def run_weights(arguments: argparse.Namespace) -> None:
    """Find the weights, print what they give, and write them when asked."""
    bench = Bench(read_folders(), load_examples(), _encoder(arguments.encoder))
    folds = [arguments.fold] if arguments.encoder else range(FOLDS)
    refs = bench.content().refs
    said_like = [learn_said_like(bench, fold) for fold in range(FOLDS)]
    found: dict[str, dict[str, float]] = {}
    for with_bank, search, outside in (
        (True, "with_bank", "outside"),
        (False, "without_bank", "outside_without_bank"),
    ):
        held = bench.held_out(with_bank=with_bank, share=arguments.share, folds=folds)
        found[search] = fit_fusion(held, refs)
        for language in LANGUAGES:
            own = [item for item in held if item.language == language]
            first, third = recall(own, refs, found[search])
            print(f"{search}, {language}: recall@1 / @3 = {first:.3f} / {third:.3f}")
        judged = judge_scope(bench, held, said_like, with_bank=with_bank)
        found[outside] = fit_outside(judged)
        if with_bank:
            found["talk"] = fit_talk(judged)
            found["topic"] = fit_topic(judged)
            found["limits"] = fit_limits(judged, found[outside], found["talk"], found["topic"])
    offset = fit_offset(bench, found["with_bank"], found["without_bank"])
    found["mixed"] = {"offset": offset}
    print(found)
    if arguments.write:
        for name in ("with_bank", "without_bank", "mixed"):
            replace_numbers(ROOT / "index" / "weights.toml", name, found[name])
        for name in ("limits", "topic", "talk", "outside", "outside_without_bank"):
            replace_numbers(ROOT / "assistant" / "scope.toml", name, found[name])
        for name, weights in learn_said_like(bench).items():
            text = written(weights, PIECES_HEAD)
            (ROOT / "assistant" / f"{name}.toml").write_text(text, encoding="utf-8")


def replace_numbers(path: Path, table: str, numbers: dict[str, float]) -> None:
    """Put new numbers into one table of a TOML file; comments stay, new names are added."""
    text = path.read_text(encoding="utf-8")
    opening = re.search(rf"^\[{table}\].*\n", text, re.MULTILINE)
    if opening is None:
        raise ValueError(f"{path} has no table [{table}]")
    head, rest = text[: opening.end()], text[opening.end() :]
    body, gap, tail = rest.partition("\n[")
    for name, number in numbers.items():
        line = re.compile(rf"^{name} = \S+", re.MULTILINE)
        if line.search(body):
            body = line.sub(f"{name} = {number}", body)
        else:
            body = f"{body.rstrip()}\n{name} = {number}\n"
    path.write_text(head + body + gap + tail, encoding="utf-8")


def _encoder(path: str) -> Encoder:
    """The shipped encoder, or one in a model folder."""
    return StaticEncoder(Path(path)) if path else load_encoder()


def add_encoder(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the subcommand that measures a sentence encoder."""
    parser = commands.add_parser("encoder", help="translations, questions, paraphrases and cost")
    parser.add_argument("--data", type=Path, required=True, help="folder of the evaluation sets")
    parser.add_argument("--model", default=str(SHIPPED), help="model folder, or name of a model")
    parser.add_argument("--questions", type=Path, default=QUESTIONS, help="JSON Lines file")
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "encoder")
    parser.set_defaults(run=run_encoder)


def run_encoder(arguments: argparse.Namespace) -> None:
    """Measure an encoder and write the report."""
    model, encoder = Path(arguments.model), open_model(arguments.model)
    asked = passage_figures(encoder, read_folders(), load_items(arguments.questions))
    report = Report(
        model=model.name,
        parameters=encoder.parameters,
        megabytes=megabytes(model),
        speed=speed(model, short_texts(arguments.data)) if model.is_dir() else None,
        figures=(*quality(encoder, arguments.data), *asked),
    )
    published = read_published(PUBLISHED)
    print(encoder_markdown(report, published))
    for path in write_encoder_report(report, published, arguments.out):
        print(f"wrote {path}")


def main() -> int:
    """Run the subcommand that was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    commands = parser.add_subparsers(required=True)
    add_answers(commands)
    add_weights(commands)
    add_encoder(commands)
    arguments = parser.parse_args()
    try:
        arguments.run(arguments)
    except PlanAssistantError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
