"""The best one-to-one assignment between two lists (the Hungarian method with potentials)."""

from collections.abc import Sequence

Scores = Sequence[Sequence[float]]


def assign(scores: Scores, lowest: float) -> list[tuple[int, int]]:
    """Pairs of row and column with the greatest sum of scores; none scores below `lowest`."""
    if not scores or not scores[0]:
        return []
    rows, columns = len(scores), len(scores[0])
    size = max(rows, columns)
    # What may not be paired costs nothing, so that it never displaces a pair that counts.
    gains = [[_gain(scores, row, column, lowest) for column in range(size)] for row in range(size)]
    return sorted(
        (row, column)
        for row, column in _minimum([[-gain for gain in line] for line in gains])
        if gains[row][column] > 0
    )


def _gain(scores: Scores, row: int, column: int, lowest: float) -> float:
    if row >= len(scores) or column >= len(scores[0]) or scores[row][column] < lowest:
        return 0.0
    return scores[row][column]


def _minimum(costs: list[list[float]]) -> list[tuple[int, int]]:
    """The cheapest assignment of a square matrix; rows are added one by one."""
    size = len(costs)
    of_row, of_column = [0.0] * (size + 1), [0.0] * (size + 1)
    taken_by = [0] * (size + 1)
    for row in range(1, size + 1):
        taken_by[0] = row
        way, column = _shortest_way(costs, of_row, of_column, taken_by)
        while column:
            taken_by[column] = taken_by[way[column]]
            column = way[column]
    return [(taken_by[column] - 1, column - 1) for column in range(1, size + 1)]


def _shortest_way(
    costs: list[list[float]], of_row: list[float], of_column: list[float], taken_by: list[int]
) -> tuple[list[int], int]:
    """The cheapest chain of reassignments to a free column; adjusts the potentials."""
    size = len(costs)
    least, way = [float("inf")] * (size + 1), [0] * (size + 1)
    free = set(range(1, size + 1))
    column, reached = 0, [0]
    while taken_by[column]:
        row = taken_by[column]
        line, base = costs[row - 1], of_row[row]
        for other in free:
            reduced = line[other - 1] - base - of_column[other]
            if reduced < least[other]:
                least[other], way[other] = reduced, column
        column = min(free, key=lambda other: (least[other], other))
        _adjust(least[column], free, reached, least, (of_row, of_column, taken_by))
        free.remove(column)
        reached.append(column)
    return way, column


def _adjust(
    step: float,
    free: set[int],
    reached: list[int],
    least: list[float],
    potentials: tuple[list[float], list[float], list[int]],
) -> None:
    of_row, of_column, taken_by = potentials
    for column in reached:
        of_row[taken_by[column]] += step
        of_column[column] -= step
    for column in free:
        least[column] -= step
