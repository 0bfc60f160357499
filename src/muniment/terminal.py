"""What a person sees in the terminal: errors, summaries, progress and tables."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from muniment import workflow
from muniment.casebook.encryption import is_encrypted
from muniment.doctor import Part
from muniment.dossier import Correction
from muniment.errors import MunimentError
from muniment.notice import Notice
from muniment.publishing.noting import after_words, answer_words, noted_words, sections
from muniment.publishing.wording import mainly
from muniment.report import Report
from muniment.seams import Extraction
from muniment.statement import Figure, Statement, Value
from muniment.tie import Tie
from muniment.workflow import Changes, Outcome, Ties

DONE, REFUSED, MISUSED = 0, 1, 2
"""Exit codes: done; done with refusals, which are listed; misused."""

SHOWN = 12
"""Refusals listed in the terminal; all of them are in the refusals file, and the rest is said to be there."""

PIPED = 200
"""Columns of a table that is written to a file or a pipe."""

out = Console(highlight=False, width=None if sys.stdout.isatty() else PIPED)
err = Console(stderr=True, highlight=False, soft_wrap=True)


def say_error(error: MunimentError) -> None:
    """What happened, then the hint."""
    err.print(escape(str(error)))
    if error.hint:
        err.print(f"hint: {escape(error.hint)}")


def say_missing(part: Part) -> None:
    """Names a part that is missing, and how to get it."""
    if not part.found:
        err.print(
            f"{part.name} is missing{'' if part.needed else ' (Muniment works without it)'}\nhint: {escape(part.get)}"
        )


def say_readable(what: str) -> None:
    """That something which was written is not encrypted as its casebook is."""
    out.print(f"readable without the passphrase: {what}")


def say_server() -> None:
    """What of an encrypted casebook its key does not cover where the record is on a server."""
    said = (
        "reports' bytes and kept editions are encrypted; the record is on a server, and its disk is the server's matter"
    )
    out.print(said, soft_wrap=True)


def conclude(outcomes: Iterable[Outcome], folder: Path) -> int:
    """Says in a line for each task what was done, which files to open, and what was refused; gives the exit code."""
    said = list(outcomes)
    for outcome in said:
        out.print(escape(f"{outcome.task:8} {_summary(outcome)}"))
    refusals = [refusal for outcome in said for refusal in outcome.refusals]
    for refusal in refusals[:SHOWN]:
        err.print(escape(f"refused: {refusal.subject}: {refusal.reason}"))
    if refusals:
        rest = f", {len(refusals) - SHOWN} of them not shown here" if len(refusals) > SHOWN else ""
        err.print(
            escape(
                f"{len(refusals)} refused{rest}; all are listed in {workflow.refusals_of(folder, encrypted=is_encrypted(folder))}"
            )
        )
    for page in (path for outcome in said for path in outcome.files if path.suffix == ".html"):
        out.print(f"open     {escape(str(page))}", soft_wrap=True)
    return REFUSED if refusals else DONE


def _summary(outcome: Outcome) -> str:
    words = {
        "add": f"{outcome.done:,} reports read, {outcome.new:,} of them new",
        "reread": f"{outcome.done:,} reports read again, {outcome.new:,} with another text than before",
        "extract": f"{outcome.done:,} reports read, {outcome.new:,} statements found",
        "link": f"{outcome.done:,} incidents",
        "count": f"{outcome.done:,} counts",
        "publish": f"{outcome.done:,} files",
        "export": f"{outcome.done:,} files",
    }
    return f"{words.get(outcome.task, str(outcome.done))}{f' ({outcome.note})' if outcome.note else ''}"


def show_reading(report: Report, extraction: Extraction, *, why: bool) -> None:
    """One report's statements as a table, first to last: what, by whom, to whom, where and when, and who says so."""
    title = f"{report.title or report.name}{f', {report.published}' if report.published else ''}"
    table = Table(
        "what",
        "words",
        "by",
        "to",
        "where",
        "when",
        "says",
        title=escape(title),
        title_justify="left",
        expand=out.is_terminal,
    )
    if why:
        table.add_column("rule")
    for statement in sorted(extraction.statements, key=lambda one: one.trigger.start):
        row = [escape(cell) for cell in _cells(statement)]
        table.add_row(*row, *([escape(statement.rule)] if why else []), style=None if statement.countable else "dim")
    if extraction.principal is not None:
        out.print(f"mainly   {escape(mainly(extraction.principal))}", soft_wrap=True)
    out.print(table)
    if why and extraction.principal is not None:
        out.print(escape("\n".join(extraction.principal.reasons)), soft_wrap=True)
    out.print(
        f"{len(extraction.statements)} statements; those in grey are denied, demanded, feared or habitual, and never counted\n"
    )


def _cells(statement: Statement) -> list[str]:
    marks = [mark for mark in (statement.realis, statement.specificity) if mark not in ("actual", "specific")]
    voices = " > ".join(f"{voice.name} {voice.commit}" for voice in statement.voices)
    return [
        statement.type + (f" ({', '.join(marks)})" if marks else ""),
        statement.trigger.words,
        _named(statement, "agent", "subject", "bearer", "authority"),
        _named(statement, "victim", "object", "holder", "addressee", "beneficiary", "count", "requires"),
        _named(statement, "place"),
        _named(statement, "date"),
        voices,
    ]


def _named(statement: Statement, *slots: str) -> str:
    return "; ".join(_value(value) for slot in slots for value in statement.values(slot))


