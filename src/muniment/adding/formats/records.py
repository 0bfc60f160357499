"""Records of another casebook, as JSON-LD: its reports come in with their texts, to be read with their statements."""

from __future__ import annotations

from collections.abc import Iterator

from muniment.errors import UnreadableReport
from muniment.nodes import MEDIA_TYPE, read_back
from muniment.report import CODED, RECORDED, report_of, sha256
from muniment.seams import Received


class Records:
    """Reads `.jsonld` that `muniment export` wrote; each of its reports is a part of the file, under its id there."""

    name = "records"
    suffixes = (".jsonld",)

    def read(self, content: bytes, *, name: str) -> Iterator[Received | UnreadableReport]:
        """The reports of the record; words that were withheld stay black. Raises `UnreadableReport`."""
        try:
            text = content.decode("utf-8")
        except UnicodeDecodeError as error:
            reason = "not UTF-8, as a record is"
            raise UnreadableReport(name, reason, media_type=MEDIA_TYPE, hint="export it again") from error
        received = sha256(content)
        for told in read_back(text).reports:
            there = {"report": told.id, "file": told.name, "part": told.part, "sha256": told.sha256}
            report = report_of(
                content,
                told.text,
                name=name,
                part=told.id,
                media_type=MEDIA_TYPE,
                received=received,
                title=told.title,
                publisher=told.publisher,
                author=told.author,
                published=told.published,
                retrieved=told.retrieved,
                address=told.address,
                language=told.language,
                marks=told.marks,
                custody=(*told.custody, {"step": CODED, "as": RECORDED, **there}),
            )
            yield Received(report=report, content=content)
