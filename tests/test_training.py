from dataclasses import replace

import numpy as np
import pytest
import torch

from index.training import adapting, recipe
from index.training.adapting import Text, adapt
from index.training.batches import Batcher, Noise, Schedule
from index.training.building import Order, train_encoder, with_everyday
from index.training.corpus import CorpusBuilder, load_corpus, save_corpus
from index.training.forms import best_split, form_tasks, stem_key
from index.training.loss import in_batch_gradient, same_texts
from index.training.mining import mutual
from index.training.pairs import OverlapError, Pair, Reserved, read_pairs, training_files
from index.training.reserved import question_texts, reserved_texts
from index.training.run import Course, Trainer
from index.training.saving import load_rows, save_model
from index.training.segmenting import folded, plain, segmentations
from index.training.table import Table
from index.training.tokenizer import pieces_of, thinned, tokenizer_of, train_pieces
from index.training.words import words

PAIRS = [
    ("kunta tarjoaa liikuntaa", "kommunen erbjuder motion"),
    ("kunnan palvelut lapsille", "kommunens service för barn"),
    ("lapset ja nuoret voivat hyvin", "barn och unga mår bra"),
    ("nuorten mielenterveys paranee", "de ungas psykiska hälsa förbättras"),
    ("ikääntyneet asuvat kotona", "de äldre bor hemma"),
    ("asuminen on turvallista", "boendet är tryggt"),
    ("terveyskeskus on auki", "hälsocentralen är öppen"),
    ("liikuntapaikka on lähellä", "idrottsplatsen finns nära"),
]


def pairs(kind="sentence", source="evaka"):
    return [Pair(source, kind, left, right) for left, right in PAIRS]


@pytest.fixture
def corpus():
    builder = CorpusBuilder()
    builder.add(pairs(), Reserved([]))
    return builder.corpus()


@pytest.fixture
def tokenizer():
    return tokenizer_of(["▁kunta", "▁kunna", "n", "▁lapse", "t", "▁barn", "ssa", "▁kommun", "en"])


def test_only_the_two_training_files_are_read(tmp_path):
    (tmp_path / "eval").mkdir()
    assert [path.name for path in training_files(tmp_path)] == ["parallel.tsv.xz", "mono.tsv.xz"]
    assert all(path.parent == tmp_path for path in training_files(tmp_path))


@pytest.mark.parametrize("text", ["Var finns biblioteket?", "VAR  FINNS, biblioteket", "Missä?"])
def test_a_pair_with_an_evaluation_text_is_refused(text):
    reserved = Reserved(["Var finns biblioteket?", "Missä…"])
    with pytest.raises(OverlapError, match="evaluation text"):
        CorpusBuilder().add([Pair("evaka", "ui", "Missä kirjasto on", text)], reserved)


def test_every_evaluation_text_and_development_question_is_reserved(tmp_path):
    (tmp_path / "ntrex_fi_sv.tsv").write_text("sentence\tHyvää päivää\tGod dag\n", "utf-8")
    (tmp_path / "swefaq2_dev.tsv").write_text("qa\tsv\tVad kostar det?\tInget.\t3\n", "utf-8")
    questions = tmp_path / "dev.jsonl"
    questions.write_text('{"q": "Missä kaikukortti käy?"}\n{"turns": ["Hej", "Och Esbo?"]}\n')
    reserved = reserved_texts(tmp_path, questions)
    for text in ("god dag", "Vad kostar det", "MISSÄ KAIKUKORTTI KÄY", "och esbo"):
        with pytest.raises(OverlapError, match="evaluation text"):
            reserved.refuse(Pair("evaka", "ui", text, "x"))
    assert len(list(question_texts(questions))) == 3


def test_a_training_file_may_name_a_language(tmp_path):
    file = tmp_path / "mono.tsv"
    file.write_text("yso\tsynonym\tfi\tkoulu\topinahjo\nyso\tterm\tkoulu\tskola\n", "utf-8")
    assert [(p.left, p.right) for p in read_pairs(file)] == [
        ("koulu", "opinahjo"),
        ("koulu", "skola"),
    ]


