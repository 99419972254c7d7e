"""What an answer may say: every number and name in its own sentences stands in a cited element."""

import re
from collections.abc import Iterable, Sequence

from assistant.answer import Citation

NUMBER = re.compile(r"\d+(?:[.,–-]\d+)*")
CITED = re.compile(r"\[\d\]")


def grounded(
    lines: Sequence[str], citations: Sequence[Citation], facts: Iterable[str] = ()
) -> list[str]:
    """Keep the sentences whose numbers all occur in the citations or among `facts`."""
    support = " ".join([*_supporting(citations), *facts])
    known = set(NUMBER.findall(support))
    return [line for line in lines if _numbers(line) <= known]


def _numbers(line: str) -> set[str]:
    return set(NUMBER.findall(CITED.sub("", line)))


def _supporting(citations: Sequence[Citation]) -> Iterable[str]:
    for citation in citations:
        yield citation.quote
        yield citation.label
        yield citation.heading
        yield citation.plan.period
        if citation.translation:
            yield citation.translation.text
        for meter in citation.meters:
            yield meter.text
            if meter.translation:
                yield meter.translation.text
