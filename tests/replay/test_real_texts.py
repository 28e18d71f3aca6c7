"""Real news and government texts about other things than the demo: nothing in them may be called contradicted."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from datetime import date

from tallywire.desk import Newsroom, check_text
from tests.demo.played import Demo
from tests.needs import shared


def texts() -> Iterator[tuple[date, str]]:
    """Day and text of each dated article and statement."""
    for line in (shared("data/wikinews") / "articles.jsonl").read_text(encoding="utf-8").splitlines():
        article = json.loads(line)
        if article["date"]:
            yield date.fromisoformat(article["date"][:10]), article["text"]
    for path in sorted((shared("data/whitehouse") / "docs").glob("*.md")):
        yield date.fromisoformat(path.name[:10]), path.read_text(encoding="utf-8").split("---", 2)[-1]


def test_no_text_about_something_else_is_judged_on_this_record(demo: Demo) -> None:
    names: Counter[str] = Counter()
    with Newsroom(demo.folder) as newsroom:
        for day, text in texts():
            names.update(v.name for v in check_text(newsroom, text, published=day).verdicts)
    assert names.total() > 100
    assert set(names) <= {"unverifiable", "not_judged", "pending"}, names