def _value(value: Value) -> str:
    if not isinstance(value, Figure):
        return str(getattr(value, "value", value.words))
    if value.best is not None:
        return f"{value.best:,}"
    low, high = ("" if bound is None else f"{bound:,}" for bound in (value.low, value.high))
    return f"{low}–{high}"


class shown_progress:  # noqa: N801  reads as a verb where it is used
    """A progress bar on a terminal; silence in a pipe."""

    def __enter__(self) -> workflow.Progress:
        if not err.is_terminal:
            return workflow.silent
        columns: list[Any] = [
            SpinnerColumn(),
            TextColumn("{task.description:8}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
        ]
        self.bars = Progress(*columns, console=err)
        self.bars.start()
        self.tasks: dict[str, Any] = {}
        return self.update

    def update(self, task: str, done: int, total: int | None) -> None:
        """Moves the task's bar."""
        if task not in self.tasks:
            self.tasks[task] = self.bars.add_task(task, total=total)
        self.bars.update(self.tasks[task], completed=done, total=total)

    def __exit__(self, *_: object) -> None:
        if hasattr(self, "bars"):
            self.bars.stop()


def show_ties(found: Ties, on: date) -> None:
    """Who stood behind an actor on a day, and its ties then, each with who says so."""
    out.print(f"{escape(found.actor.name)} ({found.actor.number}) on {on}, as voices say; none of it is a finding")
    if not found.behind:
        out.print("Nobody is said to have stood behind it that day.")
    for one in found.behind:
        steps = "; ".join(_tie(tie, found) for tie in one.chain)
        out.print(f"behind it: {escape(found.names.get(one.actor, one.actor))}: {one.held}: {escape(steps)}")
    table = Table("tie", "from", "to", "says", "statement", expand=out.is_terminal)
    for tie in sorted(found.ties, key=lambda tie: (tie.type, tie.subject, tie.object, tie.statement)):
        voices = " > ".join(f"{voice.name} {voice.commit}" for voice in tie.voices)
        ends = (str(tie.first or "not said"), str(tie.last or "not said"))
        table.add_row(
            escape(_tie(tie, found)), *ends, escape(voices), tie.statement, style="dim" if tie.denied else None
        )
    out.print(table)


def _tie(tie: Tie, found: Ties) -> str:
    what = tie.type.removeprefix("relation.").replace("_", " ")
    return f"{found.names.get(tie.subject, tie.subject)} {what} {found.names.get(tie.object, tie.object)}"


def show_changes(found: Changes, name: Mapping[str, str]) -> None:
    """What became of a casebook between two moments, a line each; `name` gives the file name of a report."""
    out.print(f"after {found.since}, up to {found.until}")
    table = Table("what", "which", "by", "how")
    undone = {one.id for one in found.undone}
    for report in found.reports:
        table.add_row("report came", escape(name[report]), "", "")
    for one in found.readings:
        table.add_row(
            "report read" if one.before is None else "report read anew", escape(name[one.report]), one.after, ""
        )
    for one in found.entered:
        table.add_row("statement entered", one.id, escape(one.entered_by or ""), escape(one.trigger.words))
    for one in found.decisions:
        ruled = f"{one.ruling}{', independently' if one.independent else ''}{', since replaced' if one.id in undone else ''}"
        table.add_row("ruling made", " ".join(one.targets), escape(one.by), ruled)
    for one in found.undone:
        table.add_row("ruling replaced", " ".join(one.targets), escape(one.by), one.ruling)
    for one in found.citations:
        table.add_row(f"number {one.event}", one.number, "", f"with {one.other}" if one.other else "")
    out.print(table if found.any else "nothing changed")
    for doubt in found.unsure:
        out.print(f"not sure: {doubt}")


def show_notice(found: Notice) -> None:
    """What an actor was told and showed, what was public and what happened after, each with who says so."""
    kinds = f" of {', '.join(found.kinds)}" if found.kinds else ""
    out.print(f"{escape(found.name)} ({found.number}): notice{kinds}, as voices say; none of it is a finding")
    fits: dict[str, list[str]] = {}
    for answer in found.answers:
        fits.setdefault(answer.telling, []).append(f"{answer_words(answer)} {answer.answer}")
    for title, held in sections(found):
        table = Table(title, "says", "origins", "reviewed", "statements", title_justify="left", expand=out.is_terminal)
        for one in held:
            voices = " > ".join(f"{voice.name} {voice.commit}" for voice in one.voices)
            words = "\n".join([noted_words(one), *fits.get(one.statements[0], ())])
            cells = (words, voices, str(len(one.origins)), "yes" if one.reviewed else "no", " ".join(one.statements))
            table.add_row(*map(escape, cells))
        out.print(table)
    if not found.noted:
        out.print("No voice says that it was told, showed or is said to know any such thing.")
    if found.after:
        table = Table("After the first telling", "origins", "reviewed", "statements", expand=out.is_terminal)
        for one in found.after:
            words = f"{one.incident}: {after_words(one)}" if one.incident else after_words(one)
            cells = (words, str(len(one.origins)), "yes" if one.reviewed else "no", " ".join(one.statements))
            table.add_row(*map(escape, cells), style=None if one.sure else "dim")
        out.print(table)


def show_correction(one: Correction) -> None:
    """One thing that changed between two editions of a dossier."""
    why = f" ({one.why})" if one.why else ""
    out.print(f"[bold]{one.change}[/bold] {escape(one.of)}{escape(why)}", soft_wrap=True)
    for name, words in (("before", one.before), ("now", one.now)):
        if words:
            out.print(f"  {name}: {escape(words)}", soft_wrap=True)
