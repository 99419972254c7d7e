"""Mutated PDFs: each is read or refused in a sentence, and nothing else is harmed by it."""

import re
import resource
from pathlib import Path

import pytest
from hostile_pdfs import mutations

from corpus.documents import read_document
from corpus.errors import UnreadableDocument
from corpus.parsing import parse
from corpus.pdf_child import PROCESSOR_TIME

DATA = Path(__file__).parent / "data"
SENTENCE = re.compile(r"the file .+\. (Ask|Save|Get) .+\.")


def processor_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


@pytest.mark.parametrize("name", ["mallikaupunki.pdf", "exempelstad.pdf"])
def test_a_mutated_pdf_gives_a_plan_or_a_sentence(name, tmp_path, full):
    good = (DATA / name).read_bytes()
    outcomes = {"read": 0, "refused": 0}
    for seed, data in enumerate(mutations(good, 30 if full else 5)):
        path = tmp_path / "plan.pdf"
        path.write_bytes(data)
        before = processor_seconds()
        try:
            plan = parse(read_document(path), "vasa")
        except UnreadableDocument as error:
            said = str(error).removeprefix(f"{path}: ")
            assert SENTENCE.fullmatch(said), (seed, said)
            outcomes["refused"] += 1
        else:
            refs = [element.ref for element in plan.goals + plan.sections]
            assert len(refs) == len(set(refs)), seed
            outcomes["read"] += 1
        assert processor_seconds() - before < PROCESSOR_TIME + 1, seed
        assert list(tmp_path.iterdir()) == [path], seed
    assert all(outcomes.values()), outcomes
    assert read_document(DATA / name).lines
