"""An edition as all the files of a static site."""

from __future__ import annotations

from collections.abc import Mapping

from tallywire.brief import Edition
from tallywire.feed.about import about, missing
from tallywire.feed.atom import atom
from tallywire.feed.data import chart_csv, chart_spec
from tallywire.feed.evidence import evidence
from tallywire.feed.front import front, topic_pages
from tallywire.feed.issue import issue
from tallywire.feed.names import brief_path, data_path, evidence_path, spec_path
from tallywire.feed.render import asset
from tallywire.feed.story import story


def site(edition: Edition) -> Mapping[str, bytes]:
    """Every file of the site by its relative path; the same edition gives the same bytes.

    Links between pages are relative, so the files work from any folder. A simulated newsroom asks not to be
    indexed. Raises ValueError for a number bound to a proof that is not there, for two pages of one name, and
    for a time without a zone.
    """
    whole = issue(edition)
    files: dict[str, bytes] = {}
    files.update(front(whole))
    files.update(topic_pages(whole))
    for brief in whole.briefs:
        files[brief_path(brief.id)] = story(whole, brief)
        for proof in brief.proofs:
            files[evidence_path(brief.id, proof.id)] = evidence(whole, brief, whole.sheets[brief.id, proof.id])
        if brief.chart is not None:
            files[data_path(brief.id)] = chart_csv(brief.chart)
            files[spec_path(brief.id)] = chart_spec(brief.chart)
    files["about.html"] = about(whole)
    files["404.html"] = missing(whole)
    files["feed.atom"] = atom(whole)
    files["style.css"] = asset("style.css").encode("utf-8")
    files["icon.svg"] = asset("icon.svg").encode("utf-8")
    files["robots.txt"] = f"User-agent: *\n{'Disallow: /' if edition.clock else 'Disallow:'}\n".encode("ascii")
    return files
