"""What an answer may say: every number and name in its own sentences stands in a cited element."""

import re
from collections.abc import Iterable, Sequence

from assistant.answer import Citation

NUMBER = re.compile(r"\d+(?:[.,–-]\d+)*")
WORD = re.compile(r"[^\W\d_]+")
# A capitalised word that opens no sentence, heading or quotation.
NAME = re.compile(r"(?<=[^\W\d_,] )[A-ZÅÄÖ][^\W\d_]+")
CITED = re.compile(r"\[\d\]")


def grounded(
    lines: Sequence[str], citations: Sequence[Citation], facts: Iterable[str] = ()
) -> list[str]:
    """Keep the sentences whose numbers all occur in the citations or among `facts`."""
    support = " ".join([*_supporting(citations), *facts])
    numbers, names = set(NUMBER.findall(support)), set(WORD.findall(support.lower()))
    return [line for line in lines if _numbers(line) <= numbers and _names(line) <= names]


def _numbers(line: str) -> set[str]:
    return set(NUMBER.findall(CITED.sub("", line)))


def _names(line: str) -> set[str]:
    """The capitalised words inside sentences, in lower case."""
    return {name.lower() for name in NAME.findall(line)}


def _supporting(citations: Sequence[Citation]) -> Iterable[str]:
    for citation in citations:
        yield citation.quote
        yield citation.label
        yield citation.heading
        yield citation.plan.period
        yield citation.plan.title
        if citation.translation:
            yield citation.translation.text
        yield citation.responsible or ""
        yield citation.schedule or ""
        for meter in citation.meters:
            yield meter.text
            if meter.translation:
                yield meter.translation.text
