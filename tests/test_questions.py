"""The question banks: large enough, our own, and every fault told with its place."""

from collections import Counter
from pathlib import Path

import pytest
from nearness import near_development_questions

from corpus.catalogue import PLANS
from corpus.errors import BadPlanFile
from corpus.plan import LANGUAGES
from corpus.questions import BankQuestion, bank_questions, load_questions

SECTIONS = {"espoo": ("s1", "s2", "s3"), "helsinki": tuple(f"s{n}" for n in range(1, 9))}


@pytest.fixture(scope="module")
def bank() -> tuple[BankQuestion, ...]:
    return tuple(
        question
        for plan in ("espoo", "helsinki")
        for question in bank_questions(load_questions(PLANS / plan))
    )


@pytest.fixture(scope="module")
def first(bank) -> Counter:
    return Counter((question.about[0], question.language) for question in bank)


@pytest.mark.parametrize("plan_id", ["espoo", "helsinki"])
def test_every_action_is_first_in_25_questions_of_each_language(plans, first, plan_id):
    few = {
        (action.ref, language): first[action.ref, language]
        for action in plans[plan_id].actions
        for language in LANGUAGES
        if first[action.ref, language] < 25
    }
    assert few == {}


@pytest.mark.parametrize("plan_id", ["espoo", "helsinki"])
def test_every_goal_and_section_is_first_in_12_questions_of_each_language(plans, first, plan_id):
    refs = [goal.ref for goal in plans[plan_id].goals]
    refs += [f"{plan_id}/{section}" for section in SECTIONS[plan_id]]
    few = {
        (ref, language): first[ref, language]
        for ref in refs
        for language in LANGUAGES
        if first[ref, language] < 12
    }
    assert few == {}


def test_no_bank_question_nearly_equals_a_development_question(bank):
    assert near_development_questions([question.text for question in bank]) == []


def test_nearness_finds_a_question_that_was_only_touched_up():
    near = near_development_questions(["Miten haen asumistukea kelasta", "Mistä saa asumistukea?"])
    assert near == [("Miten haen asumistukea kelasta", "Miten haen asumistukea Kelasta?")]


@pytest.mark.parametrize("plan_id", ["espoo", "helsinki"])
def test_no_question_stands_twice_in_a_bank(plan_id):
    asked = bank_questions(load_questions(PLANS / plan_id))
    counts = Counter((q.language, " ".join(q.text.lower().split())) for q in asked)
    assert [key for key, times in counts.items() if times > 1] == []


def test_every_reference_of_the_banks_exists(bank, plans):
    known = {element.ref for plan in plans.values() for element in plan.elements()}
    assert {ref for question in bank for ref in question.about} <= known


def test_all_four_kinds_of_asker_are_in_both_banks(plans):
    for plan in plans:
        kinds = {group.kind for group in load_questions(PLANS / plan)}
        assert kinds == {"resident", "staff", "meter", "fragment"}


def test_every_group_asks_in_both_languages():
    for plan in ("espoo", "helsinki"):
        assert all(group.sv and group.fi for group in load_questions(PLANS / plan))


def test_the_questions_of_a_language_are_in_that_language(bank, knowledge):
    asked = [question for question in bank if len(question.text.split()) >= 5]
    wrong = [
        question.text
        for question in asked
        if knowledge.detector.detect(question.text, question.language).reply_in != question.language
    ]
    assert len(wrong) <= 0.005 * len(asked), wrong


def write(folder: Path, text: str) -> Path:
    (folder / "questions.toml").write_text(text, encoding="utf-8")
    return folder


GROUP = '[[group]]\nabout = ["espoo/1.5"]\nkind = "resident"\nsv = ["Var hoppar vi?"]\nfi = []\n'


def test_a_plan_without_a_bank_has_no_questions(tmp_path):
    assert load_questions(tmp_path) == ()


def test_questions_keep_group_language_and_elements(tmp_path):
    (question,) = bank_questions(load_questions(write(tmp_path, GROUP)))
    assert question == BankQuestion("Var hoppar vi?", "sv", 0, ("espoo/1.5",), "resident")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"Var hoppar vi?"', '" "'),
        ('["espoo/1.5"]', "[]"),
        ('"espoo/1.5"', '""'),
    ],
)
def test_an_empty_question_or_element_is_named_with_file_and_group(tmp_path, old, new):
    bank = GROUP + GROUP.replace("Var hoppar vi?", "Ordnas familjegympa?").replace(old, new, 1)
    bank = bank if old != '"Var hoppar vi?"' else GROUP + GROUP.replace(old, new)
    message = r"questions\.toml.*: group 2 has an empty text or names no element\. Mend"
    with pytest.raises(BadPlanFile, match=message):
        load_questions(write(tmp_path, bank))


def test_the_line_of_a_damaged_group_is_its_own_and_not_that_of_a_group_alike(tmp_path):
    bank = GROUP + GROUP.replace('"Var hoppar vi?"', '" "')
    with pytest.raises(BadPlanFile, match=r"questions\.toml:[6-9]: group 2"):
        load_questions(write(tmp_path, bank))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('kind = "resident"', 'kind = "tourist"'),
        ("fi = []\n", ""),
        ('sv = ["Var hoppar vi?"]', 'sv = "Var hoppar vi?"'),
        ('"Var hoppar vi?"', "7"),
    ],
)
def test_a_damaged_group_is_named_with_its_file_and_number(tmp_path, old, new):
    with pytest.raises(BadPlanFile, match=r"questions\.toml.*(group\[1\]|group 2).*Mend the group"):
        load_questions(write(tmp_path, GROUP + GROUP.replace(old, new)))


def test_damaged_toml_is_named_with_its_line(tmp_path):
    with pytest.raises(BadPlanFile, match=r"questions\.toml:6: .*Mend the TOML there"):
        load_questions(write(tmp_path, f"{GROUP}[[group]\n"))
