"""A generation on disk: what is read is what was written, and nothing in it can run."""

from dataclasses import fields

import numpy as np
import pytest

from index.generation import Content, read_content, write_content
from index.store import Store


def equal(one, other) -> bool:
    if isinstance(one, np.ndarray):
        return one.dtype == other.dtype and np.array_equal(one, other)
    if hasattr(one, "__dataclass_fields__") and not isinstance(one, type):
        names = [field.name for field in fields(one)]
        return all(equal(getattr(one, name), getattr(other, name)) for name in names)
    if isinstance(one, tuple):
        return len(one) == len(other) and all(map(equal, one, other))
    return one == other


def test_what_is_read_equals_what_was_written(content, tmp_path):
    write_content(tmp_path, content)
    found = read_content(tmp_path)
    for field in fields(Content):
        assert equal(getattr(found, field.name), getattr(content, field.name)), field.name


def test_plans_are_read_with_goals_actions_meters_and_translations(content, plans):
    assert tuple(entry.plan for entry in content.plans) == tuple(plans.values())
    assert len(content.plans[0].translations.by_ref) == 60


def test_a_generation_holds_texts_as_json_and_numbers_as_npy_alone(generations):
    folder = Store(generations).folder(Store(generations).current())
    assert {path.suffix for path in folder.iterdir()} == {".json", ".npy"}
    assert not any(path.read_bytes()[:1] == b"\x80" for path in folder.iterdir())


def test_an_array_that_would_run_code_is_not_read(content, tmp_path):
    write_content(tmp_path, content)
    np.save(tmp_path / "passages.npy", np.array([print], dtype=object), allow_pickle=True)
    with pytest.raises(ValueError, match="allow_pickle=False"):
        read_content(tmp_path)


def test_offsets_divide_elements_passages_and_questions_by_plan(content):
    counts = [sum(1 for _ in entry.plan.elements()) for entry in content.plans]
    assert list(np.diff(content.offsets)) == counts
    for keys in (content.passages, content.questions):
        assert len(keys.keys) == len(keys.vectors) == keys.offsets[-1]
        for number, (first, last) in enumerate(zip(keys.offsets, keys.offsets[1:], strict=False)):
            places = {key.element for key in keys.keys[first:last]}
            assert min(places) >= content.offsets[number]
            assert max(places) < content.offsets[number + 1]


def test_what_follows_from_the_texts_is_held_ready(content):
    own = content.own_words
    assert (own.words["bostadsloshet"], own.words["asunnottomuus"]) == ("sv", "fi")
    assert "kaikukortti" not in own.words, "it is a word of both languages"
    asked = {content.refs[key.element] for key in content.questions.keys}
    told = {e.ref for p in content.plans for g in p.plan.goals for e in (g, *g.actions)}
    assert told <= content.suggested.keys() <= asked
    assert all(texts.keys() == {"sv", "fi"} for texts in content.suggested.values())
    lengths = np.linalg.norm(content.centres.astype(np.float32), axis=1)
    assert np.allclose(lengths, 1, atol=1e-3)
