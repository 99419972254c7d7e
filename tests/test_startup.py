"""What is imported when: the server starts light, and no work is done at import."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
HEAVY = (
    "torch",
    "faiss",
    "sentence_transformers",
    "transformers",
    "sklearn",
    "pypdf",
    "matplotlib",
)


def loaded_after(program: str) -> set[str]:
    """The modules loaded after `program` has run in a Python of its own."""
    done = subprocess.run(
        [sys.executable, "-c", f"{program}\nimport sys\nprint(*sys.modules)"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    return set(done.stdout.split())


def test_importing_web_loads_no_model_and_no_index():
    assert loaded_after("import web") & set(HEAVY) == set()


@pytest.mark.parametrize("package", ["corpus.catalogue", "index.store", "assistant.answering"])
def test_importing_a_part_loads_none_of_its_heavy_libraries(package):
    assert loaded_after(f"import {package}") & {"torch", "faiss", "sentence_transformers"} == set()


def test_answering_a_question_needs_no_torch(generations):
    program = (
        "from assistant.loading import AssistantSource\n"
        "from assistant.question import Question\n"
        "from assistant.settings import Settings\n"
        "from pathlib import Path\n"
        f"source = AssistantSource(Settings(index=Path({str(generations)!r}), secret_key='k'))\n"
        "source.current().answer(Question.from_text('Vad gör Esbo åt bostadslösheten?', 'sv'))"
    )
    loaded = loaded_after(program)
    assert "faiss" in loaded
    assert loaded & {"torch", "sentence_transformers", "transformers"} == set()
