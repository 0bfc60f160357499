"""A small dossier of invented reports: two tellings of one strike, a denial, a duty, a hostile text, Arabic."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from factory import at, report, statement
from linking.strikes import linked
from muniment.count import Estimate
from muniment.counting.coverage import coverage, matrix
from muniment.counting.estimation.estimating import estimate
from muniment.counting.estimation.models import Asked
from muniment.counting.estimation.patterns import patterns_of
from muniment.counting.ranges import Ground, count
from muniment.counting.series import series
from muniment.counting.slicing import sliced
from muniment.decision import decision_of
from muniment.dossier import Dossier
from muniment.incident import original_at
from muniment.notice import Afterwards, Answer, Matter, Noted, Notice, Related
from muniment.publishing import EXPORTERS
from muniment.statement import Statement

HOSTILE = "<script>alert('read')</script><img src=x onerror=alert(1)>"


def estimates() -> tuple[Estimate, ...]:
    """One with numbers and one without, of three lists; a list's name is Arabic, another's hostile."""
    lists = ("Odem parish", "سجل القرية", HOSTILE)
    cells = {(1, 0, 0): 40, (0, 1, 0): 35, (0, 0, 1): 30, (1, 1, 0): 18, (1, 0, 1): 12, (0, 1, 1): 14, (1, 1, 1): 9}
    asked = Asked(keep=1_000)
    return (
        estimate(patterns_of(lists, cells), measure="harm.death", asked=asked),
        estimate(
            patterns_of(lists, {(1, 0, 0): 9, (1, 1, 0): 2, (0, 0, 1): 4}), measure="harm.death", stratum="year=2021"
        ),
    )


def notices(told: Statement, reply: Statement, after: Statement, sealed: Statement) -> tuple[Notice, ...]:
    """One actor, with a hostile name, was warned twice; one of the warnings is sealed."""
    of = Related(name=HOSTILE)
    known: dict[str, Any] = {"of": of, "voices": told.voices, "published": "2021-03-14", "origins": (told.report,)}
    matter = (Matter(statement=after.id, type=after.type, realis="warned"),)
    noted = (
        Noted(
            section="told",
            statements=(told.id,),
            type="speech.warn",
            words="warned",
            by=("Odem Post",),
            about=matter,
            report=told.report,
            dates=("2021-03-10",),
            first=date(2021, 3, 10),
            last=date(2021, 3, 10),
            **known,
        ),
        Noted(
            section="told",
            statements=(sealed.id,),
            type="speech.warn",
            words="recognised",
            report=sealed.report,
            **known,
        ),
        Noted(
            section="shown", statements=(reply.id,), type="speech.deny", words="denied", report=reply.report, **known
        ),
    )
    later = Afterwards(
        incident="ODE-0001",
        statements=(after.id,),
        types=(after.type,),
        of=of,
        dates=("2021-03-12",),
        least=2,
        most=2,
        sure=True,
        origins=(after.report,),
    )
    answer = Answer(telling=told.id, answer=reply.id, type="speech.deny", fits=("what it is about",))
    return (Notice(actor="ac_1", name=HOSTILE, number="ODE-A0001", noted=noted, answers=(answer,), after=(later,)),)


def dossier() -> Dossier:
    """Five reports, ten statements, one of them rejected and one sealed."""
    place: dict[str, Any] = {"precision": "settlement", "country": "XKA", "lat": -39.5, "lon": 63.2}
    where, when = at("Odem", **place), at("12 March", value="2021-03-12")
    told = [
        (
            "Odem Post",
            "Aircraft bombed Odem on 12 March and killed 12 people, the mayor said.",
            "author:Uu > the mayor:CT+",
            "12",
        ),
        ("Tide Wire", "Aircraft bombed Odem on 12 March and killed 31 people.", "author:CT+", "31"),
    ]
    reports, said = [], {}
    for publisher, text, voices, dead in told:
        one = report(text, publisher=publisher, published="2021-03-13", title=f"Strike on Odem, {publisher}")
        reports.append(one)
        army = at("Aircraft", value="Karsan air force", kind="state_body", actor="ac_airforce")
        people = at(f"{dead} people", actor="ac_people")
        said[one.id] = [
            statement(one, "bombed", type="life.attack", voices=voices, agent=army, place=where, date=when),
            statement(
                one, "killed", type="life.killing", voices=voices, agent=army, victim=people, place=where, date=when
            ),
            statement(
                one, "killed", type="harm.death", voices=voices, victim=people, count=at(dead), place=where, date=when
            ),
        ]
    denial = report(
        "The ministry denied that aircraft bombed Odem on 12 March.", publisher="Ministry", published="2021-03-14"
    )
    said[denial.id] = [
        statement(denial, "bombed", type="life.attack", voices="author:Uu > The ministry:CT-", place=where, date=when),
        statement(denial, "denied", type="speech.deny", agent="The ministry"),
    ]
    duty = report(f"The state must let patients leave. {HOSTILE} It recognised them as refugees.", published="2021-05")
    said[duty.id] = [
        statement(duty, "must", type="duty.owed", kind="duty", bearer="The state", requires="let patients leave"),
        statement(duty, "refugees", type="standing.refugee", kind="standing", holder="them"),
        statement(duty, "recognised", type="legal.recognise_status", visibility="sealed"),
    ]
    arabic = report(
        "قال السكان إن الجنود قتلوا أربعة أشخاص في القرية.",
        published="2021-03-15",
        language="ar",
        title="شهادة من القرية",
    )
    said[arabic.id] = [statement(arabic, "قتلوا", type="life.killing", voices="author:CT+", victim="أربعة أشخاص")]
    reports += [denial, duty, arabic]
    linking = linked([(one, said[one.id]) for one in reports if one.id in said])
    found = linking.incidents
    everything = {one.id: one for held in said.values() for one in held}
    ground = Ground(reports={one.id: one for one in reports}, original_at=original_at(linking.origins), voice_kinds={})
    rejected = said[duty.id][1].id
    published = {key: one for key, one in everything.items() if one.visibility != "sealed" and key != rejected}
    return Dossier(
        title="Odem",
        made="2021-06-01T00:00:00+00:00",
        version="0",
        reports=tuple(reports),
        statements=tuple(everything.values()),
        incidents=tuple(found),
        links=tuple(linking.links),
        origins=tuple(linking.origins),
        counts=tuple(count(found, everything, ground)),
        tables=tuple(sliced(found, published, ground, by=(by,)) for by in ("month", "admin1", "agent")),
        series=series(found, published, ground),
        coverage=coverage(found, published, ground),
        matrix=matrix(found, published, ground),
        estimates=estimates(),
        notices=notices(said[denial.id][0], said[denial.id][1], said[reports[0].id][0], said[duty.id][2]),
        decisions=(decision_of("statement", (rejected,), "rejected", by="reader", at="2021-06-01T00:00:00Z"),),
    )


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of everything that is published of the dossier."""
    folder = tmp_path_factory.mktemp("dossier")
    made = dossier()
    for exporter in EXPORTERS.values():
        exporter.write(made, folder)
    return folder
