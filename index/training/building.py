"""From the training folder to a model folder, step by step; finished steps are kept."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import torch
from tokenizers import Tokenizer

from index.training import recipe
from index.training.batches import Batcher, Schedule, Segmentations
from index.training.corpus import Corpus, CorpusBuilder, Task, load_corpus, save_corpus
from index.training.everyday import everyday_pairs
from index.training.forms import form_tasks
from index.training.mining import mined_questions, mined_texts
from index.training.pairs import passage_sentences, read_extra, read_pairs, training_files
from index.training.reserved import reserved_texts
from index.training.run import Trainer
from index.training.saving import load_rows, save_model
from index.training.segmenting import (
    load_segmentations,
    plain,
    save_segmentations,
    segmentations,
)
from index.training.table import Table
from index.training.tokenizer import tokenizer_of, train_pieces


@dataclass(frozen=True, slots=True)
class Order:
    """What to train on, where to write, and for how long."""

    folder: Path
    out: Path
    work: Path
    questions: Path | None = None
    steps: int = recipe.STEPS
    extra: Path | None = None
    rate: float = recipe.RATE
    extra_weight: float = recipe.EXTRA_WEIGHT
    start: Path | None = None


def train_encoder(order: Order) -> None:
    """Train an encoder by the recipe and write its folder.

    A first, short training finds translations among the same-language texts; the second
    training learns from those as well.
    """
    order.work.mkdir(parents=True, exist_ok=True)
    corpus = with_everyday(with_extra(read_corpus(order), order), order)
    tokenizer = read_tokenizer(order, corpus)
    cut = read_segmentations(order, tokenizer, corpus)
    tasks = [*corpus.tasks, *form_tasks(corpus, _terms(corpus), recipe.SEED)]
    tasks += mined_tasks(corpus, cut, _scout(order, tokenizer, cut, tasks))
    table = _trained(order, order.steps, tokenizer, cut, tasks, order.work / "checkpoint.pt")
    save_model(order.out, table.average.numpy(), tokenizer)


def read_corpus(order: Order) -> Corpus:
    """Return the training pairs as numbers; evaluation texts among them are an error."""
    kept = order.work / "corpus.npz"
    if kept.exists():
        return load_corpus(kept)
    reserved = reserved_texts(order.folder / "eval", order.questions)
    builder = CorpusBuilder()
    for path in training_files(order.folder):
        builder.add(read_pairs(path), reserved)
    for path in training_files(order.folder):
        builder.add(passage_sentences(read_pairs(path), reserved), reserved)
    corpus = builder.corpus()
    save_corpus(corpus, kept)
    return corpus


def with_extra(corpus: Corpus, order: Order) -> Corpus:
    """Return the corpus with the pairs of the extra file, if there is one."""
    if not order.extra:
        return corpus
    builder = CorpusBuilder(corpus.words)
    reserved = reserved_texts(order.folder / "eval", order.questions)
    builder.add(read_extra(order.extra), reserved)
    added = builder.corpus()
    return Corpus(added.words, (*corpus.tasks, *added.tasks))


def with_everyday(corpus: Corpus, order: Order) -> Corpus:
    """Return the corpus with everyday phrases made from the dictionary, except reserved ones."""
    reserved = reserved_texts(order.folder / "eval", order.questions)
    terms = [task for task in corpus.tasks if task.name in recipe.DICTIONARY]
    made = everyday_pairs(corpus, terms, recipe.SEED)
    builder = CorpusBuilder(corpus.words)
    builder.add(
        (pair for pair in made if not (reserved.holds(pair.left) or reserved.holds(pair.right))),
        reserved,
    )
    added = builder.corpus()
    return Corpus(added.words, (*corpus.tasks, *added.tasks))


def read_tokenizer(order: Order, corpus: Corpus) -> Tokenizer:
    """Return the tokenizer of the model to start from, or train one."""
    if order.start:
        return Tokenizer.from_file(str(order.start / "tokenizer.json"))
    kept = order.work / "tokenizer.json"
    if kept.exists():
        return Tokenizer.from_file(str(kept))
    counts = corpus.counts({t.name: recipe.word_weight(t.name) for t in corpus.tasks})
    counts[counts < recipe.RAREST_WORD] = 0
    pieces = train_pieces(corpus.words, counts, recipe.VOCABULARY, recipe.COUNT_POWER)
    tokenizer = tokenizer_of(pieces)
    tokenizer.save(str(kept), pretty=False)
    return tokenizer


def read_segmentations(order: Order, tokenizer: Tokenizer, corpus: Corpus) -> Segmentations:
    """Return every way to cut every word."""
    kept = order.work / f"segmentations-{len(corpus.words)}.npz"
    if not kept.exists():
        cut = segmentations(tokenizer, corpus.words, recipe.CUTS, recipe.CUT_SHARE, recipe.SEED)
        save_segmentations(cut, kept)
    return load_segmentations(kept)


def mined_tasks(corpus: Corpus, cut: Segmentations, rows: torch.Tensor) -> tuple[Task, ...]:
    """Return translations found among titles, questions and passages."""
    tasks = {task.name: task for task in corpus.tasks}
    pieces = plain(cut)

    def pair(names: tuple[str, str]) -> tuple[Task, Task]:
        return tasks[names[0]], tasks[names[1]]

    return (
        mined_texts("mined titles", *pair(recipe.TITLES), pieces, rows, recipe.TITLE_FLOOR),
        mined_texts("mined sentences", *pair(recipe.PARTS), pieces, rows, recipe.PART_FLOOR),
        *mined_questions(*pair(recipe.QUESTIONS), pieces, rows, recipe.QUESTION_FLOOR),
    )


def _terms(corpus: Corpus) -> Iterable[Task]:
    return [task for task in corpus.tasks if task.name in recipe.TERM_SOURCES]


def _weighed(tasks: Iterable[Task], extra: float) -> tuple[list[Task], list[float]]:
    weighed = [(task, recipe.weight_of(task.name, extra)) for task in recipe.grouped(tasks)]
    used = [(task, weight) for task, weight in weighed if weight and len(task.left) > 1]
    return [task for task, _ in used], [weight for _, weight in used]


def _scout(
    order: Order, tokenizer: Tokenizer, cut: Segmentations, tasks: Iterable[Task]
) -> torch.Tensor:
    if order.start:
        return torch.from_numpy(load_rows(order.start))
    kept = order.work / "scout.pt"
    return _trained(order, recipe.SCOUT_STEPS, tokenizer, cut, tasks, kept).average


def _trained(
    order: Order,
    steps: int,
    tokenizer: Tokenizer,
    cut: Segmentations,
    tasks: Iterable[Task],
    checkpoint: Path,
) -> Table:
    groups, weights = _weighed(tasks, order.extra_weight)
    table = Table(tokenizer.get_vocab_size(), recipe.DIMENSIONS, recipe.SEED, recipe.SPREAD)
    if order.start:
        table.start_from(torch.from_numpy(load_rows(order.start)))
    schedule = Schedule(groups, weights, recipe.BLOCKS)
    trainer = Trainer(table, Batcher(cut, recipe.NOISE), schedule, recipe.course(steps, order.rate))
    trainer.train(checkpoint)
    return table
