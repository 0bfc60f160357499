"""Who says so, and whether it happened: from each claim up the syntax to the author of the report."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from muniment.extracting import quotes, voices
from muniment.extracting.climbing import climbed
from muniment.extracting.mention import Speaker, Stance, mentions
from muniment.extracting.reading import Reading, Voiced
from muniment.statement import AUTHOR, Commit

COMPONENT = "muniment_speech"
UNNAMED = "unnamed"


@Language.component(COMPONENT, assigns=["doc._.stances"], requires=["doc._.mentions", "token.dep", "token.lemma"])
def muniment_speech(doc: Doc) -> Doc:
    """Leaves a stance for the head of every mention."""
    doc._.stances = {mention.head.i: stance(mention.head) for mention in mentions(doc)}
    return doc


def stance(token: Token) -> Stance:
    """How the claim headed by a token stands in the report: voices, outermost first; realis; specificity.

    Voices hidden by the words ("is said to", "allegedly") have no span and the name `unnamed`; they
    never affirm with more than PS+. Pure: it depends on the parsed document and the rules alone.
    """
    reading = climbed(token)
    _beside(token, reading)
    _questioned(token, reading)
    _not_by_us(token, reading)
    _merge(reading)
    author = Speaker(span=None, commit=_author(reading), name=AUTHOR)
    inner = [_speaker(voice) for voice in reversed(reading.voices) if voice.speaker or voice.commit != "Uu"]
    return Stance(
        speakers=(author, *inner),
        realis=reading.realis,
        specificity=reading.specificity,
        governors=tuple(reversed(reading.governors)),
        disowned_by=reading.disowned_by,
    )


def disowning(held: Stance) -> Stance | None:
    """The second stance of an act whose doing somebody denies: with that somebody as agent, denied by them."""
    if held.disowned_by is None:
        return None
    author = Speaker(span=None, commit="Uu", name=AUTHOR)
    denier = Speaker(span=held.disowned_by, commit="CT-", cue=held.governors[-1] if held.governors else None)
    return Stance(speakers=(author, denier), realis=held.realis, specificity=held.specificity, governors=held.governors)


def _merge(reading: Reading) -> None:
    """One who goes on speaking is one voice: "the union stated, adding that"."""
    kept: list[Voiced] = []
    for voice in reading.voices:
        if kept and voice.speaker is not None and voice.speaker == kept[-1].speaker:
            continue
        kept.append(voice)
    reading.voices = kept


def _author(reading: Reading) -> Commit:
    if not reading.voices:
        return reading.outward or reading.committed("CT+")
    return reading.outward or "Uu"


def _speaker(voice: Voiced) -> Speaker:
    span: Span | None = None if voice.speaker is None else voices.span(voice.speaker)
    return Speaker(
        span=span,
        commit=voice.commit,
        cue=voice.cue,
        coerced=voice.coerced,
        name=None if span is not None else UNNAMED,
    )


def _beside(token: Token, reading: Reading) -> None:
    """Voices that the sentence names beside the clause: quotation, tag, source, citation, continuation."""
    cited = quotes.cited(token)
    if cited is not None:
        _cite(cited, reading)
    cues = {voice.cue.i for voice in reading.voices if voice.cue is not None}
    found = quotes.outer_voices(token, cues)
    for outer in found:
        _add(outer, reading)
    if not found and not reading.voices:
        verb = quotes.continued(token)
        if verb is not None:
            speaker = voices.of_verb(verb)
            reading.say(Voiced(speaker=speaker, commit="CT+", cue=None, frame="relay"), base="CT+")


def _add(outer: quotes.Outer, reading: Reading) -> None:
    frame = outer.frame
    if outer.speaker is None and outer.cue is None:
        reading.say(Voiced(speaker=None, commit="Uu", cue=None, frame="quotation"), base="Uu")
        return
    base: Commit = "CT+" if frame is None else frame.speaker or "Uu"
    author: Commit = "Uu" if frame is None else frame.author
    if outer.speaker is None and base != "CT-":
        base, author = "PS+", "Uu"
    if frame is not None and frame.file == "realis.toml" and not reading.shielded:
        base = "Uu" if frame.name == "questioned" else "CT+"
    coerced = outer.cue is not None and voices.coerced(outer.cue)
    voice = Voiced(speaker=outer.speaker, commit=base, cue=outer.cue, frame="tag", coerced=coerced)
    reading.say(voice, base=base, author=author)
    if outer.cue is not None and frame is not None:
        reading.governed(frame, outer.cue)


def _cite(cited: quotes.Outer, reading: Reading) -> None:
    """The one who is cited holds what the citing voice only passes on."""
    innermost = reading.voices[0] if reading.voices else None
    if innermost is not None and innermost.speaker is None:
        return
    commit: Commit = reading.committed("CT+") if innermost is None else innermost.commit
    if innermost is not None:
        innermost.commit = "Uu"
        reading.outward = None
    reading.voices.insert(0, Voiced(speaker=cited.speaker, commit=commit, cue=cited.cue, frame="cited"))


def _not_by_us(token: Token, reading: Reading) -> None:
    """ "There was a strike, but not by us": the speaker owns the act to have happened and disowns the doing."""
    speaker = next((voice.speaker for voice in reading.voices if voice.speaker is not None), None)
    if speaker is None or reading.disowned_by is not None:
        return
    words = [word.lower_ for word in token.sent if not word.is_punct]
    for first, second, third in zip(words, words[1:], words[2:], strict=False):
        if (first, second) == ("not", "by") and third in ("us", "me", "our"):
            reading.disowned_by = voices.span(speaker)


def _questioned(token: Token, reading: Reading) -> None:
    """Nothing that a question asks is affirmed: "Was the hospital hit?"."""
    if reading.shielded:
        return
    end = next((word for word in token.doc[token.i : token.sent.end] if word.text in (".", "!", "?", ";")), None)
    if end is None or end.text != "?":
        return
    reading.strong = reading.strong or "questioned"
    reading.strength = "Uu"
    reading.unsettle()
