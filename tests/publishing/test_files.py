"""What is published: nothing that was rejected or sealed, every figure with its statements, safe cells and safe text."""

from __future__ import annotations

import csv
import json
import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from factory import at, report, statement
from muniment.actor import Actor, Name
from muniment.count import Cell, Counts
from muniment.decision import decision_of
from muniment.dossier import Dossier
from muniment.incident import Incident, principal_of
from muniment.publishing import EXPORTERS
from muniment.publishing.editions import manifest
from muniment.publishing.gathering import gathered
from muniment.publishing.marking import marked
from muniment.publishing.outlines import countries as outlines
from muniment.publishing.page import rendered
from muniment.publishing.pivoting import MOST_ROWS, pivot
from muniment.publishing.rows import Csv
from muniment.publishing.sections import sections
from muniment.publishing.withholding import BLACK, BLACKENED
from muniment.publishing.wording import date_words, range_words, sentence
from muniment.record import guarded
from muniment.seams import plugins
from muniment.statement import Content, Statement

from .conftest import dossier


def test_what_was_rejected_or_sealed_is_published_nowhere(published: Path) -> None:
    made = dossier()
    withheld = [one.id for one in made.statements if one.visibility == "sealed"] + [made.decisions[0].targets[0]]
    assert len(withheld) == 2
    for file in published.iterdir():
        text = file.read_text(encoding="utf-8")
        assert not [one for one in withheld if f'"{one}"' in text or f"card-{one}" in text or f"{one}," in text], (
            file.name
        )


def test_every_link_of_the_page_leads_to_something_on_it(published: Path) -> None:
    page = (published / "index.html").read_text(encoding="utf-8")
    ids = set(re.findall(r'\bid="([^"]+)"', page))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= ids
    carried = re.findall(r'data-statements="([^"]*)"', page)
    assert carried
    assert all(one in ids for held in carried for one in held.split())


def test_every_figure_carries_its_statements(published: Path) -> None:
    page = (published / "index.html").read_text(encoding="utf-8")
    for count in dossier().counts:
        if count.measure == "harm.death":
            assert f'data-statements="{" ".join(count.statements)}"' in page
            assert range_words(count.low, count.best, count.high) in page


def test_the_text_of_a_report_is_never_markup(published: Path) -> None:
    page = (published / "index.html").read_text(encoding="utf-8")
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "&lt;script&gt;" in page


def test_the_page_says_that_nobody_has_reviewed_it(published: Path) -> None:
    page = (published / "index.html").read_text(encoding="utf-8")
    assert "Not yet reviewed by a person" in page
    assert "2 statements are withheld" in page


