"""Brings the catalogues of the desk in line with its templates and code: `uv run python -m tools.languages`.

What is new stands there empty, for a person to translate; what nothing says any more goes.
"""

from __future__ import annotations

from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po
from tools.sentences import sentences

from muniment.desk import __file__ as package
from muniment.desk.words.coded import codes, finished, labels, units
from muniment.desk.words.retelling import SAID

DESK = Path(package).parent
LOCALES = DESK / "locale"
METHODS = [("**.py", "python"), ("templates/**.html", "jinja2")]
OPTIONS = {"templates/**.html": {"newstyle_gettext": "true", "silent": "false"}}


def extracted() -> Catalog:
    """All that the desk says: in its templates, in its code, the codes of the record, and what the library says in finished sentences."""
    found = Catalog(charset="utf-8")
    for name, _, message, _, context in extract_from_dir(str(DESK), method_map=METHODS, options_map=OPTIONS):
        found.add(message, locations=[(name, 0)], context=context)
    for one in codes():
        found.add(one)
    for one in units():
        found.add(one, context="unit")
    for one in labels():
        found.add(one, context="type")
    for template, module in sentences().items():
        found.add(template, locations=[(module, 0)], context=SAID)
    for one in finished():
        found.add(one, context=SAID)
    return found


def update(path: Path) -> None:
    """Rewrites one catalogue: in the order of the code, without lines, so that it changes only as the words do."""
    held = read_po(path.read_bytes().splitlines(keepends=True), locale=path.stem)  # pyright: ignore[reportArgumentType]
    held.update(extracted(), no_fuzzy_matching=True)
    with path.open("wb") as out:
        write_po(out, held, width=120, include_lineno=False, ignore_obsolete=True, sort_output=True)


if __name__ == "__main__":
    for path in sorted(LOCALES.glob("*.po")):
        update(path)
