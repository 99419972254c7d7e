"""The shipped model read directly gives what model2vec gives."""

import numpy as np
import pytest

from index.encoder import MODELS, SHIPPED
from index.static_model import StaticModel

TEXTS = [
    "Vad är Kaikukortti och vem kan få det?",
    "Mitä Espoo tekee asunnottomuuden vähentämiseksi?",
    "BOSTADSLÖSHET, bostadslöshet!",
    "日本 lapset",
    "kunta " * 900,
    "☃",
    "",
]


@pytest.fixture(scope="module")
def model():
    return StaticModel(MODELS / SHIPPED)


def test_vectors_are_those_of_model2vec(model):
    from model2vec import StaticModel as Reference

    reference = Reference.from_pretrained(MODELS / SHIPPED, normalize=True).encode(TEXTS)
    assert np.array_equal(model.encode(TEXTS), reference.astype(np.float32))


def test_a_vector_does_not_depend_on_the_texts_beside_it(model, monkeypatch):
    together = model.encode(TEXTS)
    monkeypatch.setattr("index.static_model.BATCH", 2)
    assert np.array_equal(model.encode(TEXTS), together)
    assert np.array_equal(np.concatenate([model.encode([text]) for text in TEXTS]), together)


def test_vectors_can_be_stored_in_half_precision_without_loss(model):
    vectors = model.encode(TEXTS)
    assert vectors.dtype == np.float32
    assert np.array_equal(vectors.astype(np.float16).astype(np.float32), vectors)
