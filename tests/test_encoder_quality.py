import json

import numpy as np
import pytest

from index.encoder_quality import (
    Figure,
    Speed,
    matched,
    megabytes,
    quality,
    rank_correlation,
    reciprocal_rank,
    short_texts,
    unit,
)
from index.encoder_report import Published, Report, markdown, read_published, write_report

SETS = {
    "ntrex_fi_sv.tsv": "sentence\tkoulu\tkoulu\nsentence\ttalo\ttalo\n",
    "flores200_devtest_fi_sv.tsv": "sentence\tkoulu\tkoulu\nsentence\ttalo\ttalo\n",
    "pud_fi_sv.tsv": "sentence\tkoulu\ttalo\nsentence\ttalo\tkoulu\n",
    "tatoeba_fi_sv.tsv": "sentence\tkoulu\tkoulu\nsentence\ttalo\ttalo\n",
    "swefaq2_dev.tsv": "qa\tsv\tskola\tskola\t1\nqa\tsv\thus\thus\t2\n",
    "swefaq2_test.tsv": "qa\tsv\tskola\thus\t1\nqa\tsv\thus\tskola\t2\n",
    "sweparaphrase_dev.tsv": "g\tf\tskola\tskola\t5.0\ng\tf\thus\tskola\t0.5\n",
    "sweparaphrase_test.tsv": "g\tf\tskola\tskola\t1.0\ng\tf\thus\tskola\t4.0\n",
}


class LetterCounts:
    def encode(self, texts):
        return np.array([[text.count(letter) for letter in "koultas"] for text in texts], float)


@pytest.fixture
def data(tmp_path):
    for name, content in SETS.items():
        (tmp_path / name).write_text(content, "utf-8")
    return tmp_path


def report():
    figures = [
        Figure("NTREX", size, part, value)
        for size, value in ((256, 0.9), (64, 0.7))
        for part in ("fi→sv", "sv→fi")
    ]
    return Report("our-model", 15.0, 31.0, Speed(21_000.0, 0.3, 0.4, 120.0), tuple(figures))


def test_every_measure_is_taken_at_every_size(data):
    figures = quality(LetterCounts(), data, sizes=(7, 4))
    assert {(f.measure, f.part) for f in figures if f.size == 7} == {
        *((m, p) for m in ("NTREX", "FLORES", "PUD", "Tatoeba") for p in ("fi→sv", "sv→fi")),
        *((f"SweFAQ {s}", p) for s in ("dev", "test") for p in ("top-1", "MRR")),
        *((f"SweParaphrase {s}", "Spearman") for s in ("dev", "test")),
    }
    value = {(f.measure, f.part): f.value for f in figures if f.size == 7}
    assert value["NTREX", "fi→sv"] == 1.0
    assert value["PUD", "sv→fi"] == 0.0
    assert value["SweFAQ test", "MRR"] == 0.5
    assert value["SweParaphrase dev", "Spearman"] == pytest.approx(1)
    assert value["SweParaphrase test", "Spearman"] == pytest.approx(-1)


def test_a_size_the_encoder_does_not_have_is_left_out(data):
    assert {f.size for f in quality(LetterCounts(), data, sizes=(256, 4))} == {4}


def test_an_empty_text_stays_a_zero_row():
    assert not np.isnan(unit(np.zeros((1, 3)), 3)).any()


def test_the_partner_must_be_the_nearest():
    rows = np.eye(3, dtype=np.float32)
    assert matched(rows, rows[[1, 0, 2]]) == pytest.approx(1 / 3)
    assert reciprocal_rank(rows, rows) == 1.0


def test_equal_values_share_a_rank():
    first = np.array([1.0, 2.0, 2.0, 3.0], np.float32)
    assert rank_correlation(first, first) == pytest.approx(1)
    other = np.array([4.0, 3.0, 1.0, 2.0], np.float32)
    assert rank_correlation(first, other) == pytest.approx(-0.6325, abs=1e-3)


def test_the_table_stands_beside_published_figures():
    text = markdown(report(), [Published("other/model", "static", 128, (0.6, 0.7), 0.5)])
    assert "| NTREX fi→sv | 0.900 | 0.700 |" in text
    assert "| other/model | static | 128 | 0.600 | 0.700 | 0.500 |" in text
    assert "| **our-model** | static | 15 | 0.900 | 0.900 | – |" in text
    assert text.index("other/model") < text.index("**our-model**")
    assert "21,000" in text


def test_published_figures_are_read(tmp_path):
    file = tmp_path / "published.toml"
    file.write_text(
        '[[model]]\nname = "a/b"\nkind = "static"\nparameters = 1\nntrex = [0.5, 0.6]\n'
    )
    assert read_published(file) == (Published("a/b", "static", 1, (0.5, 0.6)),)


def test_the_report_is_written_as_data_table_and_plot(tmp_path):
    pytest.importorskip("matplotlib")
    published = [Published("other/model", "static", 128, (0.6, 0.7))]
    written = write_report(report(), published, tmp_path)
    assert [path.suffix for path in written] == [".json", ".md", ".png"]
    assert json.loads(written[0].read_text("utf-8"))["speed"]["load_seconds"] == 0.4
    assert megabytes(tmp_path) > 0


def test_the_rate_is_measured_on_short_sentences(data):
    assert short_texts(data) == ["koulu", "koulu", "talo", "talo"]
