"""Words found again in another text of the same report: by what they are and by what stands around them.

After the TextQuoteSelector of the W3C Web Annotation Data Model: exact words, with a prefix and a suffix.
"""

from __future__ import annotations

import re
from itertools import takewhile

from muniment.report import Passage, Report

AROUND = 32
"""Characters before and after that tell one place from another."""


def found_again(passage: Passage, old: Report, new: Report) -> Passage | None:
    """Where the words of a passage stand in a later text; none where they do not, or two places fit as well."""
    places = [found.start() for found in re.finditer(re.escape(passage.words), new.text)]
    fits = {place: _fit(passage, old.text, place, new.text) for place in places}
    best = [place for place, fit in fits.items() if fit == max(fits.values())]
    return new.passage(best[0], best[0] + len(passage.words)) if len(best) == 1 else None


def _fit(passage: Passage, old: str, place: int, new: str) -> int:
    """How many characters around both places are the same."""
    end = place + len(passage.words)
    before = _alike(old[: passage.start][: -AROUND - 1 : -1], new[:place][: -AROUND - 1 : -1])
    return before + _alike(old[passage.end :][:AROUND], new[end:][:AROUND])


def _alike(one: str, other: str) -> int:
    """How many characters two texts begin with alike."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
