"""Exact search over rows of vectors, all or a range."""

import numpy as np
import pytest

from index.vectors import VectorIndex


@pytest.fixture(scope="module")
def rows():
    random = np.random.default_rng(7)
    found = random.normal(size=(60, 16)).astype(np.float32)
    return found / np.linalg.norm(found, axis=1, keepdims=True)


def test_a_row_is_nearest_to_itself(rows):
    index = VectorIndex(rows)
    for number in (0, 17, 59):
        found, cosines = index.search(rows[number], 1, 0, 60)
        assert found[0] == number
        assert cosines[0] == pytest.approx(1, abs=1e-5)


def test_rows_come_best_first_with_their_exact_cosines(rows):
    found, cosines = VectorIndex(rows).search(rows[3], 10, 0, 60)
    exact = rows @ rows[3]
    assert list(found) == list(np.argsort(-exact)[:10])
    assert np.allclose(cosines, exact[found], atol=1e-6)


@pytest.mark.parametrize(("start", "stop"), [(0, 20), (20, 45), (59, 60)])
def test_a_range_finds_what_a_filtered_full_search_finds(rows, start, stop):
    index = VectorIndex(rows)
    everything, _ = index.search(rows[30], 60, 0, 60)
    found, _ = index.search(rows[30], 60, start, stop)
    assert list(found) == [row for row in everything if start <= row < stop]


def test_an_empty_range_finds_nothing(rows):
    found, cosines = VectorIndex(rows).search(rows[0], 5, 10, 10)
    assert len(found) == len(cosines) == 0


def test_a_question_without_known_words_finds_rows_of_cosine_zero(rows):
    _, cosines = VectorIndex(rows).search(np.zeros(16, dtype=np.float32), 5, 0, 60)
    assert np.all(cosines == 0)


def test_fewer_dimensions_compare_the_first_ones_alone(rows):
    found, cosines = VectorIndex(rows, 8).search(rows[3], 10, 0, 60)
    first = rows[:, :8] / np.linalg.norm(rows[:, :8], axis=1, keepdims=True)
    exact = first @ first[3]
    assert list(found) == list(np.argsort(-exact)[:10])
    assert np.allclose(cosines, exact[found], atol=1e-6)


@pytest.fixture(params=["bytes", "lists"])
def in_bytes(rows, monkeypatch, request):
    """An index of so many rows that it holds them in bytes, or in lists, all of them searched."""
    monkeypatch.setattr("index.vectors.MANY_ROWS", 50)
    monkeypatch.setattr("index.vectors.VERY_MANY_ROWS", 50)
    monkeypatch.setattr("index.vectors.ADDED_AT_ONCE", 25)
    monkeypatch.setattr("index.vectors.LISTS_SEARCHED", 1)
    return VectorIndex(rows, near_alone=request.param == "lists")


def test_rows_held_in_bytes_have_nearly_the_same_cosines(rows, in_bytes):
    exact = rows @ rows[3]
    found, cosines = in_bytes.search(rows[3], 60, 0, 60)
    assert found[0] == 3
    assert sorted(found) == list(range(60))
    assert np.allclose(cosines, exact[found], atol=0.02)


def test_a_row_held_in_bytes_can_be_read(rows, monkeypatch):
    monkeypatch.setattr("index.vectors.MANY_ROWS", 50)
    assert np.allclose(VectorIndex(rows).row(7), rows[7], atol=0.01)


@pytest.mark.parametrize("small_part", [1, 16])
def test_a_range_of_rows_held_in_bytes_is_searched_alone(rows, in_bytes, small_part, monkeypatch):
    """Both a part that is decoded and one that FAISS searches."""
    monkeypatch.setattr("index.vectors.SMALL_PART", small_part)
    exact = rows @ rows[30]
    found, cosines = in_bytes.search(rows[30], 5, 20, 45)
    assert found[0] == 30
    assert all(20 <= row < 45 for row in found)
    assert np.allclose(cosines, exact[found], atol=0.02)
    assert list(cosines) == sorted(cosines, reverse=True)
    everything, _ = in_bytes.search(rows[30], 25, 20, 45)
    assert sorted(everything) == list(range(20, 45))


def test_of_very_many_rows_those_in_the_nearest_lists_are_found(rows, monkeypatch):
    """Rows around a few directions: all those around the question's own are found."""
    monkeypatch.setattr("index.vectors.MANY_ROWS", 50)
    monkeypatch.setattr("index.vectors.VERY_MANY_ROWS", 50)
    monkeypatch.setattr("index.vectors.LISTS_SEARCHED", 0.3)
    near = np.repeat(rows[:6], 20, axis=0) + np.tile(rows[6:26] * 0.1, (6, 1))
    near /= np.linalg.norm(near, axis=1, keepdims=True)
    found, _ = VectorIndex(near, near_alone=True).search(rows[2], 20, 0, len(near))
    assert sorted(found) == list(range(40, 60))