def test_a_kept_corpus_is_read_back_as_it_was(corpus, tmp_path):
    save_corpus(corpus, tmp_path / "corpus.npz")
    again = load_corpus(tmp_path / "corpus.npz")
    assert again.words == corpus.words
    assert np.array_equal(again.tasks[0].left.numbers, corpus.tasks[0].left.numbers)
    assert again.tasks[0].name == "evaka:sentence"


def test_training_and_tokenizer_see_the_same_words(tokenizer):
    text = "Kunnan ÅLDRINGSVÅRD, 2022–2025 (ﬁ) ☃ e-post"
    seen = tokenizer.normalizer.normalize_str(text).split()
    assert seen == words(text)


def test_words_are_cut_into_the_longest_known_pieces(tokenizer):
    assert tokenizer.encode("kunnan lapset kommunen").tokens == [
        "kunna", "##n", "lapse", "##t", "kommun", "##en",
    ]  # fmt: skip


def test_a_thinned_tokenizer_keeps_the_numbers_of_its_pieces(tokenizer):
    without = thinned(tokenizer, share=1.0, seed=0)
    letters = without.encode("kunta").tokens
    assert letters == ["k", "##u", "##n", "##t", "##a"]
    assert without.encode("☃日").tokens == ["[UNK]"]
    assert without.token_to_id("##n") == tokenizer.token_to_id("##n")


def test_pieces_are_learnt_from_counts():
    pieces = train_pieces(["kunta", "kunnan", "koulu"], np.array([9.0, 4.0, 6.0]), 30, 1.0)
    assert any(piece.startswith("▁k") for piece in pieces)


def test_other_ways_of_writing_come_after_the_plain_one(corpus, tokenizer):
    cut = segmentations(tokenizer, corpus.words, cuts=2, share=0.5, seed=0)
    assert cut.ways == 5
    assert np.array_equal(plain(cut).numbers, pieces_of(tokenizer, corpus.words).numbers)
    assert folded("hälsa på åldern") == "halsa pa aldern"


def test_the_loss_falls_to_nothing_when_partners_are_alone_alike():
    vectors = torch.eye(4).repeat(2, 1)
    loss, gradient = in_batch_gradient(vectors, same_texts(np.arange(4)), (4,), scale=50)
    assert loss < 1e-6
    assert gradient.abs().max() < 1e-6


def test_the_gradient_is_that_of_the_symmetric_cross_entropy():
    vectors = torch.randn(12, 8, generator=torch.Generator().manual_seed(0), requires_grad=True)
    unit = torch.nn.functional.normalize(vectors, dim=1)
    scores = 5 * unit[:6] @ unit[6:].T
    truth = torch.arange(6)
    cross_entropy = torch.nn.functional.cross_entropy
    expected = (cross_entropy(scores, truth) + cross_entropy(scores.T, truth)) / 2
    expected.backward()
    loss, gradient = in_batch_gradient(vectors.detach(), same_texts(np.arange(6)), (8,), scale=5)
    assert loss == pytest.approx(expected.item(), abs=1e-4)
    assert torch.allclose(gradient, vectors.grad, atol=2e-3)


def test_equal_texts_are_no_negatives_of_each_other():
    same = same_texts(np.array([7, 1, 7, 7]))
    assert {tuple(pair) for pair in same.T.tolist()} == {
        (0, 2), (2, 0), (2, 3), (3, 2), (0, 3), (3, 0),
    }  # fmt: skip


def test_runs_are_neighbouring_lines(corpus):
    schedule = Schedule(corpus.tasks, [1.0], {"evaka:sentence": 3})
    _, chosen = schedule.draw(3, np.random.default_rng(0))
    assert np.array_equal(np.diff(chosen), [1, 1])


