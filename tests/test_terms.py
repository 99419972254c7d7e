"""BM25 over term lists: order, ranges, missing terms."""

import numpy as np
import pytest

from index.terms import (
    DenseTerms,
    SparseTerms,
    TermIndex,
    build_grouped_terms,
    build_terms,
    term_index,
)
from index.words import stems

DOCUMENTS = [
    "Man förebygger och minskar bostadslösheten enligt planen",
    "Man stärker samarbetet med tredje sektorn",
    "Bostadslösheten halveras, bostadslösheten följs",
    "Motionsrådgivning genomförs även på distans",
    "Samarbetet mellan kulturenheten och sysselsättningen startas för att främja hälsa och välfärd",
    "",
]


@pytest.fixture(scope="module", params=[DenseTerms, SparseTerms])
def kind(request):
    """Both forms of an index: they give the same scores."""
    return request.param


@pytest.fixture(scope="module")
def index(kind) -> TermIndex:
    return kind(build_terms([stems(text, "sv") for text in DOCUMENTS]))


def scores(index: TermIndex, text: str, start: int = 0, stop: int = len(DOCUMENTS)):
    return index.scores(set(stems(text, "sv")), start, stop)


def test_the_document_with_the_rarer_word_comes_first(index):
    found = scores(index, "samarbetet distans")
    assert found.argmax() == 3


def test_a_word_said_twice_weighs_more(index):
    found = scores(index, "bostadslöshet")
    assert found[2] > found[0] > 0


def test_a_shorter_document_comes_before_a_longer_one_with_the_same_word(index):
    found = scores(index, "samarbete")
    assert found[1] > found[4] > 0


def test_documents_without_a_word_of_the_question_score_nothing(index):
    found = scores(index, "motionsrådgivning")
    assert list(np.flatnonzero(found)) == [3]


def test_a_word_that_no_document_holds_lowers_all_scores(index):
    assert scores(index, "bostadslöshet bygglov")[2] < scores(index, "bostadslöshet")[2]


@pytest.fixture(scope="module")
def grouped(kind) -> TermIndex:
    """The documents in three groups, of two, of none and of four."""
    terms = [stems(text, "sv") for text in DOCUMENTS]
    return kind(build_grouped_terms([terms[:2], [], terms[2:]]))


@pytest.mark.parametrize(("start", "stop"), [(0, 2), (2, 6), (2, 2)])
def test_groups_score_together_as_they_do_alone(kind, grouped, start, stop):
    question = "samarbete mot bostadslöshet på distans"
    together = scores(grouped, question, 0, 6)
    assert np.allclose(scores(grouped, question, start, stop), together[start:stop], atol=1e-6)
    terms = [stems(text, "sv") for text in DOCUMENTS[start:stop]]
    alone = scores(kind(build_terms(terms)), question, 0, stop - start)
    assert np.allclose(alone, together[start:stop], atol=1e-6)


def test_a_term_that_only_another_group_holds_counts_as_missing(grouped):
    assert scores(grouped, "samarbete distans", 0, 2)[1] < scores(grouped, "samarbete", 0, 2)[1]


def test_an_empty_question_scores_nothing(index):
    assert np.all(scores(index, "") == 0)


def test_no_documents_at_all_can_be_searched(kind):
    assert len(kind(build_terms([])).scores({"plan"}, 0, 0)) == 0


def test_few_documents_are_held_by_term_and_many_by_posting(monkeypatch):
    arrays = build_terms([stems(text, "sv") for text in DOCUMENTS])
    assert isinstance(term_index(arrays), DenseTerms)
    monkeypatch.setattr("index.terms.MOST_CELLS", 100)
    assert isinstance(term_index(arrays), SparseTerms)
    question = set(stems("samarbete mot bostadslöshet", "sv"))
    both = [form(arrays).scores(question, 0, 6) for form in (DenseTerms, SparseTerms)]
    assert np.allclose(*both, atol=1e-6)


def test_the_most_frequent_terms_are_left_out_when_there_are_too_many_postings(monkeypatch):
    """All documents hold "i"; the rarer word alone decides."""
    documents = [["i", "natur"], ["i"], ["i"], ["i", "i", "i"]]
    found = SparseTerms(build_terms(documents))
    question = {"i", "natur"}
    assert found.scores(question, 0, 4)[3] > 0
    monkeypatch.setattr("index.terms.MOST_POSTINGS", 3)
    assert list(found.scores(question, 0, 4) > 0) == [True, False, False, False]
