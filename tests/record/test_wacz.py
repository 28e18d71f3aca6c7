"""The exported WACZ file: whole, in parts, and as other tools see it."""

from __future__ import annotations

import gzip
import hashlib
import json
import subprocess
import zipfile
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from tallywire.errors import ArchiveError
from tallywire.record import Archive, verify
from tallywire.record.wacz import About, Exported, Selection, export_wacz
from tallywire.record.wacz_index import search_key
from tallywire.series import Notice
from tests.needs import tool
from tests.record.making import ADDRESS, day, fetch, import_file
from tests.record.test_archive_requests import HOPS, MEMENTO, SENT, asked

ABOUT = About(title="Utopia figures", software="Tallywire", created=day(20))


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    """Three files: requests, redirects, revisits, a 304, a memento, an import, notes, and a second source."""
    with Archive(tmp_path / "archive", write=True, rotate_at=4500) as archive:
        asked(archive, b"A", 0, hops=HOPS)
        asked(archive, b"A", 1)
        archive.append_not_modified(source="s", address=ADDRESS, at=day(2), real=day(2), request=SENT)
        import_file(archive, b"2021-01,5", day(3))
        archive.append_memento(
            source="s",
            address=ADDRESS,
            at=day(4),
            real=day(4),
            status=200,
            headers=[("Content-Type", "text/csv")],
            wire=b"old",
            media_type="text/csv",
            published_at=day(-600),
            memento_address=MEMENTO,
            request=SENT,
        )
        for n in range(3):
            archive.append_response(
                source="other",
                address="https://www.example.net:8443/Data/?b=2&a=1",
                at=day(5 + n),
                real=day(5 + n),
                status=200 if n < 2 else 404,
                headers=[("Content-Type", "text/html; charset=utf-8")],
                wire=b"page %d" % n,
                media_type="text/html; charset=utf-8",
                request=SENT,
            )
        archive.append_notice(
            Notice(source="other", address=ADDRESS, before="ok", after="taken_down", at=day(8)), real=day(8)
        )
        archive.append_note(at=day(9), real=day(9), topic="remark", fields={"a": "b"})
    return archive


def exported(archive: Archive, path: Path, selection: Selection = Selection()) -> Exported:  # noqa: B008 - frozen
    return export_wacz(archive, path, selection, ABOUT)