def test_a_denial_is_shown_and_marked_as_not_counted(published: Path) -> None:
    with (published / "statements.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    denied = [row for row in rows if row["innermost"] == "The ministry"]
    assert [row["countable"] for row in denied] == ["False"]
    assert "a voice denies it" in (published / "index.html").read_text(encoding="utf-8")


def test_json_lines_give_back_the_statements(published: Path) -> None:
    lines = (published / "statements.jsonl").read_text(encoding="utf-8").splitlines()
    read = [Statement.from_plain(json.loads(line)) for line in lines]
    kept = {one.id: one for one in dossier().statements}
    assert read
    assert all(kept[one.id] == one for one in read)


def test_no_cell_is_taken_for_a_formula() -> None:
    assert [guarded(cell) for cell in ("=1+1", "+1", "-1", "@a", "a", 4)] == ["'=1+1", "'+1", "'-1", "'@a", "a", 4]


def test_dates_are_worded_no_more_precisely_than_they_are() -> None:
    said = [
        date_words(edtf)
        for edtf in ("2021-03-12", "2021-03", "2021", "2017/..", "2021-03-05~", "2021-22", "XXXX-03-12")
    ]
    assert said == [
        "12 March 2021",
        "March 2021",
        "2021",
        "since 2017",
        "about 5 March 2021",
        "summer 2021",
        "12 March",
    ]


def guarding() -> Dossier:
    """A sealed killing with its victim, a demand about it, a redacted toll and a rejected reading of public words."""
    told = report("Soldiers shot Amra Velt in Odem. The mayor demanded answers. Two sisters died. A shop burned.")
    sealed = statement(told, "shot", type="life.killing", victim="Amra Velt", visibility="sealed")
    about = {"content": Content(statement=sealed.id, start=9, end=13, words="shot")}
    demand = statement(told, "demanded", type="speech.demand", agent="The mayor", slots=about)
    redacted = statement(told, "died", type="harm.death", victim="Two sisters")
    rejected = statement(told, "burned", type="life.attack", object="A shop")
    here = statement(told, "shot", type="life.attack", place="Odem")
    rulings = ((redacted, "redacted"), (rejected, "rejected"), (sealed, "rejected"))
    return Dossier(
        title="Odem",
        made="2021-06-01T00:00:00+00:00",
        version="0",
        reports=(told,),
        statements=(sealed, demand, redacted, rejected, here),
        incidents=(Incident(id="in_1", statements=(sealed.id, redacted.id, here.id)),),
        decisions=tuple(
            decision_of("statement", (one.id,), ruling, by="reader", at="2021-06-01T00:00:00Z")
            for one, ruling in rulings
        ),
    )


def test_nothing_points_at_what_is_withheld(tmp_path: Path) -> None:
    made = guarding()
    withheld = [made.statements[place].id for place in (0, 2, 3)]
    for file in (file for exporter in EXPORTERS.values() for file in exporter.write(made, tmp_path)):
        text = file.read_text(encoding="utf-8")
        assert not [one for one in withheld if one in text], file.name
        assert not [words for words in ("Amra Velt", "Two sisters") if words in text], file.name


def test_sealed_and_redacted_words_are_black_and_no_offset_moves() -> None:
    made = guarding()
    view = gathered(made)
    shown, told = view.dossier.reports[0].text, made.reports[0].text
    assert len(shown) == len(told)
    assert shown.startswith(f"Soldiers shot {BLACK * 4} {BLACK * 4} in Odem.")
    assert "A shop burned" in shown
    assert view.withheld == 3


def test_withheld_words_are_black_in_the_title_too() -> None:
    told = report("Amra Velt shot in Odem. Soldiers shot Amra Velt.", title="AMRA VELT shot in Odem")
    sealed = statement(told, "shot", type="life.killing", victim="Amra Velt", visibility="sealed")
    (shown,) = gathered(
        Dossier(title="d", made="2021-01-01", version="0", reports=(told,), statements=(sealed,))
    ).dossier.reports
    assert shown.title == f"{BLACKENED} {BLACKENED} in Odem"
    assert (shown.sha256, shown.text_sha256) == ("", "")


def test_an_actor_goes_by_no_name_that_only_sealed_statements_know() -> None:
    told = report("Amra Velt was shot in Odem. The mayor of Odem demanded answers.")
    sealed = statement(told, "shot", type="life.killing", victim=at("Amra Velt", actor="ac_1"), visibility="sealed")
    demand = statement(told, "demanded", type="speech.demand", agent=at("The mayor of Odem", actor="ac_1"))
    names = (Name(words="Amra Velt"), Name(words="The mayor of Odem"))
    actor = Actor(id="ac_2", name="Amra Velt", names=names, members=("ac_1", "ac_3"))
    made = Dossier(
        title="d", made="2021-01-01", version="0", reports=(told,), statements=(sealed, demand), actors=(actor,)
    )
    (shown,) = gathered(made).dossier.actors
    assert shown.name == "The mayor of Odem"
    assert [one.words for one in shown.names] == ["The mayor of Odem"]
    assert shown.members == ("ac_1",)
    assert gathered(replace(made, statements=(sealed,))).dossier.actors == ()


def test_pdf_and_word_have_what_is_denied_of_an_incident_and_say_how_much_is_not_shown() -> None:
    made = dossier()
    noted = tuple(one for one in made.notices[0].noted if one.section == "shown") * 8
    told = tuple(one for one in made.notices[0].noted if one.section == "told")
    made = replace(made, notices=(replace(made.notices[0], noted=(*told, *noted)),))
    parts = {section.id: section.parts for section in sections(gathered(made))}
    (apart,) = (part for part in parts["incidents"] if part.title.endswith("Denied, demanded or warned of"))
    assert any("The ministry denies it" in str(one) for one in apart.held)
    assert any("2 more: `muniment notice` gives all." in str(one) for one in parts["notice"][0].held)


def test_a_ruling_of_unsure_is_no_review_and_a_figure_without_an_end_is_worded(tmp_path: Path) -> None:
    made = dossier()
    unsure = tuple(
        decision_of("statement", (one.id,), "unsure", by="reader", at="2021-06-01T00:00:00Z") for one in made.statements
    )
    open_ = tuple(replace(one, low=None, best=None) for one in made.counts)
    made = replace(made, decisions=unsure, counts=open_)
    view = gathered(made)
    assert "accepted" not in view.rulings.values()
    assert {row["review"] for row in table(Csv().write(made, tmp_path)[-2])} == {"not yet reviewed"}
    figures = [one["words"] for name, one in manifest(made)["sentences"].items() if name.startswith("figure")]
    assert figures
    assert not [words for words in figures if "None" in words]


def test_the_languages_are_those_of_the_reports_that_are_shown() -> None:
    made = dossier()
    (arabic,) = (one for one in made.reports if one.language == "ar")
    closed = decision_of("report", (arabic.id,), "redacted", by="reader", at="2021-06-01T00:00:00Z")
    assert "ar (1)" in rendered(made)
    assert "ar (1)" not in rendered(replace(made, decisions=(*made.decisions, closed)))


def test_a_demand_about_a_sealed_statement_opens_none_of_its_words() -> None:
    told = report("The mayor demanded to know who shot Amra Velt.")
    sealed = statement(told, "shot", type="life.killing", victim="Amra Velt", visibility="sealed")
    about = {"content": Content(statement=sealed.id, start=27, end=45, words="who shot Amra Velt")}
    demand = statement(told, "demanded", type="speech.demand", agent="The mayor", slots=about)
    made = Dossier(title="d", made="2021-01-01", version="0", reports=(told,), statements=(sealed, demand))
    assert (
        gathered(made).dossier.reports[0].text == f"The mayor demanded to know who {BLACK * 4} {BLACK * 4} {BLACK * 4}."
    )


def test_what_a_report_is_mainly_about_is_shown_unless_part_of_it_is_withheld(tmp_path: Path) -> None:
    told = report("Soldiers shot Amra Velt in Odem.", title="Odem")
    shot = statement(told, "shot", type="life.killing", victim=at("Amra Velt", kind="person"), agent="Soldiers")
    main = principal_of(told.id, statements=(shot.id,), violations=("killing",), slots=shot.slots)
    made = Dossier(title="d", made="2021-01-01", version="0", reports=(told,), statements=(shot,), principals=(main,))
    for number, (said, expected) in enumerate(
        [(made, 1), (replace(made, statements=(replace(shot, visibility="sealed"),)), 0)]
    ):
        folder = tmp_path / str(number)
        folder.mkdir()
        for exporter in EXPORTERS.values():
            exporter.write(said, folder)
        assert (folder / "index.html").read_text(encoding="utf-8").count(
            "killing of Amra Velt · by Soldiers"
        ) == expected
        with (folder / "reports.csv").open(encoding="utf-8", newline="") as file:
            (row,) = csv.DictReader(file)
        assert (row["main_what"], row["main_victim"]) == (("killing", "Amra Velt") if expected else ("", ""))


def test_a_mark_ends_with_its_paragraph() -> None:
    told = report("The raid began\n\nat dawn.")
    over = statement(told, "raid began\n\nat", type="repress.raid")
    html = str(marked(told, [over]))
    assert re.sub(r"<[^>]+>", "|", html).replace("|", "") == "The raid beganat dawn."
    assert all(paragraph.count("<a") == paragraph.count("</a>") for paragraph in html.split("</p>"))


def test_every_bar_and_every_circle_leads_to_statements(published: Path) -> None:
    page = (published / "index.html").read_text(encoding="utf-8")
    for name in ("bar", "pin", "edge"):
        shapes = re.findall(rf'(<a [^>]*>)?<(?:rect|circle|path) class="{name}"', page)
        assert shapes, name
        assert all("data-statements" in link for link in shapes), name


def test_a_pronoun_is_quoted_where_it_stands_for_a_voice() -> None:
    told = report("We saw soldiers burn a house.")
    seen = statement(told, "burn", type="property.destruction", voices="author:Uu > We:CT+", object=at("a house"))
    assert sentence(seen, told).endswith("say “We”, as the report “report.txt” reports.")


def test_no_country_is_drawn_across_the_whole_map() -> None:
    for outline in outlines():
        assert all(abs(one[0] - other[0]) < 180 for one, other in pairwise(outline.ring))


def table(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


def test_the_counts_and_who_covers_what_are_written_for_others(published: Path) -> None:
    rows = table(published / "counts-by-month.csv")
    (deaths,) = [row for row in rows if row["measure"] == "harm.death"]
    assert (deaths["month"], deaths["low"], deaths["high"]) == ("2021-03", "12", "31")
    known = {row["id"] for row in table(published / "statements.csv")}
    assert all(row["statements"] and set(row["statements"].split()) <= known for row in rows)
    assert (published / "matrix.csv").read_text(encoding="utf-8").startswith("incident,")
    for name in ("counts-by-admin1", "counts-by-agent", "series", "coverage"):
        assert (published / f"{name}.csv").read_text(encoding="utf-8").count("\n") > 1, name


def test_a_table_by_agent_shows_the_unknown_and_their_share(published: Path) -> None:
    rows = table(published / "counts-by-agent.csv")
    shares = {row["agent"]: float(row["share"]) for row in rows if row["measure"] == "incident"}
    assert set(shares) == {"Karsan air force", "unknown"}
    assert sum(shares.values()) == 100
    assert "No voice names an agent in 1 of 2 incidents" in (published / "index.html").read_text(encoding="utf-8")


def test_the_unknown_are_never_cut_off_from_a_table() -> None:
    cells = [
        Cell(
            row=row,
            keys={"agent": name},
            measure="incident",
            unit="incident",
            incidents=2,
            low=None,
            best=2,
            high=None,
            origins=1,
        )
        for row, name in enumerate([*(f"Brigade {number}" for number in range(MOST_ROWS + 5)), "unknown"], start=1)
    ]
    shown = pivot(Counts(by=("agent",), cells=tuple(cells), totals=()))
    assert [row.name for row in shown.rows][-1] == "unknown"
    assert (len(shown.rows), shown.more) == (MOST_ROWS + 1, 5)


def test_an_estimate_stands_beside_what_was_recorded_and_never_without_its_interval(published: Path) -> None:
    page = (published / "index.html").read_text(encoding="utf-8")
    section = page[page.index('<section id="estimates">') : page.index('<section id="time">')]
    assert "158 recorded" in section
    assert section.count("<svg") == 4  # intervals, one posterior, and the overlap of both
    assert "No model gives a number" in section
    rows = table(published / "estimates.csv")
    given = [row for row in rows if row["best"]]
    assert len(rows) == 8
    assert {row["model"] for row in given} == {"latent_class", "graphs", "log_linear", "chao"}
    for row in given:
        assert int(row["documented"]) == 158 <= int(row["low"]) <= int(row["best"]) <= int(row["high"])
        assert f"{row['level']}" == "0.95"
    assert all(row["refused"] for row in rows if not row["best"])


def test_an_estimate_of_an_earlier_record_is_not_published(tmp_path: Path) -> None:
    made = Dossier(title="d", made="2021-01-01", version="0", reports=(), statements=(), outdated=True)
    (tmp_path / "estimates.csv").write_text("an older one", encoding="utf-8")
    for exporter in EXPORTERS.values():
        exporter.write(made, tmp_path)
    assert "made of an earlier state" in (tmp_path / "index.html").read_text(encoding="utf-8")
    assert not (tmp_path / "estimates.csv").exists()


def test_a_name_that_only_a_sealed_statement_has_is_published_nowhere(tmp_path: Path) -> None:
    told = report("Soldiers shot Amra Velt in Odem.")
    other = report("Soldiers shot a teacher in Odem.", publisher="Odem Post")
    sealed = statement(told, "shot", type="life.killing", victim=at("Amra Velt", actor="ac_1"), visibility="sealed")
    here = statement(other, "shot", type="life.killing", victim=at("a teacher", actor="ac_2", kind="person"))
    joined = Actor(id="ac_both", name="Amra Velt", members=("ac_1", "ac_2"), number="ODE-A0001", kind="person")
    made = Dossier(
        title="d",
        made="2021-01-01T00:00:00+00:00",
        version="0",
        reports=(told, other),
        statements=(sealed, here),
        actors=(joined,),
        incidents=(Incident(id="in_1", statements=(sealed.id, here.id)),),
    )
    assert [actor.name for actor in gathered(made).dossier.actors] == ["a teacher"]
    for exporter in (kind() for kind in plugins("exporters").values()):
        for file in exporter.write(made, tmp_path):
            assert b"Velt" not in file.read_bytes(), file.name
