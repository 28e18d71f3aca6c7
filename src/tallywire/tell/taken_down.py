"""A page that was taken down, or came back, told."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from tallywire.language import write_date
from tallywire.series import Notice
from tallywire.tell.change_lines import level_of
from tallywire.tell.found import found_remarks
from tallywire.tell.headline import headline
from tallywire.tell.phrase import Phrase, Span, dated, fill
from tallywire.tell.scene import Remark, Scene, arithmetic, told
from tallywire.tell.title import name

_GONE = re.compile(r"(?<!\d)(404|410|451)(?!\d)")


def taken_down(scene: Scene, notice: Notice) -> tuple[Phrase, tuple[Remark, ...]]:
    """The headline and the remarks: what the page answered and when, and the last figure that stood on it.

    Without a status that says that the page is gone, it is the table that is gone from it.
    """
    voice, words = scene.voice, scene.voice.words
    series = scene.series()
    counts = scene.counted(series.id)
    slots: dict[str, Phrase | str] = {
        "source": scene.source,
        "subject": voice.subject(series),
        "title": voice.title(series),
        "when": _moment(scene, notice.at),
    }
    back = notice.after == "returned" or scene.lead.story == "return"
    status = _GONE.search(notice.detail)
    used = tuple(f.evidence.used[-1] for f in scene.lead.findings[:1] if f.evidence.used)
    if not used:
        used = tuple(count.ref for count in counts[-1:])
    if back:
        lead = Remark("lead", 100, told(words.brief.back, slots))
    elif status is not None:
        slots["status"] = Phrase(status[0], (Span(0, len(status[0]), "notice"),))
        phrase = told(words.brief.gone, slots)
        reason = name(notice.detail, longest=300)
        proof = arithmetic("notice", phrase.text, used, basis=scene.as_of.basis, reason=reason)
        lead = Remark("lead", 100, phrase, (proof,))
    else:
        lead = Remark("lead", 100, told(words.brief.table_gone, slots))
    remarks = [lead]
    if counts:
        last = counts[-1]
        amount, figure = level_of(scene, "last", series.id, last)
        seen: dict[str, Phrase | str] = {
            "amount": amount,
            "date": voice.when(last.period),
            "when": _moment(scene, last.known_at),
        }
        remarks.append(Remark("body", 95, told(words.brief.last_figure, seen), (figure,), paragraph=1))
    if not back:
        remarks.append(Remark("caveat", 80, Phrase(words.brief.no_reason)))
    remarks.extend(found_remarks(scene))
    lines = words.headlines
    said = lines.page_back if back else lines.taken_down if status is not None else lines.table_gone
    return headline(said, slots), tuple(remarks)


def _moment(scene: Scene, at: datetime) -> Phrase:
    """ "on 3 March 2023 at 14:05 UTC"."""
    words = scene.voice.words.words
    utc = at.astimezone(UTC)
    stamp = fill(words.moment, {"date": write_date(scene.voice.pack, utc.date()), "time": f"{utc:%H:%M}"}).text
    return fill(words.on_day, {"date": dated(stamp)})
