"""An edition with what its pages look up in one another, and the key that all of them share."""

from __future__ import annotations

import hashlib
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib import resources

import msgspec

from tallywire.brief import Brief, Edition, Excerpt, Proof, Sheet, Stacks, Text, Withdrawn
from tallywire.feed.dates import utc
from tallywire.feed.names import brief_path, evidence_path
from tallywire.feed.stream import newest_first, streams
from tallywire.series import ObservationRef

MOST_EXCERPTS = 24
"""Cells shown on one evidence page."""

MOST_RELATED = 4
MOST_LATER = 2


class Issue:
    """briefs: newest first. Everything here is looked up in one pass over the edition; excerpts only when asked for.

    Raises ValueError where a number would lead nowhere, two pages would be one, or a time has no zone.
    """

    def __init__(self, edition: Edition, stacks: Stacks) -> None:
        self.edition = edition
        self.stacks = stacks
        self.briefs = newest_first(edition.briefs)
        self.withdrawn: tuple[Withdrawn, ...] = tuple(
            sorted(edition.withdrawn, key=lambda gone: (utc(gone.published), gone.id), reverse=True)
        )
        paths: set[str] = set()
        for brief in self.briefs:
            _lead_somewhere(brief, paths)
        for gone in self.withdrawn:
            _single(brief_path(gone.id), paths)
        self.digests: Mapping[str, str] = {
            brief.id: edition.digests.get(brief.id) or _digest(_encoded(brief)) for brief in self.briefs
        }
        self._places = {brief.id: place for place, brief in enumerate(self.briefs)}
        self.streams = streams(edition)
        self.series = {sheet.series.id: sheet for sheet in edition.series}
        placed = tuple(enumerate(self.briefs))
        self._by_series = _grouped((id, place) for place, brief in placed for id in dict.fromkeys(brief.series))
        self._by_topic = _grouped((brief.topic, place) for place, brief in placed if brief.topic)
        self._begun = _hashed(
            package_digest(),
            edition.title,
            edition.desk,
            edition.contact,
            edition.about,
            edition.address,
            edition.clock,
            stacks.state,
        )
        self._excerpts: dict[ObservationRef, Excerpt | None] = {}

    def key(self, *parts: object) -> str:
        """The key of a page made from `parts`, and from what every page has around its own part."""
        made = self._begun.copy()
        for part in parts:
            _add(made, part if isinstance(part, str) else _encoded(part))
        return made.hexdigest()[:32]

    def sheet(self, brief: Brief, proof: str) -> Sheet:
        """The proof of a brief with its excerpts, at most 24; a proof without archived cells has none."""
        found = next(each for each in brief.proofs if each.id == proof)
        refs = tuple(dict.fromkeys((*found.evidence.used, *found.evidence.rivals)))[:MOST_EXCERPTS]
        excerpts = (self._excerpt(ref) for ref in refs)
        return Sheet(brief.id, found, tuple(each for each in excerpts if each is not None))

    def related(self, brief: Brief) -> tuple[Brief, ...]:
        """What came after it about the same series, nearest first; then what came before, the topic's last.

        A new brief changes the related items of those just before it and of no others.
        """
        place = self._places[brief.id]
        same = sorted({other for id in brief.series for other in self._near(self._by_series.get(id, ()), place)})
        chosen = [other for other in same if other < place][-MOST_LATER:][::-1]
        chosen += [other for other in same if other > place]
        topic = self._by_topic.get(brief.topic, ())
        chosen += topic[bisect_right(topic, place) :][:MOST_RELATED]
        return tuple(self.briefs[other] for other in dict.fromkeys(chosen))[:MOST_RELATED]

    def _near(self, places: Sequence[int], place: int) -> Sequence[int]:
        """The two just after a brief and the four just before it, by place; the greater the place the older."""
        here = bisect_left(places, place)
        return (*places[max(here - MOST_LATER, 0) : here], *places[here + 1 :][:MOST_RELATED])

    def _excerpt(self, ref: ObservationRef) -> Excerpt | None:
        """A brief's page and its evidence pages ask for the same excerpts one after the other."""
        if ref not in self._excerpts:
            if len(self._excerpts) > 512:
                self._excerpts.clear()
            self._excerpts[ref] = self.stacks.excerpt(ref)
        return self._excerpts[ref]


def texts(brief: Brief) -> tuple[Text, ...]:
    """Every text of a brief whose numbers may be bound, in reading order."""
    corrections = tuple(correction.text for correction in brief.corrections)
    return (brief.headline, brief.lead, *corrections, *brief.body, *brief.caveats, brief.found)


def bound(brief: Brief) -> Iterator[str]:
    """The proofs that numbers and rows of a brief point at, in reading order, repeats included."""
    for text in texts(brief):
        for binding in text.bindings:
            yield binding.proof
    if brief.chart is not None:
        for row in brief.chart.rows:
            if row.proof:
                yield row.proof


def headline_proof(brief: Brief) -> Proof | None:
    """The proof of the first number in the headline, or else in the lead."""
    proofs = {proof.id: proof for proof in brief.proofs}
    for text in (brief.headline, brief.lead):
        for binding in text.bindings:
            return proofs.get(binding.proof)
    return None


@cache
def package_digest() -> str:
    """A hash of the feed's own files: pages made by another version of it are made anew."""
    return _digest(*(data for _, data in sorted(_files())))


def _files() -> Iterator[tuple[str, bytes]]:
    waiting = [resources.files("tallywire.feed")]
    while waiting:
        for entry in waiting.pop().iterdir():
            if entry.is_dir():
                waiting.append(entry)
            elif not entry.name.endswith(".pyc"):
                yield entry.name, entry.read_bytes()


def _digest(*parts: str | bytes) -> str:
    return _hashed(*parts).hexdigest()[:32]


def _hashed(*parts: str | bytes) -> hashlib._Hash:
    made = hashlib.sha256()
    for part in parts:
        _add(made, part)
    return made


def _add(made: hashlib._Hash, part: str | bytes) -> None:
    data = part if isinstance(part, bytes) else part.encode("utf-8", "surrogatepass")
    made.update(b"%d:%b" % (len(data), data))


def _encoded(value: object) -> bytes:
    try:
        return msgspec.json.encode(value)
    except UnicodeEncodeError:
        # A lone surrogate has no place in JSON; pages show it as U+FFFD.
        return repr(value).encode("utf-8", "backslashreplace")


def _lead_somewhere(brief: Brief, paths: set[str]) -> None:
    _single(brief_path(brief.id), paths)
    known = {proof.id for proof in brief.proofs}
    for proof in brief.proofs:
        _single(evidence_path(brief.id, proof.id), paths)
    for wanted in bound(brief):
        if wanted not in known:
            raise ValueError(f"brief {brief.id!r} binds a number to proof {wanted!r}, which it does not have")


def _single(path: str, paths: set[str]) -> None:
    if path in paths:
        raise ValueError(f"two pages would be written to {path}")
    paths.add(path)


def _grouped(pairs: Iterable[tuple[str, int]]) -> Mapping[str, list[int]]:
    found: dict[str, list[int]] = {}
    for name, place in pairs:
        found.setdefault(name, []).append(place)
    return found
