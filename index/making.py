"""Plan folders -> the content of a generation: passages, questions, vectors and terms."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain, repeat
from pathlib import Path

import numpy as np

from corpus.passages import Passage, passages
from corpus.plan import LANGUAGES, Language
from corpus.questions import BankQuestion, QuestionGroup
from index.banks import questions_of
from index.centres import centres
from index.counting import count_words
from index.encoder import Encoder, Vectors
from index.generation import NO_KEYS, Content, Example, IndexedPlan, Key, Keys
from index.own_words import OwnWords, own_words
from index.suggested import suggested_questions
from index.terms import TermArrays, TermsBuilder
from index.words import grams_of, stem, words

# Words and letter groups of an element with its heading, meters and translation, on average in
# the shipped plans. It is the same for all plans, so that those with short elements, such as
# plans without translation, are not at a disadvantage beside others.
USUAL_WORDS = 130.0
USUAL_GRAMS = 1840.0


@dataclass(frozen=True, slots=True)
class PlanFolder:
    """A plan with everything that stands in its folder."""

    indexed: IndexedPlan
    groups: tuple[QuestionGroup, ...]
    path: Path = Path()


def make_content(
    folders: Sequence[PlanFolder],
    encoder: Encoder,
    examples: Sequence[Example] = (),
    known: dict[str, Vectors] | None = None,
    before: Content | None = None,
) -> Content:
    """Everything a search needs, from the plans and their banks.

    What `before` holds of unchanged banks and examples is taken over when it has the same encoder.
    """
    plans = tuple(folder.indexed for folder in folders)
    refs = tuple(element.ref for entry in plans for element in entry.plan.elements())
    position = {ref: place for place, ref in enumerate(refs)}
    all_passages = [list(passages(e.plan, e.translations)) for e in plans]
    asked = _by_plan(folders)
    topics = tuple(sorted({example.topic for example in examples}))
    known = known or {}
    if before and before.encoder != encoder.name:
        before = None
    asked_keys = [_question_keys(q, position) for q in asked]
    questions = _keys(asked_keys, encoder, known, before.questions if before else NO_KEYS)
    example_keys = [_example_keys(examples, topics)]
    messages = _keys(example_keys, encoder, known, before.examples if before else NO_KEYS)
    said = _keys([_passage_keys(p, position) for p in all_passages], encoder, known)
    said_words, said_grams = _terms(plans, map(_texts, all_passages), USUAL_WORDS, USUAL_GRAMS)
    asked_words, asked_grams = _asked_terms(asked, plans, refs, questions, before)
    example_words, example_grams = _example_terms(examples, topics, messages, before)
    return Content(
        plans=plans,
        refs=refs,
        offsets=_offsets(plans),
        passages=said,
        questions=questions,
        words=said_words,
        grams=said_grams,
        asked_words=asked_words,
        asked_grams=asked_grams,
        topics=topics,
        examples=messages,
        example_words=example_words,
        example_grams=example_grams,
        encoder=encoder.name,
        centres=centres(len(refs), said, questions),
        own_words=_own_words(said, questions),
        suggested=suggested_questions(refs, said, questions),
    )


def _own_words(*sorts: Keys) -> OwnWords:
    """The language of the words of all keys."""
    keys = [key for one in sorts for key in one.keys]
    return own_words(
        {language: [k.text for k in keys if k.language == language] for language in LANGUAGES}
    )


def _offsets(plans: Iterable[IndexedPlan]) -> tuple[int, ...]:
    """Where the elements of each plan begin, and where the last one ends."""
    sizes = (sum(1 for _ in entry.plan.elements()) for entry in plans)
    return tuple(accumulate(sizes, initial=0))


def _asked_terms(
    asked: "list[list[_AskedAbout]]",
    plans: Sequence[IndexedPlan],
    refs: Sequence[str],
    questions: Keys,
    before: Content | None,
) -> tuple[TermArrays, TermArrays]:
    """The words and letter groups of the banks' questions, taken over when none has changed."""
    if before and before.refs == refs and before.questions is questions:
        return before.asked_words, before.asked_grams
    return _terms(plans, map(_asked_texts, asked))


