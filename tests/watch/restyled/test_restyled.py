"""The same table in every layout and format gives the same observations, and a changed look never another figure."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tallywire.errors import TableError
from tallywire.watch import cell_text, parse
from tests.watch.restyled import pages
from tests.watch.restyled.pages import Page, Rendering, with_steps
from tests.watch.restyled.table import LOOKS, Look, Observations, Observed, observations

QUIET = [HealthCheck.too_slow, HealthCheck.data_too_large]


def observed(page: Page) -> set[Observed]:
    """What is read from a page, each literal found again in its cell."""
    parsed = parse(page.source, page.body, page.media_type)
    slugs = {page.source.series_id(entry.slug): int(entry.slug[1:]) for entry in page.source.entries}
    for figure in parsed.figures[:3]:
        assert cell_text(page.body, page.media_type, figure.cell, page.source) == figure.literal
    return {
        Observed(slugs[figure.series], figure.period, figure.value, figure.quantum, figure.status)
        for figure in parsed.figures
    }


def without_blanks(found: set[Observed], table: Observations) -> set[Observed]:
    """What was read, without the empty cells of a calendar for months that the table does not have."""
    return {each for each in found if each.value is not None or each.period in table.periods}


@pytest.mark.parametrize("rendering", pages.HERE, ids=lambda rendering: rendering.__name__)
@given(data=st.data(), look=LOOKS)
@settings(deadline=None, max_examples=25, suppress_health_check=QUIET)
def test_every_layout_and_format_gives_the_same_observations(
    rendering: Rendering, data: st.DataObject, look: Look
) -> None:
    the_same(rendering, data, look)


@pytest.mark.parametrize("rendering", pages.APART, ids=lambda rendering: rendering.__name__)
@given(data=st.data(), look=LOOKS)
@settings(deadline=None, max_examples=3, suppress_health_check=QUIET)
def test_workbooks_and_papers_give_the_same_observations(
    rendering: Rendering, data: st.DataObject, look: Look
) -> None:
    the_same(rendering, data, look)


def the_same(rendering: Rendering, data: st.DataObject, look: Look) -> None:
    """Draw a table, publish it and read it: what is read is what it says."""
    granularities = ("month", "quarter") if rendering is pages.calendar else ("day", "month", "quarter", "year")
    table = data.draw(observations(granularities))
    found: set[Observed] = set()
    for page in rendering(table, look):
        if not any(
            table.values[series, when] is not None for series in page.series for when in range(len(table.periods))
        ):
            continue
        found |= without_blanks(observed(page), table)
    held = {each.series for each in found}
    assert found == {each for each in table.expected() if each.series in held}
    assert held == {series for (series, _), value in table.values.items() if value is not None} | held


@pytest.mark.parametrize("rendering", pages.HERE, ids=lambda rendering: rendering.__name__)
@given(data=st.data(), first=LOOKS, then=LOOKS)
@settings(deadline=None, max_examples=25, suppress_health_check=QUIET)
def test_a_page_that_changes_its_look_gives_the_same_figures_or_says_that_it_cannot_be_read(
    rendering: Rendering, data: st.DataObject, first: Look, then: Look
) -> None:
    changes_look(rendering, data, first, then)


@pytest.mark.parametrize("rendering", pages.APART, ids=lambda rendering: rendering.__name__)
@given(data=st.data(), first=LOOKS, then=LOOKS)
@settings(deadline=None, max_examples=3, suppress_health_check=QUIET)
def test_a_file_that_changes_its_look_gives_the_same_figures_or_says_that_it_cannot_be_read(
    rendering: Rendering, data: st.DataObject, first: Look, then: Look
) -> None:
    changes_look(rendering, data, first, then)


def changes_look(rendering: Rendering, data: st.DataObject, first: Look, then: Look) -> None:
    """The source is that of the first look, the body that of the second: nothing may be read as something else.

    The source says how each series is rounded: a page of nothing but 1.234 that was 1,234 before shows it by that
    alone.
    """
    granularities = ("month", "quarter") if rendering is pages.calendar else ("day", "month", "quarter", "year")
    table = data.draw(observations(granularities))
    expected = {(each.series, each.period): each for each in table.expected()}
    for before, after in zip(rendering(table, first), rendering(table, then), strict=True):
        try:
            found = observed(msgspec.structs.replace(after, source=with_steps(before, table).source))
        except TableError as error:
            assert error.what
            continue
        for each in without_blanks(found, table):
            assert each.value == expected[each.series, each.period].value