def members(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        assert package.testzip() is None
        return {name: package.read(name) for name in package.namelist()}


def index(files: dict[str, bytes]) -> list[tuple[str, str, dict[str, str]]]:
    lines = gzip.decompress(files["indexes/index.cdx.gz"]).decode().splitlines()
    assert lines == sorted(lines)
    parts = [line.split(" ", 2) for line in lines]
    return [(key, time, json.loads(said)) for key, time, said in parts]


def records(data: bytes, folder: Path) -> list[tuple[str, str]]:
    (folder / "one.warc.gz").write_bytes(data)
    with (folder / "one.warc.gz").open("rb") as file:
        return [
            (record.rec_type, record.content_stream().read().decode())
            for record in ArchiveIterator(file, check_digests="raise")
        ]


def test_the_whole_archive_is_exported_byte_for_byte(archive: Archive, tmp_path: Path) -> None:
    done = exported(archive, tmp_path / "whole.wacz")
    files = members(Path(done.path))
    stored = {path.name: path.read_bytes() for path in sorted((tmp_path / "archive").glob("*.warc.gz"))}
    assert len(stored) == 3
    assert {name.removeprefix("archive/"): data for name, data in files.items() if name[:8] == "archive/"} == stored
    out = tmp_path / "out"
    with zipfile.ZipFile(done.path) as package:
        package.extractall(out)
        assert {info.filename for info in package.infolist() if info.compress_type != zipfile.ZIP_STORED} == {
            "pages/pages.jsonl"
        }
    assert verify(out / "archive", head=archive.head).entries == archive.count == done.entries
    assert done == Exported(done.path, archive.count, 8, Path(done.path).stat().st_size, archive.head)


def test_the_package_describes_itself(archive: Archive, tmp_path: Path) -> None:
    files = members(Path(exported(archive, tmp_path / "whole.wacz").path))
    described = json.loads(files["datapackage.json"])
    assert (described["profile"], described["wacz_version"]) == ("data-package", "1.1.1")
    assert (described["title"], described["created"]) == ("Utopia figures", "2022-11-21T09:00:00Z")
    listed = {each["path"]: each for each in described["resources"]}
    assert set(listed) == set(files) - {"datapackage.json", "datapackage-digest.json"}
    for path, each in listed.items():
        assert each["hash"] == f"sha256:{hashlib.sha256(files[path]).hexdigest()}"
        assert (each["bytes"], each["name"]) == (len(files[path]), path.rpartition("/")[2])
    assert json.loads(files["datapackage-digest.json"]) == {
        "path": "datapackage.json",
        "hash": f"sha256:{hashlib.sha256(files['datapackage.json']).hexdigest()}",
    }
    assert described["tallywire"]["head"] == archive.head
    first, *pages = [json.loads(line) for line in files["pages/pages.jsonl"].splitlines()]
    assert first == {"format": "json-pages-1.0", "id": "pages", "title": "Utopia figures"}
    assert [page["url"] for page in pages] == [
        "https://example.org/moved?t=1",
        MEMENTO,
        *["https://www.example.net:8443/Data/?b=2&a=1"] * 2,
    ]
    assert pages[0]["ts"] == "2022-11-01T09:00:00Z"


def test_every_line_of_the_index_leads_to_its_record(archive: Archive, tmp_path: Path) -> None:
    files = members(Path(exported(archive, tmp_path / "whole.wacz").path))
    lines = index(files)
    assert len(lines) == 10
    for _, time, said in lines:
        at, length = int(said["offset"]), int(said["length"])
        raw = files[f"archive/{said['filename']}"][at : at + length]
        assert said["recordDigest"] == f"sha256:{hashlib.sha256(raw).hexdigest()}"
        head = gzip.decompress(raw).decode()
        assert f"WARC-Target-URI: {said['url']}\r\n" in head
        assert f"WARC-Payload-Digest: {said['digest']}\r\n" in head
        assert f"WARC-Date: {datetime.strptime(time + '+0000', '%Y%m%d%H%M%S%z'):%Y-%m-%dT%H:%M:%S}." in head
    assert [said.get("status") for _, _, said in lines if "mime" not in said] == ["301", "302"]
    assert {said["mime"] for _, _, said in lines if "mime" in said} == {"text/csv", "text/html", "warc/revisit"}


def test_the_index_stands_in_blocks_that_are_found_by_their_first_line(tmp_path: Path) -> None:
    with Archive(tmp_path / "archive", write=True) as archive, archive.batch():
        for n in range(1100):
            fetch(archive, b"%d" % n, day(0) + timedelta(seconds=n), address=f"https://example.org/{n % 7}")
    files = members(Path(exported(archive, tmp_path / "whole.wacz").path))
    meta, *places = files["indexes/index.idx"].decode().splitlines()
    assert json.loads(meta.removeprefix("!meta 0 ")) == {"format": "cdxj-gzip-1.0", "filename": "index.cdx.gz"}
    assert len(places) == 2
    read = []
    for place in places:
        key, time, said = place.split(" ", 2)
        where = json.loads(said)
        block = files["indexes/index.cdx.gz"][where["offset"] : where["offset"] + where["length"]]
        assert where["digest"] == f"sha256:{hashlib.sha256(block).hexdigest()}"
        lines = gzip.decompress(block).decode().splitlines()
        assert lines[0].startswith(f"{key} {time} ")
        read += lines
    assert len(read) == 1100 and read == sorted(read)


@pytest.mark.parametrize(
    ("selection", "types"),
    [
        (Selection(source="other"), ["request", "response"] * 3 + ["metadata"]),
        # The revisit of the second day, and with it the answer that has the bytes.
        (Selection(since=day(1), until=day(2)), ["request", "response", "request", "revisit"]),
        (Selection(source="s", since=day(3), until=day(4)), ["resource"]),
        (Selection(since=day(8)), ["metadata", "metadata"]),
    ],
)
def test_a_part_is_exported_as_it_is_stored(
    archive: Archive, tmp_path: Path, selection: Selection, types: list[str]
) -> None:
    done = exported(archive, tmp_path / "part.wacz", selection)
    files = members(Path(done.path))
    packed = [data for name, data in files.items() if name.startswith("archive/")]
    found = [record for data in packed for record in records(data, tmp_path)]
    assert [type for type, _ in found] == types
    assert all(name.startswith("archive/extract-") for name in files if name.startswith("archive/"))
    whole = b"".join(path.read_bytes() for path in sorted((tmp_path / "archive").glob("*.warc.gz")))
    for _, _, said in index(files):
        at, length = int(said["offset"]), int(said["length"])
        assert files[f"archive/{said['filename']}"][at : at + length] in whole
    described = json.loads(files["datapackage.json"])["tallywire"]
    assert (described["whole"], described["entries"]) == (False, len(types))


def test_nothing_simulated_is_handed_on_as_real(tmp_path: Path) -> None:
    with Archive(tmp_path / "archive", write=True) as archive:
        archive.declare_simulated(at=day(-900), real=day(0))
        fetch(archive, b"A", day(-800))
        fetch(archive, b"B", day(-700))
    done = exported(archive, tmp_path / "part.wacz", Selection(since=day(-750)))
    files = members(Path(done.path))
    assert json.loads(files["datapackage.json"])["tallywire"]["simulated"] is True
    assert [type for type, _ in records(files["archive/extract-00001.warc.gz"], tmp_path)] == ["metadata", "response"]
    with pytest.raises(ArchiveError, match="there is nothing to export"):
        exported(archive, tmp_path / "none.wacz", Selection(since=day(-600)))


@pytest.mark.parametrize("selection", [Selection(), Selection(source="nobody"), Selection(since=day(99))])
def test_nothing_to_export(archive: Archive, tmp_path: Path, selection: Selection) -> None:
    held = Archive(tmp_path / "none") if selection.whole else archive
    with pytest.raises(ArchiveError, match="there is nothing to export"):
        exported(held, tmp_path / "x.wacz", selection)
    assert not list(tmp_path.glob("x.wacz*"))


def test_a_file_that_is_there_is_not_written_over(archive: Archive, tmp_path: Path) -> None:
    (tmp_path / "x.wacz").write_bytes(b"mine")
    with pytest.raises(ArchiveError, match=r"x\.wacz: is there already"):
        exported(archive, tmp_path / "x.wacz")
    assert (tmp_path / "x.wacz").read_bytes() == b"mine"
    with pytest.raises(ArchiveError, match="cannot be written: No such file or directory"):
        exported(archive, tmp_path / "none" / "x.wacz")


@pytest.mark.parametrize("damage", ["altered", "gone"])
def test_an_altered_archive_is_not_exported(archive: Archive, tmp_path: Path, damage: str) -> None:
    entry = list(archive.entries())[4]
    path = tmp_path / "archive" / entry.file
    data = bytearray(path.read_bytes())
    data[entry.offset + 40] ^= 1
    path.unlink() if damage == "gone" else path.write_bytes(data)
    message = "cannot be read" if damage == "gone" else rf"byte {entry.offset}: entry 5 was altered"
    with pytest.raises(ArchiveError, match=message):
        exported(archive, tmp_path / "x.wacz")
    assert not list(tmp_path.glob("x.wacz*"))


def test_a_full_disk_leaves_no_half_a_file(archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("tallywire.record.wacz.os.fsync", full)
    with pytest.raises(ArchiveError, match=r"x\.wacz: cannot be written: No space left"):
        exported(archive, tmp_path / "x.wacz")
    assert not list(tmp_path.glob("x.wacz*"))


def test_what_is_appended_meanwhile_is_left_for_the_next_time(archive: Archive, tmp_path: Path) -> None:
    with Archive(tmp_path / "archive", write=True) as writer:
        fetch(writer, b"later", day(15))
    assert exported(archive, tmp_path / "x.wacz").head == archive.head
    archive.refresh()
    assert exported(archive, tmp_path / "y.wacz").head == writer.head


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("https://www.Example.org/Figures?b=2&a=1", "org,example)/figures?a=1&b=2"),
        ("http://example.org:8080/a/b/", "org,example:8080)/a/b"),
        ("http://example.org", "org,example)/"),
        ("https://example.org/a%20b#part", "org,example)/a%20b"),
        ("https://example.org:443/", "org,example)/"),
        ("https://www2.stat.example.org/", "org,example,stat)/"),
        ("https://www.org/", "org,www)/"),
        ("https://archive.example/2021id_/https://example.org/a", "example,archive)/2021id_/https:/example.org/a"),
    ],
)
def test_the_key_that_an_address_is_looked_up_by(address: str, key: str) -> None:
    assert search_key(address) == key


