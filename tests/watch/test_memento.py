"""Memento: TimeMaps as archives write them, and versions that are believed only for what they were listed as."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallywire.errors import FetchError, OutageError, RefusedError, SourceError, UsageError
from tallywire.watch import BlockingFetcher, Fetcher, Limits, Source, load_source
from tallywire.watch.memento import Memento, Onward, memento_time, read_timemap, same_page
from tallywire.watch.memento_archive import MementoArchive, asked_for, own_hosts, timemap_address
from tallywire.watch.memento_fetch import fetch_memento, list_mementos, with_timemap
from tallywire.watch.memento_links import Link, links
from tests.memento.archive import CSV, WebArchive, at, http_date
from tests.watch.clocks import QuickClock
from tests.watch.server import Site, answer, redirect

PAGE = "http://127.0.0.1:8999/counts.csv"
WHERE = "https://archive.example/timemap/link/http://office.example/t.csv"
SOURCE = """
id = "here"
name = "Office"
address = "{address}"
media = "csv"
allow_hosts = ["127.0.0.1"]
{more}
[[series]]
slug = "people"
title = "people"
unit = "people"
kind = "stock"
frequency = "M"
"""
AS_ARCHIVES_WRITE = """\
<http://office.example:80/t.csv>; rel="original",
<https://archive.example/timemap/link/http://office.example/t.csv>; rel="self"; type="application/link-format"
; from="Fri, 08 May 2009 09:56:08 GMT",
<https://archive.example>; rel="timegate",
<https://archive.example/web/20090508095608/http://office.example/t.csv?a=1,2;3>; rel="first memento"
; datetime="Fri, 08 May 2009 09:56:08 GMT",
<https://archive.example/web/20150103090000/http://office.example/t.csv>; rel="memento"
; datetime="Sat, 03 Jan 2015 09:00:00 GMT"; license="a, \\"b\\"; c",
</web/20220130000000/http://office.example/t.csv>;rel="last memento";datetime="Sun, 30 Jan 2022 00:00:00 GMT",
<https://archive.example/web/2022/http://office.example/t.csv>; rel=memento; datetime="2022",
<https://archive.example/timemap/json/http://office.example/t.csv>; rel="timemap"; type="application/json",
<https://archive.example/timemap/2/http://office.example/t.csv>; rel="timemap next"; type="application/link-format"
; from="Sun, 30 Jan 2022 00:00:01 GMT"; until="soon",
"""


@pytest.fixture
def fetcher() -> Iterator[BlockingFetcher]:
    with BlockingFetcher(Fetcher(limits=Limits(retries=0, total_seconds=20), clock=QuickClock())) as fetcher:
        yield fetcher


@pytest.fixture
def archive(site: Site) -> WebArchive:
    return WebArchive(site, PAGE)


def source(site: Site, more: str = "", address: str = PAGE) -> Source:
    history = f'history.timemap = "{site.address("/timemap/link/{address}")}"\n'
    return load_source(SOURCE.format(address=address, more=history + more), "here.toml")


# What is written


def test_a_timemap_is_read_as_archives_write_it() -> None:
    read = read_timemap(AS_ARCHIVES_WRITE, WHERE)
    assert read.original == "http://office.example:80/t.csv"
    assert read.mementos == (
        Memento(
            "https://archive.example/web/20090508095608/http://office.example/t.csv?a=1,2;3",
            _time(2009, 5, 8, 9, 56, 8),
        ),
        Memento("https://archive.example/web/20150103090000/http://office.example/t.csv", _time(2015, 1, 3, 9)),
        Memento("https://archive.example/web/20220130000000/http://office.example/t.csv", _time(2022, 1, 30)),
    )
    [onward] = read.onward
    assert onward == Onward(
        "https://archive.example/timemap/2/http://office.example/t.csv", _time(2022, 1, 30, 0, 0, 1)
    )
    [left] = read.unusable
    assert "'2022', which is none" in left


def _time(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type,misc]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<html><body>Not found</body></html>",
        '{"mementos": []}',
        '<http://office.example/>; rel="next"',
        '<http://office.example/>; rel="memento"; datetime="Sat, 03 Jan 2015',
        '<http://office.example/>; rel="memento" datetime="Sat, 03 Jan 2015 09:00:00 GMT"',
        "<http://office.example/",
        f"<{'a' * 10_000}>; rel=memento",
        "<" * 200_000,
        '<a>;b="' + "\\" * 200_000,
        "<a>" + ";" * 200_000 + "x",
    ],
)
def test_what_is_no_timemap_is_refused_with_its_place(text: str) -> None:
    with pytest.raises(FetchError) as refused:
        read_timemap(text, WHERE)
    assert refused.value.message.startswith(WHERE) and "link-format" in refused.value.message


def test_more_mementos_than_anyone_reads_are_refused() -> None:
    line = '<http://a.example/>; rel="memento"; datetime="Sat, 03 Jan 2015 09:00:00 GMT",\n'
    with pytest.raises(FetchError, match="more than 200,000 mementos"):
        read_timemap(line * 200_001, WHERE)


_NAMES = st.text(st.characters(codec="ascii", categories=["Ll", "Nd"]), min_size=1, max_size=6)
_LINKS = st.builds(
    Link,
    st.text(st.characters(exclude_characters="<>", exclude_categories=["Cs", "Z", "Cc"]), max_size=20),
    st.lists(_NAMES, max_size=3).map(tuple),
    st.dictionaries(_NAMES.filter(lambda name: name != "rel"), st.text(max_size=20), max_size=3),
)


@given(st.lists(_LINKS, max_size=6), st.sampled_from([",", ", ", ",\n  ", " ,,\t"]))
def test_what_is_written_as_links_is_read_as_it_was(written: list[Link], between: str) -> None:
    def quoted(text: str) -> str:
        return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'

    def line(link: Link) -> str:
        given = {"rel": " ".join(link.rel), **link.parameters}
        return f"<{link.target}>" + "".join(f"; {name}={quoted(value)}" for name, value in given.items())

    assert [*links(between.join(map(line, written)))] == written


@given(st.text(st.sampled_from('<>;,="\\ \nabrelmnot'), max_size=60))
def test_any_text_is_links_or_refused(text: str) -> None:
    try:
        assert all(len(link.target) < 8192 for link in links(text))
    except FetchError as refused:
        assert "stands at character" in refused.what


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Sat, 03 Jan 2015 09:00:00 GMT", at(2015, 1, 3)),
        (" Sat, 03 Jan 2015 09:00:00 GMT ", at(2015, 1, 3)),
        ("Sat, 03 Jan 2015 09:00:00 +0000", None),
        ("Sat, 03 Jan 2015 09:00:00", None),
        ("Saturday, 03-Jan-15 09:00:00 GMT", None),
        ("Sat, 31 Feb 2015 09:00:00 GMT", None),
        ("Sat, 03 Jan 0000 09:00:00 GMT", None),
        ("Sat, 03 Jan 2015 25:00:00 GMT", None),
        ("Sat, 03 Jän 2015 09:00:00 GMT", None),
        ("Sat, ٠٣ Jan 2015 09:00:00 GMT", None),
        ("2015-01-03T09:00:00Z", None),
        ("", None),
    ],
)
def test_only_times_as_http_writes_them_are_read(text: str, read: datetime | None) -> None:
    assert memento_time(text) == read


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("http://office.example/t.csv", "https://www.office.example:443/t.csv", True),
        ("http://office.example:80/t", "http://OFFICE.example/t/#part", True),
        ("http://office.example", "http://office.example/", True),
        ("http://office.example/%C3%A4", "http://office.example/ä", True),
        ("http://office.example/t.csv", "http://office.example/u.csv", False),
        ("http://office.example/t?a=1", "http://office.example/t?a=2", False),
        ("http://office.example/t?a=1", "http://office.example/t", False),
        ("http://office.example/t", "http://other.example/t", False),
        ("http://office.example:81/t", "http://office.example/t", False),
        ("http://[office/t", "http://office.example/t", False),
        ("http://office.example:x/t", "http://office.example/t", False),
    ],
)
def test_which_addresses_are_one_page(one: str, other: str, same: bool) -> None:
    assert same_page(one, other) is same_page(other, one) is same


# What a source file says


def test_the_addresses_that_are_asked_for() -> None:
    archive = MementoArchive("https://archive.example/timemap/link/{address}", raw="id_", hosts=("Other.example",))
    assert timemap_address(archive, "http://a.example/t?x=1#y") == (
        "https://archive.example/timemap/link/http://a.example/t?x=1"
    )
    quoted = MementoArchive("https://archive.example/timemap?url={quoted}")
    assert timemap_address(quoted, "http://a.example/t?x=1") == (
        "https://archive.example/timemap?url=http%3A%2F%2Fa.example%2Ft%3Fx%3D1"
    )
    memento = Memento("https://archive.example/web/20150103090000/http://a.example/20160101000000/t", at(2015))
    assert asked_for(archive, memento) == (
        "https://archive.example/web/20150103090000id_/http://a.example/20160101000000/t"
    )
    assert asked_for(quoted, memento) == memento.address
    with pytest.raises(FetchError, match="no time of fourteen digits"):
        asked_for(archive, Memento("https://archive.example/Xy1/t", at(2015)))
    assert own_hosts(archive) == {"archive.example", "other.example"}


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ('history.raw = "id_"', "history.raw: there is no history.timemap"),
        ('history.timemap = "https://archive.example/"', "does not have the page's address in one place"),
        ('history.timemap = "https://archive.example/{address}/{quoted}"', "in one place"),
        ('history.timemap = "https://archive.example/{adress}"', "in one place"),
        ('history.timemap = "https://{address}/"', "in one place"),
        ('history.timemap = "https://10.0.0.1/{address}"', "history.timemap: 10.0.0.1 is private"),
        ('history.timemap = "ftp://archive.example/{address}"', "no web address"),
        ('history.timemap = "https://a.example/{address}"\nhistory.raw = "/../x"', "history.raw: '/../x' is not two"),
        (
            'history.timemap = "https://a.example/{address}"\nhistory.addresses = ["x"]',
            "history.addresses: 'x' is no",
        ),
        ('history.timemap = "https://a.example/{address}"\nhistory.template = "x"', "history.template: no such key"),
    ],
)
def test_what_does_not_fit_a_source_file_is_told(more: str, said: str) -> None:
    with pytest.raises(SourceError) as refused:
        load_source(SOURCE.format(address=PAGE, more=more), "here.toml")
    assert said in refused.value.message


def test_a_source_without_an_archive_says_what_to_write(site: Site) -> None:
    bare = load_source(SOURCE.format(address=PAGE, more=""), "here.toml")
    with pytest.raises(UsageError, match="no web archive is named"):
        with_timemap(bare)
    assert with_timemap(bare, "https://a.example/{address}").timemap == "https://a.example/{address}"
    with pytest.raises(UsageError, match="in one place"):
        with_timemap(bare, "https://a.example/")
    keyed = SOURCE.format(address="https://a.example/?k=${SOME_KEY}", more='keys = ["SOME_KEY"]')
    with pytest.raises(UsageError, match="whose address needs a key"):
        with_timemap(load_source(keyed, "here.toml"), "https://a.example/{address}")


# What is fetched


def test_mementos_are_listed_by_time_and_none_twice(
    site: Site, archive: WebArchive, fetcher: BlockingFetcher
) -> None:
    for moment in (at(2016), at(2014), at(2015)):
        archive.hold(moment, b"")
    archive.list(site.address("/another/20140101090000"), at(2014))
    archive.list(*archive.listed[0])
    here = source(site)
    found = list_mementos(fetcher, here, here.history)
    assert [each.at.year for each in found.mementos] == [2014, 2015, 2016]
    assert found.unusable == ()
    some = list_mementos(fetcher, here, here.history, since=at(2015), until=at(2015))
    assert [each.at.year for each in some.mementos] == [2015]


def test_a_timemap_in_pages_is_followed_and_pages_outside_are_not_fetched(
    site: Site, archive: WebArchive, fetcher: BlockingFetcher
) -> None:
    def some(*years: int) -> list[tuple[str, datetime]]:
        return [(site.address(archive.path(at(year))), at(year)) for year in years]

    archive.write({"": some(2010, 2011), "&page=2": some(2012, 2013), "&page=3": some(2014)})
    here = source(site)
    told: list[str] = []
    found = list_mementos(fetcher, here, here.history, tell=told.append)
    assert [each.at.year for each in found.mementos] == [2010, 2011, 2012, 2013, 2014]
    assert len(told) == 3
    before = len(site.requests)
    early = list_mementos(fetcher, here, here.history, until=at(2011, 6))
    assert [each.at.year for each in early.mementos] == [2010, 2011]
    assert len(site.requests) == before + 1


def test_pages_that_lead_in_a_circle_end_and_endless_ones_are_refused(
    site: Site, archive: WebArchive, fetcher: BlockingFetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive.hold(at(2014), b"")
    path = f"/timemap/link/{PAGE}"
    own = site.address(path)
    circle = f'<{PAGE}>; rel="original", <{own}>; rel="timemap", <{own}&2>; rel="timemap"'.encode()
    site.answers[path] = site.answers[f"{path}&2"] = answer(circle)
    here = source(site)
    assert list_mementos(fetcher, here, here.history).mementos == ()
    monkeypatch.setattr("tallywire.watch.memento_fetch.MAX_PAGES", 1)
    with pytest.raises(FetchError, match="more than 1 TimeMaps"):
        list_mementos(fetcher, here, here.history)


def test_mementos_and_timemaps_at_other_hosts_are_not_taken_unless_named(
    site: Site, archive: WebArchive, fetcher: BlockingFetcher
) -> None:
    archive.hold(at(2014), b"")
    archive.list("https://elsewhere.example/web/20150101090000/x", at(2015))
    here = source(site)
    found = list_mementos(fetcher, here, here.history)
    assert [each.at.year for each in found.mementos] == [2014]
    assert found.unusable == (
        "https://elsewhere.example/web/20150101090000/x is not at 127.0.0.1: name its host in history.hosts",
    )
    named = source(site, 'history.hosts = ["elsewhere.example"]')
    assert len(list_mementos(fetcher, named, named.history).mementos) == 2
    onward = f'<{PAGE}>; rel="original", <http://10.0.0.1/timemap>; rel="timemap"'.encode()
    site.answers[f"/timemap/link/{PAGE}"] = answer(onward)
    with pytest.raises(FetchError, match=r"http://10\.0\.0\.1/timemap: is not at 127\.0\.0\.1"):
        list_mementos(fetcher, here, here.history)


def test_a_private_host_that_the_source_allows_is_not_opened_to_the_archive(
    site: Site, archive: WebArchive, fetcher: BlockingFetcher
) -> None:
    archive.list(f"http://localhost:{site.port}/web/20150101090000/x", at(2015))
    here = source(site, 'history.hosts = ["localhost"]')
    [memento] = list_mementos(fetcher, here, here.history).mementos
    with pytest.raises(RefusedError, match="localhost is a name inside some network"):
        fetch_memento(fetcher, here, here.history, memento)


def test_a_timemap_that_cannot_be_had_is_told(site: Site, archive: WebArchive, fetcher: BlockingFetcher) -> None:
    here = source(site)
    assert list_mementos(fetcher, here, here.history).mementos == ()
    path = f"/timemap/link/{PAGE}"
    site.answers[path] = answer(status="403 Forbidden")
    with pytest.raises(FetchError, match="HTTP 403 instead of a TimeMap"):
        list_mementos(fetcher, here, here.history)
    site.answers[path] = answer(b"<http://other.example/>; rel=original")
    with pytest.raises(FetchError, match=r"is the TimeMap of http://other\.example/, not of"):
        list_mementos(fetcher, here, here.history)
    site.answers[path] = answer(b"<!doctype html>")
    with pytest.raises(FetchError, match="no TimeMap"):
        list_mementos(fetcher, here, here.history)
    site.answers[path] = redirect("https://elsewhere.invalid/")
    with pytest.raises(FetchError):
        list_mementos(fetcher, here, here.history)


def test_the_archives_robots_txt_is_heeded(site: Site, archive: WebArchive, fetcher: BlockingFetcher) -> None:
    archive.hold(at(2014), b"")
    site.answers["/robots.txt"] = answer(b"User-agent: *\nDisallow: /timemap/\n")
    here = source(site, 'robots = "ignored because the office lets us fetch it"')
    with pytest.raises(RefusedError, match=r"does not let Tallywire fetch this address.*Ask the archive"):
        list_mementos(fetcher, here, here.history)


def test_a_memento_is_taken_as_it_was_listed(site: Site, archive: WebArchive, fetcher: BlockingFetcher) -> None:
    archive.hold(at(2014), b"as the archive shows it")
    archive.hold(at(2014), b"month,people\n", raw="id_", listed=False)
    here = source(site, 'contact = "desk@example.org"\nheaders = { X-Own = "for the office" }')
    [memento] = list_mementos(fetcher, here, here.history).mementos
    assert fetch_memento(fetcher, here, here.history, memento).body == b"as the archive shows it"
    assert "desk@example.org" in site.asked() and "for the office" not in site.asked()
    raw = source(site, 'history.raw = "id_"')
    assert fetch_memento(fetcher, raw, raw.history, memento).body == b"month,people\n"


def test_a_redirect_to_the_same_version_is_followed(
    site: Site, archive: WebArchive, fetcher: BlockingFetcher
) -> None:
    there = archive.hold(at(2014), b"x", listed=False)
    archive.list(site.address("/short/14"), at(2014))
    site.answers["/short/14"] = redirect(there)
    here = source(site)
    [memento] = list_mementos(fetcher, here, here.history).mementos
    response = fetch_memento(fetcher, here, here.history, memento)
    assert (response.body, response.final_address, len(response.redirects)) == (b"x", there, 1)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (answer(b"x", headers=CSV), "no Memento-Datetime"),
        (answer(b"x", headers=(("Memento-Datetime", http_date(at(2014, 1, 1, 10))),)), "is another version"),
        (answer(b"x", headers=(("Memento-Datetime", "2014-01-01"),)), "is another version"),
        (
            answer(b"x", headers=tuple(("Memento-Datetime", http_date(at(2014, 1, 1, hour))) for hour in (9, 10))),
            "is another version",
        ),
        (
            answer(
                b"x",
                headers=(
                    ("Memento-Datetime", http_date(at(2014))),
                    ("Link", '<http://other.example/>; rel="original"'),
                ),
            ),
            "is a version of http://other.example/, not of the source's page",
        ),
        (answer(b"x", headers=(("Memento-Datetime", http_date(at(2014))), ("Link", "broken"))), "no list of links"),
        (answer(status="404 Not Found", headers=(("Memento-Datetime", http_date(at(2014))),)), "HTTP 404"),
        (redirect("/web/other"), "is another version"),
        (redirect("/web/nowhere"), "HTTP 404"),
    ],
)
def test_a_memento_that_is_not_what_was_listed_is_not_taken(
    site: Site, archive: WebArchive, fetcher: BlockingFetcher, given: bytes, said: str
) -> None:
    archive.hold(at(2014), b"")
    site.answers[archive.path(at(2014))] = given
    site.answers["/web/other"] = answer(b"x", headers=(("Memento-Datetime", http_date(at(2013))),))
    here = source(site)
    [memento] = list_mementos(fetcher, here, here.history).mementos
    with pytest.raises(FetchError) as refused:
        fetch_memento(fetcher, here, here.history, memento)
    assert said in refused.value.message
    assert not isinstance(refused.value, (OutageError, RefusedError))


def test_a_page_that_moved_is_looked_for_where_it_stood(
    site: Site, archive: WebArchive, fetcher: BlockingFetcher
) -> None:
    archive.hold(at(2014), b"new")
    former = WebArchive(site, "http://127.0.0.1:8999/old.csv")
    former.hold(at(2009), b"old")
    here = source(site, 'history.addresses = ["http://127.0.0.1:8999/old.csv"]')
    found = list_mementos(fetcher, here, here.history).mementos
    assert [fetch_memento(fetcher, here, here.history, each).body for each in found] == [b"old", b"new"]
