"""The scope examples: messages of each topic that the plans do not answer, as staff keep them."""

from pathlib import Path

from corpus.errors import BadPlanFile
from corpus.plan import LANGUAGES
from corpus.toml_files import read_toml
from index.generation import Example

SCOPE = Path(__file__).with_name("scope")
FEWEST = 40


def load_examples(folder: Path = SCOPE) -> tuple[Example, ...]:
    """All examples; a file name is the topic.

    Raises:
        BadPlanFile: a file is damaged or has too few examples in a language.
    """
    found: list[Example] = []
    for path in sorted(folder.glob("*.toml")):
        table = read_toml(path)
        for key in table.keys() - set(LANGUAGES):
            raise BadPlanFile(path, f"unknown key {key!r}", "Only sv and fi are known")
        for language in LANGUAGES:
            texts = table.get(language, [])
            if len(texts) < FEWEST or not all(isinstance(t, str) and t.strip() for t in texts):
                what = f"{language} has {len(texts)} examples"
                raise BadPlanFile(path, what, f"Give at least {FEWEST}, none empty")
            found += [Example(path.stem, text, language) for text in texts]
    return tuple(found)
