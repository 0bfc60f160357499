"""Attributing: which act a harm is laid to, and who is said to have done it; what no voice says is not guessed."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping, Sequence

from muniment.actor import LASTING
from muniment.counting.tallies import Ground, Tally
from muniment.statement import Content, Party, Statement
from muniment.taxonomy import data, types

UNKNOWN = "unknown"
"""The agent where no voice names one: gunmen and armed men are nobody in particular."""

POINTING = "same this that these those other another at some about several many few no one two three".split()
"""First words of what names nobody: "the same militia", "at least one unit"."""

JOINING = "of the and de del da al bin ibn abu von van la le".split()
"""Words of a proper name that have no capital."""

VIOLENCE = ("life.", "body.")
CAUSING: Mapping[str, Sequence[str]] = {
    "harm.death": VIOLENCE,
    "harm.injury": VIOLENCE,
    "harm.disability": VIOLENCE,
    "harm.psychological": VIOLENCE,
    "harm.sexual_violence": ("body.",),
    "harm.detained": ("liberty.",),
    "harm.missing": ("liberty.",),
    "harm.displaced": ("move.", "life.", "property."),
    "harm.loss_of_home": ("property.", "life."),
    "harm.loss_of_property": ("property.", "life."),
    "harm.loss_of_livelihood": ("property.", "life."),
    "harm.loss_of_care": ("access.",),
    "harm.delayed_care": ("access.",),
    "harm.illness_worsened": ("access.",),
}
"""Harm → the acts of its incident that it is laid to where its own words name none: who arrested nobody killed."""


def causes(tally: Tally) -> list[Statement]:
    """The acts that the harm came from: those its statements point to, else the incident's that can harm."""
    acts = {one.id: one for one in tally.told if one.kind == "act"}
    if not tally.measure.startswith("harm."):
        own = [one for one in tally.behind if one.kind == "act"]
        return _harming(own) or own
    if _only_followed(tally):
        return []
    named = [part.statement for harm in tally.behind for part in harm.values("from_act") if isinstance(part, Content)]
    return [acts[one] for one in dict.fromkeys(named) if one in acts] or around(tally)


def _only_followed(tally: Tally) -> bool:
    """Whether all that its voices say of a harm's cause is what came before: "died while waiting for a permit"."""
    said = {getattr(value, "value", "") for harm in tally.behind for value in harm.values("causation")}
    return said == {"temporal_only"}


def _harming(acts: Iterable[Statement]) -> list[Statement]:
    return [one for one in acts if (entry := types().get(one.type)) is not None and entry.harms]


def agents(tally: Tally, ground: Ground) -> Mapping[str, set[str]]:
    """Statement → the agents it names, of the acts that the harm came from; empty where none names one."""
    for asked in (causes(tally), around(tally)):
        said = {one.id: {name for party in _acting(one) if (name := agent_name(party, one, ground))} for one in asked}
        if any(said.values()):
            return said
    return {}


def around(tally: Tally) -> list[Statement]:
    """The acts of a harm's incident that can have brought it about; none where it only followed something."""
    if not tally.measure.startswith("harm.") or _only_followed(tally):
        return []
    families = tuple(CAUSING.get(tally.measure, ()))
    return [one for one in tally.told if one.kind == "act" and families and one.type.startswith(families)]


def _acting(act: Statement) -> Iterable[Party]:
    return (party for slot in ("agent", "co_agent", "orderer") for party in act.parties(slot))


def agent_name(party: Party, act: Statement, ground: Ground) -> str | None:
    """Who an agent is: the joined actor's name, or that of the body whose men it is; `None` for "gunmen" and "they"."""
    if party.actor is None:
        return None
    name = ground.names.get(party.actor, party.value)
    kind = ground.voice_kinds.get(party.actor) or party.kind or "unknown"
    if body := next((ground.bodies[one] for one in _bodies_in(name) if one in ground.bodies), None):
        return body
    if name.split(" ")[0].casefold() in POINTING:
        return None
    if kind in LASTING:
        return name[:1].upper() + name[1:]
    one_word = " " not in name and (kind == "unknown" or name.casefold() in _plain())  # "Gunmen", "Man", a town
    nobody = kind == "group" or one_word
    return name if not nobody and _proper(name) and not _opens_sentence(party, act, ground) else None


@functools.cache
def _plain() -> frozenset[str]:
    """Words for people that name none of them, as a headline may capitalise them: "Man", "Suspect"."""
    kinds = data("en/actors.toml")["kind"].values()
    return frozenset(word for kind in kinds for word in kind["words"])


def _proper(name: str) -> bool:
    """Whether a name is a proper one: "Mara Ilven", and neither "Odem man" nor "At least one shooter"."""
    return all(word[:1].isupper() or word in JOINING for word in name.split())


def _bodies_in(name: str) -> Iterable[str]:
    """The name, and the names that it may be the men or an arm of: "a unit of the UFKR", "Karsan army aircraft"."""
    yield name
    parts = name.split(" ")
    for place, word in enumerate(parts):
        if word == "of":
            yield " ".join(parts[place + 2 if parts[place + 1 : place + 2] == ["the"] else place + 1 :])
    if parts[-1].isalpha() and parts[-1].islower():
        yield " ".join(parts[:-1])


def _opens_sentence(party: Party, act: Statement, ground: Ground) -> bool:
    """Whether a single word has its capital only from where it stands."""
    before = ground.reports[act.report].text[: party.start].rstrip(" ")
    return " " not in party.words.strip() and (not before or before[-1] in ".!?:\"“”'\n")