def test_compounds_are_split_where_both_parts_are_common():
    counts = {"kommun": (90.0, 1), "kommuns": (2.0, 9), "styrelse": (50.0, 2)}
    assert best_split("kommunsstyrelse", counts, "s") == (1, 2)
    assert best_split("kommunstyrelse", counts, "s") == (1, 2)
    assert best_split("styrelse", counts, "s") == ()


def test_consonant_gradation_does_not_part_the_forms_of_a_word():
    assert stem_key("kaupunk", "finnish") == stem_key("kaupung", "finnish")


def test_forms_of_one_stem_become_pairs():
    builder = CorpusBuilder()
    builder.add(pairs() * 2, Reserved([]))
    corpus = builder.corpus()
    names = [task.name for task in form_tasks(corpus, [], seed=0)]
    assert names == [
        "forms-finnish", "compounds-finnish", "forms-swedish", "compounds-swedish",
        "inflected-terms",
    ]  # fmt: skip


def test_mutual_neighbours_are_found():
    left = torch.eye(3)
    found = mutual(left, left[[2, 0]])
    assert dict(zip(found.left.tolist(), found.right.tolist(), strict=True)) == {0: 1, 2: 0}


def trainer(corpus, tokenizer, steps):
    cut = segmentations(tokenizer, corpus.words, cuts=1, share=0.5, seed=0)
    noise = Noise(drop=0.1, resegment=0.2, misspell=0.1)
    schedule = Schedule(corpus.tasks, [1.0], {})
    table = Table(tokenizer.get_vocab_size(), 16, seed=0, spread=0.1)
    return Trainer(table, Batcher(cut, noise), schedule, Course(steps, batch=8, shorter=(8,)))


def test_a_stopped_training_goes_on_exactly(corpus, tmp_path):
    tokenizer = tokenizer_of(["▁" + word for word in corpus.words])
    whole = trainer(corpus, tokenizer, 20)
    whole.train(tmp_path / "whole.pt", every=50)
    first = trainer(corpus, tokenizer, 20)
    for _ in range(9):
        first.advance()
    first.save(tmp_path / "part.pt")
    second = trainer(corpus, tokenizer, 20)
    second.train(tmp_path / "part.pt", every=50)
    assert torch.equal(second.table.rows, whole.table.rows)
    assert torch.equal(second.table.average, whole.table.average)


def test_training_brings_partners_together(corpus, tmp_path):
    tokenizer = tokenizer_of(["▁" + word for word in corpus.words])
    run = trainer(corpus, tokenizer, 60)
    losses = [run.advance() for _ in range(60)]
    assert np.mean(losses[-5:]) < np.mean(losses[:5]) / 2


def test_both_libraries_read_the_saved_model_to_the_same_vectors(tokenizer, tmp_path):
    from model2vec import StaticModel
    from sentence_transformers import SentenceTransformer

    rows = np.random.default_rng(0).normal(size=(tokenizer.get_vocab_size(), 32))
    save_model(tmp_path, rows.astype(np.float32), tokenizer)
    texts = ["Kunnan lapset", "kommunen ☃ barn", "日本 barn", "kunta " * 900, "", "☃"]
    light = StaticModel.from_pretrained(tmp_path, normalize=True).encode(texts)
    light = light.astype(np.float32)
    heavy = SentenceTransformer(str(tmp_path), device="cpu").encode(texts)
    lengths = np.linalg.norm(light, axis=1) * np.linalg.norm(heavy, axis=1)
    assert ((light * heavy).sum(axis=1)[:4] / lengths[:4] >= 0.9999).all()
    assert not light[4:].any() and not heavy[4:].any()
    again = load_rows(tmp_path)
    assert np.allclose(again[2:], rows[2:], atol=0.01)


