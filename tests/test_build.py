"""The build: nothing twice, nothing half, every fault told before anything changes."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from small_plans import SOURCE, small_plan

from corpus.errors import BadPlanFile
from corpus.translations import digest_of
from index.build import build_index, name_of, read_folders, up_to_date
from index.errors import BuildRefused
from index.generation import Example, read_content
from index.store import Store


class CountingEncoder:
    """Gives each text a vector made of its digest and remembers what it was asked."""

    def __init__(self, name: str = "counting") -> None:
        self.name = name
        self.asked: list[str] = []

    def encode_questions(self, texts: Sequence[str]) -> np.ndarray:
        self.asked += texts
        rows = [list(hashlib.sha256(text.encode()).digest()) for text in texts]
        found = np.array(rows, dtype=np.float32) - 128
        return found / np.linalg.norm(found, axis=1, keepdims=True)

    encode_passages = encode_questions


SIMSKOLOR = "Simskolor ordnas för alla barn i tredje klass."
BANK = """
[[group]]
about = ["vasa/1.1", "vasa/1"]
kind = "resident"
sv = ["Lär sig barnen simma i Vasa?", "Ordnas det simskola för trean?"]
fi = ["Oppivatko lapset uimaan Vaasassa?"]
"""
EXAMPLES = (
    Example("prices", "Vad kostar simskolan?", "sv"),
    Example("prices", "Mitä uimakoulu maksaa?", "fi"),
    Example("taxes", "Hur hög är skatten i Vasa?", "sv"),
)


def translation(text: str) -> str:
    digest = digest_of(SIMSKOLOR)
    return f'["vasa/1.1"]\ndigest = "{digest}"\nstatus = "unofficial"\ntext = "{text}"\n'


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = small_plan(tmp_path / "plans")
    write(root, "questions.toml", BANK)
    write(root, "translation.fi.toml", translation("Kaikille kolmasluokkalaisille uimakoulu."))
    return root


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "generations")


def write(root: Path, name: str, text: str) -> None:
    (root / "vasa" / name).write_text(text, encoding="utf-8")


def build(root: Path, store: Store, encoder: CountingEncoder | None = None, **given):
    return build_index(encoder or CountingEncoder(), store, given.get("examples", EXAMPLES), root)


def test_the_first_build_reports_every_element_as_new(root, store):
    report = build(root, store)
    assert report.built
    assert report.created == ("vasa/1", "vasa/1.1", "vasa/1.2", "vasa/2", "vasa/2.1")
    assert report.generation == store.current()
    assert (report.changed, report.removed, report.unchanged, report.stale) == ((), (), 0, ())


def test_a_second_build_does_nothing_and_says_so(root, store):
    first, encoder, said = build(root, store), CountingEncoder(), []
    report = build_index(encoder, store, EXAMPLES, root, said.append)
    assert not report.built
    assert report.generation == first.generation
    assert report.unchanged == 5
    assert encoder.asked == []
    assert said == []
    assert len(store.generations()) == 1


def test_a_second_start_knows_without_loading_the_encoder_that_nothing_changed(
    root, store, encoder
):
    assert up_to_date(store, name_of(""), EXAMPLES, root) is None
    name = build_index(encoder, store, EXAMPLES, root).generation
    report = up_to_date(store, name_of(""), EXAMPLES, root)
    assert report is not None
    assert report.generation == name
    write(root, "questions.toml", BANK.replace("trean", "tvåan"))
    assert up_to_date(store, name_of(""), EXAMPLES, root) is None


def test_one_changed_translation_embeds_only_its_own_texts_again(root, store):
    build(root, store)
    write(root, "translation.fi.toml", translation("Uimakoulu järjestetään jokaiselle."))
    encoder = CountingEncoder()
    report = build(root, store, encoder)
    assert encoder.asked == ["Uimakoulu järjestetään jokaiselle."]
    assert report.changed == ("vasa/1.1",)
    assert report.unchanged == 4


def test_one_new_bank_question_embeds_only_that_question(root, store):
    build(root, store)
    write(root, "questions.toml", BANK.replace('fi = ["', 'fi = ["Kuka opettaa uimaan?", "'))
    encoder = CountingEncoder()
    assert build(root, store, encoder).built
    assert encoder.asked == ["Kuka opettaa uimaan?"]


def test_vectors_taken_over_are_those_a_fresh_build_makes(root, store, tmp_path):
    build(root, store)
    write(root, "questions.toml", BANK.replace('fi = ["', 'fi = ["Kuka opettaa uimaan?", "'))
    build(root, store)
    fresh = Store(tmp_path / "fresh")
    build(root, fresh)
    one, other = (read_content(s.folder(s.current())) for s in (store, fresh))
    assert one.questions.keys == other.questions.keys
    assert np.array_equal(one.questions.vectors, other.questions.vectors)
    assert np.array_equal(one.passages.vectors, other.passages.vectors)


def test_changed_scope_examples_are_built_again(root, store):
    build(root, store)
    more = (*EXAMPLES, Example("taxes", "Paljonko on vero?", "fi"))
    encoder = CountingEncoder()
    assert build(root, store, encoder, examples=more).built
    assert encoder.asked == ["Paljonko on vero?"]


def test_another_encoder_embeds_everything_again(root, store):
    encoder, other = CountingEncoder(), CountingEncoder("other")
    build(root, store, encoder)
    assert build(root, store, other).built
    assert sorted(other.asked) == sorted(encoder.asked)


def test_no_text_is_embedded_twice_in_a_build(root, store):
    encoder = CountingEncoder()
    build(root, store, encoder)
    assert len(encoder.asked) == len(set(encoder.asked))


def test_a_changed_source_makes_its_translation_stale_and_the_build_lists_it(root, store):
    build(root, store)
    small_plan(root, SOURCE.replace("i tredje klass", "i fjärde klass"))
    report = build(root, store)
    assert report.stale == ("vasa/1.1",)
    assert "vasa/1.1" in report.changed
    content = read_content(store.folder(store.current()))
    assert "vasa/1.1" not in content.plans[0].translations.by_ref


def test_a_removed_action_is_reported(root, store):
    build(root, store)
    removed = SOURCE.replace("Skolornas bibliotek hålls öppna på loven.\n\nAntalet lån\n\n", "")
    small_plan(root, removed)
    assert build(root, store).removed == ("vasa/1.2",)


def test_questions_about_another_plan_count_for_that_plan(root, store):
    source = SOURCE.replace("Vasa", "Karleby")
    small_plan(root, source, "karleby")
    bank = BANK.replace('["vasa/1.1", "vasa/1"]', '["vasa/1.1", "karleby/1.1"]')
    write(root, "questions.toml", bank)
    build(root, store)
    content = read_content(store.folder(store.current()))
    assert [entry.plan.id for entry in content.plans] == ["karleby", "vasa"]
    first, last = content.questions.offsets[0], content.questions.offsets[1]
    refs = {content.refs[key.element] for key in content.questions.keys[first:last]}
    assert refs == {"karleby/1.1"}


def test_an_unknown_reference_in_a_bank_stops_the_build_and_the_old_index_stays(root, store):
    old = build(root, store).generation
    write(root, "questions.toml", BANK + BANK.replace("vasa/1.1", "vasa/7.7").replace("?", "??"))
    message = r"vasa/questions\.toml, group 2: no plan has the element vasa/7\.7\.[\s\S]*Mend"
    with pytest.raises(BuildRefused, match=message):
        build(root, store)
    assert store.sound()[0] == old


def test_a_question_that_stands_twice_stops_the_build_with_both_places(root, store):
    old = build(root, store).generation
    again = BANK.replace("Lär sig barnen simma i Vasa?", "lär sig  barnen simma i vasa?")
    write(root, "questions.toml", BANK + again.replace("Ordnas det", "Blir det"))
    message = r'group 2: "lär sig  barnen simma i vasa\?" stands in vasa/questions\.toml, group 1'
    with pytest.raises(BuildRefused, match=message):
        build(root, store)
    assert store.sound()[0] == old


def test_all_faults_of_the_banks_are_listed_at_once(root):
    other = BANK.replace("vasa/1.1", "vasa/7.7").replace("vasa/1", "oulu/1").replace("?", "??")
    write(root, "questions.toml", BANK + other)
    with pytest.raises(BuildRefused, match=r"(?s)no plan has .*no plan has ") as caught:
        read_folders(root)
    assert len(str(caught.value).splitlines()) == 3


def test_a_question_in_the_wrong_language_is_listed(root, store):
    write(
        root,
        "questions.toml",
        BANK.replace('fi = ["Oppivatko lapset uimaan', 'fi = ["Kan barnen lära sig simma'),
    )
    with pytest.raises(BuildRefused, match=r"group 1: .*Kan barnen lära sig simma.*language"):
        build(root, store)


def test_a_changed_source_without_its_digest_stops_the_build_and_the_old_index_stays(root, store):
    old = build(root, store).generation
    write(root, "source.sv.txt", SOURCE.replace("Simskolor", "Simkurser"))
    with pytest.raises(BadPlanFile, match=r"source\.sv\.txt: its sha256 is"):
        build(root, store)
    assert store.sound()[0] == old


def test_damaged_toml_stops_the_build_and_the_old_index_stays(root, store):
    old = build(root, store).generation
    write(root, "translation.fi.toml", '["vasa/1.1"\n')
    with pytest.raises(BadPlanFile, match=r"translation\.fi\.toml:1: "):
        build(root, store)
    assert store.sound()[0] == old


def test_two_plans_with_one_id_cannot_be(root, store):
    (root / "vasa").rename(root / "vaasa")
    with pytest.raises(BadPlanFile, match=r"id is 'vasa' but the folder is named 'vaasa'"):
        build(root, store)


def test_what_a_plan_could_not_place_is_reported_with_its_line(root, store):
    small_plan(root, f"Åtgärd Mätare\n{SOURCE}")
    ((plan, problem),) = build(root, store).problems
    assert (plan, problem.line, problem.text) == ("vasa", 1, "Åtgärd Mätare")
    assert problem.why == "a table header without a goal above it"


def test_after_damage_to_the_current_generation_a_build_makes_a_new_one(root, store):
    name = build(root, store).generation
    (store.folder(name) / "plans.json").write_text("{}", encoding="utf-8")
    report = build(root, store)
    assert report.built
    assert report.generation != name
    assert store.sound()[0] == report.generation


def test_a_build_tells_what_it_does(root, store):
    said: list[str] = []
    build_index(CountingEncoder(), store, EXAMPLES, root, said.append)
    assert len(said) == 2
    assert "1 plan" in said[0]
    assert "5 elements, 6 questions" in said[1]


def test_another_model_under_the_same_name_is_embedded_again(root, store, encoder, tmp_path):
    """An encoder given by its path has its files in the digest, as the shipped one has."""
    model = tmp_path / "our-model"
    model.mkdir()
    (model / "model.safetensors").write_bytes(b"1")
    build(root, store, CountingEncoder(str(model)))
    (model / "model.safetensors").write_bytes(b"2")
    assert build(root, store, CountingEncoder(str(model))).built
