"""Verdicts as a page of its own: the text with each claim marked, and what was found beside it."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from importlib.resources import files

from tallywire.check.marking import sentence, stretches
from tallywire.check.names import MARKS
from tallywire.check.terminal import around, chain, quoted, visible
from tallywire.check.verdict import Verdict
from tallywire.check.worded import day_words, period_words
from tallywire.language import Pack, pack
from tallywire.series import AsOf, ObservationRef

REFS = 6
"""Figures listed under a verdict."""


def html(
    verdicts: Sequence[Verdict], text: str, *, as_of: AsOf, title: str = "Claims checked", clock: str = ""
) -> str:
    """A self-contained page: no scripts, nothing fetched, everything from the text escaped.

    Each claim is marked in the text and followed by a link to its verdict, which has a word, a shape and a
    colour. clock: what the page says of its time, where that is not real time ("simulated time").
    """
    words = pack()
    style = (files(__package__) / "page.css").read_text(encoding="utf-8")
    time = f"as of {day_words(as_of.time.date(), words)}, {clock or f'{as_of.basis} time'}"
    items = "\n".join(_item(i, verdict, text, words) for i, verdict in enumerate(verdicts, 1))
    none = "" if verdicts else "<p>No claims that figures could bear out were found.</p>"
    return f"""<!doctype html>
<html lang="{escape(words.code)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{escape(visible(title))}</title>
<style>
{style}</style>
</head>
<body>
<main>
<h1>{escape(visible(title))}</h1>
<p class="time">{escape(time)}</p>
<article class="text" dir="auto">
{_marked(verdicts, text)}
</article>
<section aria-labelledby="verdicts">
<h2 id="verdicts">Verdicts</h2>
{none}<ol>
{items}
</ol>
</section>
</main>
</body>
</html>
"""


def _marked(verdicts: Sequence[Verdict], text: str) -> str:
    """The text with its claims marked, each followed by its verdict."""
    out = []
    for stretch in stretches(verdicts, text):
        words = _breaks(stretch.text)
        out.append(f'<mark class="{verdicts[stretch.claim - 1].name}">{words}</mark>' if stretch.claim else words)
        out += [_tag(index, verdicts[index - 1]) for index in stretch.ends]
    return "".join(out)


def _breaks(text: str) -> str:
    lines = text.replace("\r\n", "\n").split("\n")
    return "<br>\n".join(escape(visible(line)) for line in lines)


def _tag(index: int, verdict: Verdict) -> str:
    mark = MARKS[verdict.name]
    return (
        f'<a class="tag {verdict.name}" href="#claim-{index}" id="at-{index}">'
        f'<span aria-hidden="true">{mark.shape}</span> {mark.word}<span class="away"> (verdict {index})</span></a>'
    )


def _item(index: int, verdict: Verdict, text: str, words: Pack) -> str:
    mark = MARKS[verdict.name]
    claim = verdict.claim
    lines = [f'<p class="reason">{_sentence(verdict.reason)}</p>'] if verdict.reason else []
    if verdict.right is not None and verdict.right.wording:
        lines.append(f"<p>The record has <strong>{escape(visible(verdict.right.wording))}</strong>.</p>")
    if claim.attribution:
        lines.append(f"<p>According to: {escape(chain(claim.attribution))}.</p>")
    if claim.hedge:
        lines.append(f"<p>Said with “{escape(visible(claim.hedge))}”.</p>")
    notes = "".join(f"<li>{_sentence(note)}</li>" for note in verdict.notes)
    if notes:
        lines.append(f'<ul class="notes">{notes}</ul>')
    refs = tuple(dict.fromkeys(ref for evidence in verdict.evidence for ref in evidence.used))
    if refs:
        lines.append(_figures(refs, words))
    body = "\n".join(lines)
    before, after = around(text, claim.span)
    shown = max(0, claim.span[0]) < min(claim.span[1], len(text))
    back = f'<a class="back" href="#at-{index}">in the text</a>' if shown else ""
    return f"""<li id="claim-{index}" tabindex="-1">
<blockquote dir="auto">{escape(before)}<b>{escape(quoted(text, claim.span))}</b>{escape(after)}
{back}</blockquote>
<p class="verdict {verdict.name}"><span aria-hidden="true">{mark.shape}</span> {mark.word}
<span class="meaning">({escape(mark.meaning)})</span></p>
{body}
</li>"""


def _figures(refs: Sequence[ObservationRef], words: Pack) -> str:
    rows = "".join(
        f'<tr><th scope="row">{escape(period_words(ref.period, words))}</th><td>{escape(visible(ref.literal))}</td>'
        f"<td>{escape(visible(ref.series))}</td><td>{escape(visible(ref.release))}</td></tr>"
        for ref in refs[:REFS]
    )
    more = f"<p>and {len(refs) - REFS} more figures</p>" if len(refs) > REFS else ""
    head = '<tr><th scope="col">Period</th><th scope="col">Figure</th>'
    head += '<th scope="col">Series</th><th scope="col">Release</th></tr>'
    return f"<table><thead>{head}</thead><tbody>{rows}</tbody></table>{more}"


def _sentence(text: str) -> str:
    return escape(sentence(visible(text)))
