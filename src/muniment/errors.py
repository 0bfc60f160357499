"""The errors that a person can act on, as one tree.

MunimentError                what a person can act on; has .hint
├── UnreadableReport         path, media_type, reason     recorded; the run goes on
├── UngroundedStatement      report, start, end           the statement is refused
├── ContradictoryDecision    left, right                  linking names the chain that conflicts
├── DecisionConflict         somebody decided meanwhile
├── AlreadyStated            statement                    what was entered is in the record already
├── CasebookMismatch         casebook version, ours
├── UnreachableAuthority     url, reason                  a time-stamping authority that does not answer
├── UnreachableDatabase      database, reason              a server that does not answer, or lets nobody in
├── TamperedReport           hash expected, hash found
├── BrokenCustody            what, link                    a row or a link that is not as it was when it was kept
├── BadSignature             link, key                     a signature or a time stamp that does not hold
├── BadPackage               package, reason               a sealed package that cannot be opened
├── ReadingStopped           report, jobs                  a process that reads died; what was read is kept
├── UnknownPlugin            seam, name, available
├── MissingExtra             also an ImportError; hint is the install command
├── UnusableLists            nothing can be estimated from them as they stand
├── NotAllowed               scope, name                 the account may not do that
├── TooManyAttempts          seconds                     wait before you try to log in again
├── BadChoice                name, value                 a table, a measure or a date that nothing is counted by
└── BadSetting               name, value
"""

from __future__ import annotations

from collections.abc import Sequence


class MunimentError(Exception):
    """What went wrong, in one sentence, and what to do about it in `hint`."""

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class UnreadableReport(MunimentError):
    """A file that could not become a report; the run records it and goes on."""

    def __init__(self, path: str, reason: str, *, media_type: str = "", hint: str = "") -> None:
        super().__init__(f"{path}: {reason}", hint=hint)
        self.path = path
        self.reason = reason
        self.media_type = media_type


class UngroundedStatement(MunimentError):
    """A statement whose words are not at its offsets in the report's text."""

    def __init__(self, report: str, start: int, end: int, *, words: str = "", found: str = "") -> None:
        super().__init__(
            f"{report}: characters {start} to {end} read {found!r}, not {words!r}",
            hint="the statement was refused; run `muniment extract` again if the report was re-read",
        )
        self.report = report
        self.start = start
        self.end = end


class ContradictoryDecision(MunimentError):
    """Two decisions that cannot both hold; `chain` names the pairs between them."""

    def __init__(self, left: str, right: str, *, chain: Sequence[str] = ()) -> None:
        path = " = ".join(chain)
        super().__init__(
            f"{left} and {right} were ruled different, yet a chain of rulings makes them the same: {path}",
            hint="supersede one of the decisions in the chain",
        )
        self.left = left
        self.right = right
        self.chain = tuple(chain)


class DecisionConflict(MunimentError):
    """Somebody else decided on the same thing meanwhile."""

    def __init__(self, target: str, *, by: str, at: str, ruling: str) -> None:
        super().__init__(
            f"{by} ruled meanwhile, at {at}: {ruling}; nothing of yours was kept",
            hint="look at it again; rule once more if you still see it otherwise",
        )
        self.target = target
        self.by = by
        self.at = at
        self.ruling = ruling


class AlreadyStated(MunimentError):
    """A statement that a person enters is in the record already, with other slots or as the machine read it."""

    def __init__(self, statement: str, *, by: str | None) -> None:
        super().__init__(
            f"the record has this statement already: {statement}, {f'entered by {by}' if by else 'read by the machine'}",
            hint="rule on that one: accept it, or amend its slots",
        )
        self.statement = statement
        self.by = by