@settings(deadline=None)
@given(st.text(alphabet="ab/?#&=:@[].%é w", max_size=30))
def test_every_address_has_a_key(rest: str) -> None:
    assert "\n" not in search_key(f"https://{rest}")


def test_the_standard_validator_accepts_it(archive: Archive, tmp_path: Path) -> None:
    validator = tool("tools/wacz", "wacz")
    exported(archive, tmp_path / "whole.wacz")
    exported(archive, tmp_path / "part.wacz", Selection(source="other"))
    for path in (tmp_path / "whole.wacz", tmp_path / "part.wacz"):
        ran = subprocess.run([validator, "validate", "-f", path], capture_output=True, text=True, check=False)
        assert ran.returncode == 0 and "the passed WACZ is valid" in ran.stdout, ran.stdout + ran.stderr
    with zipfile.ZipFile(tmp_path / "whole.wacz") as package, zipfile.ZipFile(tmp_path / "bad.wacz", "w") as other:
        for name in package.namelist():
            data = package.read(name)
            other.writestr(name, data + b"x" if name == "archive/tallywire-00002.warc.gz" else data)
    ran = subprocess.run(
        [validator, "validate", "-f", tmp_path / "bad.wacz"], capture_output=True, text=True, check=False
    )
    assert ran.returncode == 1, "a validator that accepts everything proves nothing"


def test_the_standard_indexer_finds_the_same(archive: Archive, tmp_path: Path) -> None:
    indexer = tool("tools/wacz", "cdxj-indexer")
    own = index(members(Path(exported(archive, tmp_path / "whole.wacz").path)))
    names = sorted(str(path) for path in (tmp_path / "archive").glob("*.warc.gz"))
    ran = subprocess.run([indexer, "-s", *names], capture_output=True, text=True, check=True)
    theirs = [line.split(" ", 2) for line in ran.stdout.splitlines()]
    # Notes and imported files have no web address.
    web = [(key, time, json.loads(said)) for key, time, said in theirs if '"url": "http' in said]
    kept = ("url", "mime", "status", "digest", "length", "offset", "filename")

    def comparable(lines: list[tuple[str, str, dict[str, str]]]) -> list[tuple[str, ...]]:
        return sorted((key, time, *(said.get(name, "") for name in kept)) for key, time, said in lines)

    assert comparable(own) == comparable(web)
