"""How far two words are: the slips of a keyboard between them."""

from __future__ import annotations


def distance(left: str, right: str, limit: int = 2) -> int:
    """The slips (letter added, lost, changed, two swapped) from one word to the other.

    Counting stops past `limit`, and gives `limit + 1`: a cost of len(left) x len(right) at most.
    """
    if abs(len(left) - len(right)) > limit:
        return limit + 1
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, start=1):
        older, before, row = before, row, [i]
        for j, b in enumerate(right, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
    return min(row[-1], limit + 1)