def _example_terms(
    examples: Sequence[Example], topics: tuple[str, ...], messages: Keys, before: Content | None
) -> tuple[TermArrays, TermArrays]:
    """The words and letter groups of the scope examples, taken over when none has changed."""
    if before and before.topics == topics and before.examples is messages:
        return before.example_words, before.example_grams
    return _weighed([_words_of(topics, _example_texts(examples))])


_AskedAbout = tuple[BankQuestion, str, int]
# Reference or topic, text and language.
_Text = tuple[str, str, Language]
_Word = tuple[str, Language]


def _by_plan(folders: Sequence[PlanFolder]) -> list[list[_AskedAbout]]:
    """For each plan the questions that name its elements, whichever bank they stand in."""
    found: dict[str, list[_AskedAbout]] = {folder.indexed.plan.id: [] for folder in folders}
    for folder in folders:
        for question in questions_of(folder.groups):
            for rank, ref in enumerate(question.about):
                found[ref.partition("/")[0]].append((question, ref, rank))
    return list(found.values())


def _passage_keys(found: Iterable[Passage], position: dict[str, int]) -> list[Key]:
    return [Key(position[p.ref], p.text, p.language) for p in found]


def _question_keys(asked: Iterable[_AskedAbout], position: dict[str, int]) -> list[Key]:
    return [Key(position[ref], q.text, q.language, rank, q.kind) for q, ref, rank in asked]


def _example_keys(examples: Iterable[Example], topics: tuple[str, ...]) -> list[Key]:
    return [Key(topics.index(e.topic), e.text, e.language) for e in examples]


def _keys(
    by_plan: list[list[Key]],
    encoder: Encoder,
    known: dict[str, Vectors],
    before: Keys = NO_KEYS,
) -> Keys:
    """The keys of all plans with their vectors; those of `before` when none has changed."""
    keys = tuple(chain.from_iterable(by_plan))
    offsets = tuple(accumulate(map(len, by_plan), initial=0))
    if before.keys == keys and before.offsets == offsets:
        return before
    if not keys:
        return Keys((), np.zeros((0, 1), dtype=np.float16), offsets)
    new = sorted({key.text for key in keys} - known.keys())
    made = encoder.encode_passages(new).astype(np.float16) if new else ()
    vectors = known | dict(zip(new, made, strict=True))
    return Keys(keys, np.stack([vectors[key.text] for key in keys]), offsets)


def _texts(found: Iterable[Passage]) -> Iterator[_Text]:
    """What a plan says; sentences of a text are in it."""
    for passage in found:
        if passage.kind in ("text", "context"):
            yield passage.ref, passage.text, passage.language


def _asked_texts(asked: Iterable[_AskedAbout]) -> Iterator[_Text]:
    for question, ref, _ in asked:
        yield ref, question.text, question.language


def _example_texts(examples: Iterable[Example]) -> Iterator[_Text]:
    for example in examples:
        yield example.topic, example.text, example.language


def _terms(
    plans: Sequence[IndexedPlan],
    texts: Iterable[Iterable[_Text]],
    *usual_lengths: float,
) -> tuple[TermArrays, TermArrays]:
    """The words and letter groups of all texts of each element, counted plan by plan."""
    groups = (
        _words_of([element.ref for element in entry.plan.elements()], found)
        for entry, found in zip(plans, texts, strict=True)
    )
    return _weighed(groups, *usual_lengths)


def _words_of(names: Iterable[str], texts: Iterable[_Text]) -> list[list[_Word]]:
    """The words of all texts of each name."""
    documents: dict[str, list[_Word]] = {name: [] for name in names}
    for name, text, language in texts:
        documents[name] += zip(words(text), repeat(language))
    return list(documents.values())


def _weighed(
    groups: Iterable[list[list[_Word]]],
    usual_words: float | None = None,
    usual_grams: float | None = None,
) -> tuple[TermArrays, TermArrays]:
    """The stems and the letter groups of the documents of each group."""
    of_stems = TermsBuilder(lambda word: (stem(*word),), usual_words)
    of_grams = TermsBuilder(lambda word: grams_of(word[0]), usual_grams)
    for documents in groups:
        counted = count_words(documents)
        of_stems.add(counted)
        of_grams.add(counted)
    return of_stems.build(), of_grams.build()