def test_the_whole_way_from_folder_to_model(tmp_path, monkeypatch):
    import lzma

    lines = [f"evaka\tsentence\t{a}\t{b}\n" for a, b in PAIRS]
    mono = [f"squad2_fi_mt\tqa\tfi\t{a}?\t{a}\n" for a, _ in PAIRS]
    mono += [f"squad_v2_sv_dev_mt\tqa\tsv\t{b}?\t{b}\n" for _, b in PAIRS]
    mono += [f"finna_titles_fi\tsubject-title\tfi\tkunta\t{a}\n" for a, _ in PAIRS]
    mono += [f"finna_titles_sv\tsubject-title\tsv\tkommun\t{b}\n" for _, b in PAIRS]
    for name, content in (("parallel", lines), ("mono", mono)):
        with lzma.open(tmp_path / f"{name}.tsv.xz", "wt", encoding="utf-8") as file:
            file.writelines(content)
    extra = tmp_path / "extra.tsv"
    extra.write_text("missä kunta on\tkommunen erbjuder service\n", "utf-8")
    monkeypatch.setattr(recipe, "VOCABULARY", 120)
    monkeypatch.setattr(recipe, "RAREST_WORD", 1)
    monkeypatch.setattr(recipe, "SCOUT_STEPS", 3)
    order = Order(tmp_path, tmp_path / "model", tmp_path / "work", steps=5, extra=extra)
    train_encoder(order)
    assert load_rows(order.out).shape[1] == recipe.DIMENSIONS
    train_encoder(Order(tmp_path, tmp_path / "tuned", tmp_path / "more", steps=2, start=order.out))
    assert (tmp_path / "tuned" / "tokenizer.json").exists()


def test_adaptation_brings_a_question_to_its_element_and_leaves_other_pieces_alone():
    questions = ["vem städar parken", "kuka siivoaa puiston", "när öppnar badet", "auki uimahalli"]
    passages = ["kommunen sköter grönområden", "simhallens öppettider"]
    words_used = sorted({word for text in (*questions, *passages) for word in text.split()})
    tokenizer = tokenizer_of(["▁" + word for word in (*words_used, "skatt")])
    size = tokenizer.get_vocab_size()
    rows = np.random.default_rng(3).normal(size=(size, 16)).astype(np.float32)
    asked = [Text(text, (number // 2,)) for number, text in enumerate(questions)]
    offered = [Text(text, (number,)) for number, text in enumerate(passages)]

    def right(table):
        first, second = (vectors(table, tokenizer, texts) for texts in (questions, passages))
        return (first @ second.T).argmax(axis=1).tolist()

    course = adapting.Course(steps=60, batch=16, rate=0.05, way=1.0)
    whole = adapt(rows, tokenizer, asked, offered, course)
    half = adapt(rows, tokenizer, asked, offered, replace(course, way=0.5))
    assert right(whole) == [0, 0, 1, 1]
    assert right(rows) != [0, 0, 1, 1]
    assert np.allclose(half, (rows + whole) / 2, atol=1e-5)
    other = tokenizer.token_to_id("skatt")
    assert np.array_equal(whole[other], rows[other])


def vectors(table, tokenizer, texts):
    encoded = tokenizer.encode_batch(texts, add_special_tokens=False)
    means = np.stack([table[one.ids].mean(axis=0) for one in encoded])
    return means / np.linalg.norm(means, axis=1, keepdims=True)


def test_an_everyday_phrase_that_is_an_evaluation_text_is_left_out(tmp_path):
    (tmp_path / "eval").mkdir()
    builder = CorpusBuilder()
    builder.add([Pair("omw_wikt_fi_sv_bysa", "term", "talo", "hus")], Reserved([]))
    order = Order(tmp_path, tmp_path / "model", tmp_path / "work")
    everything = with_everyday(builder.corpus(), order)
    phrase = text_of(everything, everything.tasks[-1].left, 0)
    (tmp_path / "eval" / "tatoeba_fi_sv.tsv").write_text(f"sentence\t{phrase}?\tx\n", "utf-8")
    less = with_everyday(builder.corpus(), order)
    left = less.tasks[-1].left
    assert 0 < len(left) < len(everything.tasks[-1].left)
    assert phrase not in {text_of(less, left, place) for place in range(len(left))}


def text_of(corpus, texts, place):
    numbers = texts.numbers[texts.starts[place] : texts.starts[place + 1]]
    return " ".join(corpus.words[number] for number in numbers)
