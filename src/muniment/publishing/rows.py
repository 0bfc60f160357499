"""The record as tables: CSV for a spreadsheet, JSON Lines in exactly the shape of the record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from muniment.dossier import Dossier
from muniment.incident import original_at
from muniment.publishing.estimates import table_of
from muniment.publishing.gathering import Gathered, gathered, incident_date, incident_place, incident_title
from muniment.publishing.joining import pair_rows
from muniment.publishing.wording import excerpt
from muniment.record import lines, write_csv
from muniment.report import Report
from muniment.statement import Place, Statement

COLUMNS = (
    "id report publisher published kind type trigger agent victim place country admin1 lat lon precision date low best "
    "high unit scope voices innermost realis specificity countable review entered_by words"
).split()
REPORT_COLUMNS = (
    "id name part publisher author published language title address sha256 statements countable main_what "
    "main_agent_kind main_agent main_victim main_place main_country main_date main_statements"
).split()
INCIDENT_COLUMNS = (
    "number id title date place reports originals statements measure unit low best high named review".split()
)

PAIR_COLUMNS = "of left right left_name right_name joined weight why".split()


class Csv:
    """Writes reports, statements, incidents, pairs, tables of counts, the series, and who covers what; UTF-8, with headers."""

    name = "csv"

    def write(self, dossier: Dossier, path: Path) -> list[Path]:
        """Four files, and those of the counts that the dossier has."""
        view = gathered(dossier)
        return [
            *_counted(dossier, path),
            written(path / "reports.csv", REPORT_COLUMNS, (report_row(view, one) for one in view.dossier.reports)),
            written(path / "statements.csv", COLUMNS, (statement_row(view, one) for one in view.statements.values())),
            written(path / "incidents.csv", INCIDENT_COLUMNS, incident_rows(view)),
            written(path / "pairs.csv", PAIR_COLUMNS, pair_rows(view)),
        ]


def _counted(dossier: Dossier, path: Path) -> Iterable[Path]:
    """`counts-by-month.csv` and its like, `series.csv`, `coverage.csv`, `matrix.csv` and `estimates.csv`, as far as there are.

    One that there is no longer is taken away.
    """
    texts = {f"counts-by-{'-'.join(table.by)}": table.csv() for table in dossier.tables}
    given = {"series": dossier.series, "coverage": dossier.coverage, "matrix": dossier.matrix}
    texts |= {name: "" if one is None else one.csv() for name, one in given.items()}
    texts["estimates"] = table_of(dossier.estimates) if dossier.estimates else ""
    for name, text in texts.items():
        file = path / f"{name}.csv"
        if text:
            file.write_text(text, encoding="utf-8")
            yield file
        else:
            file.unlink(missing_ok=True)


class JsonLines:
    """Writes `statements.jsonl` and `incidents.jsonl`."""

    name = "jsonl"

    def write(self, dossier: Dossier, path: Path) -> list[Path]:
        """The two files."""
        view = gathered(dossier)
        files = {"statements.jsonl": list(view.statements.values()), "incidents.jsonl": list(view.dossier.incidents)}
        for name, nouns in files.items():
            (path / name).write_text("".join(f"{line}\n" for line in lines(nouns)), encoding="utf-8")
        return [path / name for name in files]


def written(path: Path, columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> Path:
    """A CSV file of these rows, UTF-8, with no cell that a spreadsheet would take for a formula."""
    with path.open("w", encoding="utf-8", newline="") as file:
        write_csv(file, rows, columns)
    return path


def report_row(view: Gathered, report: Report) -> Mapping[str, object]:
    """A report with what it is mainly about, as the machine reads it."""
    told = view.of_report.get(report.id, ())
    known: dict[str, object] = {name: getattr(report, name, None) for name in REPORT_COLUMNS}
    known |= {"statements": len(told), "countable": sum(one.countable for one in told)}
    main = view.principal_of.get(report.id)
    if main is None:
        return known
    values = {f"main_{slot}": main.values(slot) for slot in ("agent", "place", "date")} | {"main_victim": main.victims}
    places = [place for place in main.values("place") if isinstance(place, Place)]
    known |= {column: "; ".join(str(getattr(one, "value", "")) for one in held) for column, held in values.items()}
    known |= {"main_what": "; ".join(main.violations), "main_statements": " ".join(main.statements)}
    known |= {"main_agent_kind": main.agent_kind, "main_country": places[-1].country if places else None}
    return known


def statement_row(view: Gathered, one: Statement) -> Mapping[str, object]:
    """A statement in the columns of `COLUMNS`."""
    report = view.report(one)
    place = next(iter(one.places()), None)
    figure = next(iter(one.figures()), None)
    return {
        "id": one.id,
        "report": report.name + (f" {report.part}" if report.part else ""),
        "publisher": report.publisher,
        "published": report.published,
        "kind": one.kind,
        "type": one.type,
        "trigger": one.trigger.words,
        "agent": _joined(view, one, "agent", "subject", "bearer"),
        "victim": _joined(view, one, "victim", "object", "holder", "addressee", "beneficiary"),
        "place": place.value if place else None,
        "country": place.country if place else None,
        "admin1": place.admin1 if place else None,
        "lat": place.lat if place else None,
        "lon": place.lon if place else None,
        "precision": place.precision if place else None,
        "date": "; ".join(date.value for date in one.dates()),
        "low": figure.low if figure else None,
        "best": figure.best if figure else None,
        "high": figure.high if figure else None,
        "unit": figure.unit if figure else None,
        "scope": figure.scope if figure else None,
        "voices": " > ".join(f"{voice.name} {voice.commit}" for voice in one.voices),
        "innermost": one.innermost.name,
        "realis": one.realis,
        "specificity": one.specificity,
        "countable": one.countable,
        "review": view.review(one),
        "entered_by": one.entered_by,
        "words": excerpt(one, report),
    }


def _joined(view: Gathered, one: Statement, *slots: str) -> str:
    return "; ".join(view.who(party.actor, party.value) for slot in slots for party in one.parties(slot))


def incident_rows(view: Gathered) -> Iterable[Mapping[str, object]]:
    """A row for each count of an incident; one row where it has none."""
    original = original_at(view.dossier.origins)
    for incident in view.dossier.incidents:
        told = view.told(incident)
        if not told:
            continue
        reports = {one.report for one in told}
        known: dict[str, object] = {
            "number": incident.number,
            "id": incident.id,
            "title": incident_title(told),
            "date": incident_date(told),
            "place": incident_place(told),
            "reports": len(reports),
            "originals": len({original(one.report, one.trigger.start) for one in told}),
            "statements": " ".join(incident.statements),
            "review": "reviewed" if view.reviewed(incident.statements) else "not yet reviewed",
        }
        counts = view.counts_of.get(incident.id, ())
        for count in counts:
            numbers: dict[str, object] = {
                "measure": count.measure,
                "unit": count.unit,
                "low": count.low,
                "best": count.best,
                "high": count.high,
                "named": count.named,
            }
            yield known | numbers
        if not counts:
            yield known