class CasebookMismatch(MunimentError):
    """The casebook was written by another version than this one can open."""

    def __init__(self, message: str, *, theirs: str = "", ours: str = "", hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.theirs = theirs
        self.ours = ours


class UnreachableDatabase(MunimentError):
    """The server that keeps a casebook's record does not answer, or does not let us in."""

    def __init__(self, database: str, reason: str, *, hint: str = "") -> None:
        super().__init__(f"{database} cannot be opened: {reason}", hint=hint)
        self.database = database
        self.reason = reason


class UnreachableAuthority(MunimentError):
    """A time-stamping authority does not answer."""

    def __init__(self, url: str, reason: str) -> None:
        super().__init__(
            f"{url} gave no time stamp: {reason}", hint="try again, name another authority, or sign without --timestamp"
        )
        self.url = url
        self.reason = reason


class TamperedReport(MunimentError):
    """The bytes or the text of a report no longer match the hash taken when it was added."""

    def __init__(self, report: str, *, expected: str, found: str) -> None:
        super().__init__(
            f"{report}: expected SHA-256 {expected}, found {found or 'no file'}",
            hint="restore the file under reports/ from a copy; the record itself is untouched",
        )
        self.report = report
        self.expected = expected
        self.found = found


class BrokenCustody(MunimentError):
    """A row of the record, or a link of the chain of custody, is not as it was when it was kept."""

    def __init__(self, what: str, word: str, *, link: int | None = None) -> None:
        where = f"; link {link} of the chain holds what it was" if link else "; no link of the chain holds it"
        super().__init__(
            f"{what} {word}{where}",
            hint="compare with a copy, or with a sealed package; what was signed before is named by `muniment custody`",
        )
        self.what = what
        self.link = link


class BadSignature(MunimentError):
    """A signature for the chain of custody, or a time stamp of one, does not hold."""

    def __init__(self, link: int, key: str, reason: str) -> None:
        super().__init__(
            f"the signature for link {link} by key {key} does not hold: {reason}",
            hint="compare with a sealed package, or with what whoever signed kept",
        )
        self.link = link
        self.key = key


class BadPackage(MunimentError):
    """A sealed package is damaged, or is none."""

    def __init__(self, package: str, reason: str) -> None:
        super().__init__(
            f"{package} cannot be opened: {reason}", hint="ask for it again; VERIFY.md in it says how to check it"
        )
        self.package = package
        self.reason = reason


class ReadingStopped(MunimentError):
    """One of several processes that read reports died, as where memory ran out."""

    def __init__(self, report: str, jobs: int) -> None:
        super().__init__(
            f"one of {jobs} processes that read reports died at or after {report}; what was read before is kept",
            hint="run the same command with a smaller --jobs; it goes on from here",
        )
        self.report = report
        self.jobs = jobs


class UnknownTarget(MunimentError):
    """Nothing in the casebook has this number or id."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"nothing here is numbered {name!r}",
            hint="give the number of an incident or actor, such as KAR-0042, or the id of a statement",
        )
        self.name = name


class UnlikePair(MunimentError):
    """A ruling on two things of which nobody can say that they are the same."""

    def __init__(self, one: str, other: str) -> None:
        super().__init__(
            f"{one} and {other} are not of one kind", hint="name two incidents, two statements or two actors"
        )
        self.one = one
        self.other = other


class UnknownActor(MunimentError):
    """No actor of the register has this name or number."""

    def __init__(self, name: str, *, near: Sequence[str] = ()) -> None:
        hint = (
            f"near: {', '.join(near)}"
            if near
            else "the dossier lists the actors; run muniment link if it is not made yet"
        )
        super().__init__(f"no actor is called {name!r}", hint=hint)
        self.name = name
        self.near = tuple(near)


class UnknownPlugin(MunimentError):
    """No plugin of that name is installed for a seam."""

    def __init__(self, seam: str, name: str, *, available: Sequence[str] = ()) -> None:
        super().__init__(f"no {seam} is called {name!r}", hint=f"installed: {', '.join(sorted(available)) or 'none'}")
        self.seam = seam
        self.name = name
        self.available = tuple(available)


class MissingExtra(MunimentError, ImportError):
    """A part that is installed only on request is missing; `hint` is the command that installs it."""


class BadSetting(MunimentError):
    """A setting has a value that cannot be used."""

    def __init__(self, name: str, value: object, *, hint: str = "") -> None:
        super().__init__(f"setting {name} cannot be {value!r}", hint=hint)
        self.name = name
        self.value = value


class UnusableLists(MunimentError):
    """Lists from which nothing can be estimated as they stand."""

    def __init__(self, what: str, *, hint: str = "") -> None:
        super().__init__(
            what, hint=hint or "give one column of 0 and 1 for each list, and a column `count` where rows are patterns"
        )


class NotAllowed(MunimentError):
    """Somebody's account does not let them do that."""

    def __init__(self, scope: str, name: str) -> None:
        super().__init__(
            f"{name} may not do that: it needs leave to {scope}",
            hint="ask an administrator to change the account's role",
        )
        self.scope = scope
        self.name = name


class TooManyAttempts(MunimentError):
    """Somebody failed to log in too often of late."""

    def __init__(self, seconds: int) -> None:
        super().__init__("too many attempts to log in failed", hint=f"wait {seconds} seconds, then try again")
        self.seconds = seconds


class BadChoice(MunimentError):
    """A value that cannot be used where a person gave it."""

    def __init__(self, name: str, value: object, *, hint: str = "") -> None:
        super().__init__(f"{name} cannot be {value!r}", hint=hint)
        self.name = name
        self.value = value
