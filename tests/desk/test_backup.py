"""Backups: made while others write, added to, proved when they are restored, and never taken for whole when not."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tarfile
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import msgspec
import pytest

from tallywire.desk import DeskDB, Newsroom, leads, rebuild, verify_newsroom
from tallywire.desk.backing_up import BackedUp, back_up, copy_desk
from tallywire.desk.backing_up_manifest import MANIFEST, Manifest, manifest_from
from tallywire.desk.backing_up_restore import Restored, restore
from tallywire.desk.stories import published
from tallywire.errors import ArchiveError, NewsroomError, TallywireError, UsageError
from tallywire.record import Archive, Store
from tests.desk.making import day, figures, let_out, put, reopened, simulated, source_text, watch
from tests.watch.server import Site, serving

PAGE = "/counts.csv"
SERIES = "prisons/people"
MADE = day(50)
FORMS = ["folder", "tar"]


def page(number: int) -> dict[str, str]:
    return {f"20{10 + n // 12}-{n % 12 + 1:02}": str(300000 + 17 * n) for n in range(number)}


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with serving() as site:
        yield site


@pytest.fixture(scope="module")
def watched(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A newsroom that watched a page twice, told what it found, and has an event file."""
    folder = tmp_path_factory.mktemp("watched") / "newsroom"
    put(site, PAGE, page(30))
    with simulated(folder, {"prisons.toml": source_text("prisons", site.address(PAGE))}) as newsroom:
        (folder / "events" / "amnesties.csv").write_text(
            "id,kind,name,began\none,amnesty,An amnesty,2011-12-18\n", encoding="utf-8"
        )
        watch(newsroom, day(1))
        put(site, PAGE, {**page(30), "2012-07": "280000"})
        watch(newsroom, day(2))
        let_out(newsroom, leads(newsroom, newsroom.as_of()))
    return folder


@pytest.fixture
def folder(watched: Path, tmp_path: Path) -> Path:
    """Its own copy for each test."""
    return shutil.copytree(watched, tmp_path / "newsroom")


@pytest.fixture(params=FORMS)
def target(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    return tmp_path / ("backup.tar" if request.param == "tar" else "backup")


def again(folder: Path, site: Site, number: int) -> None:
    """One more release."""
    put(site, PAGE, {**page(30), "2012-07": str(280000 + number)})
    with reopened(folder, day(number)) as newsroom:
        watch(newsroom, day(number))


def tree(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != ".lock"
    }


def manifest(backup: Path) -> Manifest:
    return manifest_from((backup / MANIFEST).read_bytes(), "")


def same(restored: Path, folder: Path) -> None:
    """The restored newsroom says what the other one says."""
    assert verify_newsroom(restored) == verify_newsroom(folder)
    with Newsroom(restored) as one, Newsroom(folder) as other:
        assert list(one.archive.releases()) == list(other.archive.releases())
        assert list(one.archive.notices()) == list(other.archive.notices())
        assert one.record.same_as(other.record) == ()
        assert one.settings == other.settings and one.sources == other.sources
        assert published(DeskDB(one.desk)) == published(DeskDB(other.desk)) != ()


def test_what_is_restored_is_the_newsroom(folder: Path, target: Path, tmp_path: Path) -> None:
    words: list[str] = []
    done = back_up(folder, target, made=MADE, progress=words.append)
    with Newsroom(folder) as newsroom:
        assert (done.entries, done.head) == (newsroom.archive.count, newsroom.archive.head)
    assert done.added == sum(path.stat().st_size for path in (folder / "archive").glob("*.gz"))
    assert words[0] == "desk.db" and words[-1] == "tallywire.toml"
    assert words.index("archive/tallywire-00001.warc.gz") > max(
        n for n, word in enumerate(words) if word.startswith("record/")
    )
    restored = restore(target, tmp_path / "again")
    assert restored == Restored(str(tmp_path / "again"), done.entries, done.head, 0)
    same(tmp_path / "again", folder)
    assert not (tmp_path / "again" / "site").exists()
    with reopened(tmp_path / "again", day(3)) as newsroom:
        assert rebuild(newsroom).differences == ()


def test_a_folder_is_added_to(folder: Path, site: Site, tmp_path: Path) -> None:
    target = tmp_path / "backup"
    back_up(folder, target, made=MADE)
    kept = target / "archive" / "tallywire-00001.warc.gz"
    first, number = kept.read_bytes(), kept.stat().st_ino
    nothing = back_up(folder, target, made=MADE)
    assert nothing.added == 0
    again(folder, site, 5)
    more = back_up(folder, target, made=MADE)
    assert kept.read_bytes().startswith(first) and kept.stat().st_ino == number
    assert more.added == kept.stat().st_size - len(first) > 0
    assert [path.name for path in target.glob("state-*")] == ["state-3"]
    restore(target, tmp_path / "again")
    same(tmp_path / "again", folder)


def test_archive_files_that_are_full_are_kept_as_they_are(tmp_path: Path, folder: Path) -> None:
    shutil.rmtree(folder / "record")
    target = tmp_path / "backup"
    with Archive(folder / "archive", write=True, rotate_at=3000) as archive:
        for n in range(12):
            archive.append_note(at=day(3), real=day(3), topic="remark", fields={"n": os.urandom(200).hex()})
            if n % 4 == 3:
                back_up(folder, target, made=MADE)
    assert len(manifest(target).archive) > 2
    done = restore(target, tmp_path / "again")
    assert (done.entries, done.head, done.derived) == (archive.count, archive.head, 3)


def test_what_was_recorded_after_the_record_was_copied_is_derived(
    folder: Path, site: Site, target: Path, tmp_path: Path
) -> None:
    def meanwhile(word: str) -> None:
        if word == "archive/tallywire-00001.warc.gz":
            return
        if word.startswith("record/") and not late:
            late.append(word)
            again(folder, site, 5)

    late: list[str] = []
    done = back_up(folder, target, made=MADE, progress=meanwhile)
    restored = restore(target, tmp_path / "again")
    assert late and restored.derived == 1 and restored.entries == done.entries
    same(tmp_path / "again", folder)


WATCHES = """
import sys
from pathlib import Path
from tests.desk.making import day, put, reopened, watch
from tests.watch.server import serving

folder, text = Path(sys.argv[1]), (Path(sys.argv[1]) / "sources" / "prisons.toml").read_text()
address = text.split('address = "')[1].split('"')[0]
with serving() as site:
    (folder / "sources" / "prisons.toml").write_text(text.replace(address, site.address("/counts.csv")))
    for number in range(5, 400):
        put(site, "/counts.csv", {"2012-07": str(280000 + number), "2012-08": str(270000 - number)})
        with reopened(folder, day(number)) as newsroom:
            watch(newsroom, day(number))
        print(number, flush=True)
"""


def test_backups_while_another_process_watches(folder: Path, tmp_path: Path) -> None:
    watching = subprocess.Popen([sys.executable, "-c", WATCHES, str(folder)], stdout=subprocess.PIPE, text=True)
    try:
        assert watching.stdout is not None
        entries = []
        for number in range(4):
            watching.stdout.readline()
            entries.append(back_up(folder, tmp_path / "backup", made=MADE).entries)
            done = restore(tmp_path / "backup", tmp_path / f"again-{number}")
            assert done.entries == entries[-1]
            proof = verify_newsroom(tmp_path / f"again-{number}", head=done.head)
            assert proof.ok and proof.observations >= 32
        assert entries == sorted(entries) and entries[-1] > entries[0]
    finally:
        watching.kill()
        watching.communicate()


def test_the_desk_is_copied_as_of_one_moment_while_it_is_written_to(folder: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(folder / "desk.db")) as desk:
        desk.execute("CREATE TABLE pairs (one INTEGER, two INTEGER)")
        desk.executemany("INSERT INTO pairs VALUES (?, ?)", [(n, n) for n in range(20_000)])
        desk.commit()
    stop = threading.Event()

    def write() -> None:
        with closing(sqlite3.connect(folder / "desk.db", timeout=30)) as own:
            number = 0
            while not stop.is_set():
                number += 1
                with own:
                    own.execute("UPDATE pairs SET one = ?", (number,))
                    own.execute("UPDATE pairs SET two = ?", (number,))

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(5):
            copy = tmp_path / f"desk-{number}.db"
            copy_desk(folder / "desk.db", copy)
            with closing(sqlite3.connect(copy)) as read:
                assert read.execute("SELECT count(*) FROM pairs WHERE one != two").fetchone() in ((0,), (20_000,))
                [[wrong]] = read.execute("SELECT count(DISTINCT one - two) FROM pairs").fetchall()
                assert wrong == 1
    finally:
        stop.set()
        writer.join()


def test_a_newsroom_without_anything(tmp_path: Path, target: Path) -> None:
    from tallywire.desk import init

    init(tmp_path / "newsroom")
    assert back_up(tmp_path / "newsroom", target, made=MADE).entries == 0
    assert restore(target, tmp_path / "again").entries == 0
    assert tree(tmp_path / "again").keys() >= {"tallywire.toml", "sources/example.toml.txt"}


# A backup that was broken off


@pytest.mark.parametrize("after", ["desk.db", "record/", "archive/", "sources/"])
def test_a_backup_that_was_broken_off_leaves_the_one_before(
    folder: Path, site: Site, tmp_path: Path, after: str
) -> None:
    target = tmp_path / "backup"
    before = back_up(folder, target, made=MADE)
    again(folder, site, 5)

    def full(word: str) -> None:
        if seen and not word.startswith(after):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(target))
        if word.startswith(after):
            seen.append(word)

    seen: list[str] = []
    with pytest.raises(NewsroomError, match="cannot be backed up: No space left on device"):
        back_up(folder, target, made=MADE, progress=full)
    done = restore(target, tmp_path / "again")
    assert (done.entries, done.head) == (before.entries, before.head)
    whole = back_up(folder, target, made=MADE)
    assert whole.entries > before.entries
    assert len(list(target.glob("state-*"))) == 1
    restore(target, tmp_path / "once-more")
    same(tmp_path / "once-more", folder)


@pytest.mark.parametrize("at", ["desk.db", "archive/"])
def test_a_first_backup_that_was_broken_off_is_no_backup(folder: Path, target: Path, tmp_path: Path, at: str) -> None:
    def stop(word: str) -> None:
        if word.startswith(at):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with pytest.raises(NewsroomError, match="No space left on device"):
        back_up(folder, target, made=MADE, progress=stop)
    with pytest.raises(TallywireError):
        restore(target, tmp_path / "again")
    assert not (tmp_path / "again").exists()
    assert not list(tmp_path.glob("*.part"))
    back_up(folder, target, made=MADE)
    restore(target, tmp_path / "again")
    same(tmp_path / "again", folder)


FILLS = """
import resource, sys
from datetime import UTC, datetime
from pathlib import Path
import signal
from tallywire.desk.backing_up import back_up
from tallywire.errors import NewsroomError

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
most = int(sys.argv[3])
resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
try:
    back_up(Path(sys.argv[1]), Path(sys.argv[2]), made=datetime.now(UTC))
except NewsroomError as error:
    print(error.message)
    sys.exit(error.exit_code)
"""


@pytest.mark.parametrize("most", [500, 4000, 60_000])
def test_a_file_that_cannot_be_written_whole_is_told(folder: Path, target: Path, tmp_path: Path, most: int) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", FILLS, str(folder), str(target), str(most)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert ran.returncode == 2, ran.stderr
    assert "cannot be" in ran.stdout and "Traceback" not in ran.stderr
    with pytest.raises(TallywireError):
        restore(target, tmp_path / "again")
    back_up(folder, target, made=MADE)
    restore(target, tmp_path / "again")
    same(tmp_path / "again", folder)


KILLED = """
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from tallywire.desk.backing_up import back_up

left = int(sys.argv[3])

def step(word):
    global left
    left -= 1
    if left < 0:
        os.kill(os.getpid(), signal.SIGKILL)

back_up(Path(sys.argv[1]), Path(sys.argv[2]), made=datetime.now(UTC), progress=step)
"""


@pytest.mark.parametrize("steps", [0, 5])
def test_a_backup_that_is_killed_leaves_the_one_before(folder: Path, site: Site, tmp_path: Path, steps: int) -> None:
    target = tmp_path / "backup"
    before = back_up(folder, target, made=MADE)
    again(folder, site, 5)
    ran = subprocess.run(
        [sys.executable, "-c", KILLED, str(folder), str(target), str(steps)], check=False, timeout=60
    )
    assert ran.returncode == -signal.SIGKILL
    assert restore(target, tmp_path / "again").entries == before.entries
    assert back_up(folder, target, made=MADE).entries > before.entries
    restore(target, tmp_path / "once-more")
    same(tmp_path / "once-more", folder)


def test_no_room_is_told_before_the_archive_is_copied(
    folder: Path, target: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    usage = type(shutil.disk_usage(tmp_path))
    with monkeypatch.context() as patch:
        patch.setattr("tallywire.desk.backing_up.shutil.disk_usage", lambda _: usage(1000, 990, 10))
        with pytest.raises(NewsroomError, match=r"bytes of the archive are to be copied, and 10 are free"):
            back_up(folder, target, made=MADE)
    back_up(folder, target, made=MADE)
    with monkeypatch.context() as patch:
        patch.setattr("tallywire.desk.backing_up_restore.shutil.disk_usage", lambda _: usage(1000, 990, 10))
        with pytest.raises(NewsroomError, match="bytes are needed, and 10 are free"):
            restore(target, tmp_path / "again")
    assert not (tmp_path / "again").exists()


# What is refused


def test_another_newsrooms_backup_is_not_written_over(folder: Path, site: Site, tmp_path: Path) -> None:
    target = tmp_path / "backup"
    other = tmp_path / "other"
    with simulated(other, {"prisons.toml": source_text("prisons", site.address(PAGE))}) as newsroom:
        for number in range(1, 9):
            put(site, PAGE, page(number))
            watch(newsroom, day(number))
    back_up(folder, target, made=MADE)
    kept = tree(target)
    with pytest.raises(NewsroomError, match="holds another archive than this newsroom's"):
        back_up(other, target, made=MADE)
    assert restore(target, tmp_path / "again").head == json.loads(kept[MANIFEST])["head"]
    back_up(other, tmp_path / "two", made=MADE)
    with pytest.raises(NewsroomError, match=r"entries, and this newsroom's archive only"):
        back_up(folder, tmp_path / "two", made=MADE)


def test_a_kept_file_that_was_altered_is_not_added_to(folder: Path, site: Site, tmp_path: Path) -> None:
    target = tmp_path / "backup"
    back_up(folder, target, made=MADE)
    again(folder, site, 5)
    kept = target / "archive" / "tallywire-00001.warc.gz"
    data = bytearray(kept.read_bytes())
    data[len(data) // 2] ^= 1
    for changed in (bytes(data), bytes(data[:-9])):
        kept.write_bytes(changed)
        with pytest.raises(NewsroomError, match="was altered since it was backed up"):
            back_up(folder, target, made=MADE)
        assert kept.read_bytes() == changed


def test_an_altered_archive_is_not_backed_up(folder: Path, target: Path, tmp_path: Path) -> None:
    path = folder / "archive" / "tallywire-00001.warc.gz"
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    with pytest.raises(ArchiveError, match="was altered"):
        back_up(folder, target, made=MADE)
    with pytest.raises(TallywireError):
        restore(target, tmp_path / "again")


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("backup.tar.gz", "a backup is a folder or a .tar file"),
        ("backup.zip", "a backup is a folder or a .tar file"),
        ("newsroom/backup", "lies in the newsroom itself"),
        ("newsroom", "lies in the newsroom itself"),
        ("mine", "holds something else than a backup: letter.tar"),
        ("mine/letter.txt", "is not a folder"),
        ("mine/letter.tar", "is there already"),
        ("none/backup.tar", "No such file or directory"),
    ],
)
def test_a_place_that_is_none(folder: Path, tmp_path: Path, name: str, message: str) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("Dear")
    (tmp_path / "mine" / "letter.tar").write_text("Dear")
    before = tree(tmp_path)
    with pytest.raises((NewsroomError, UsageError), match=message):
        back_up(folder, tmp_path / name, made=MADE)
    assert tree(tmp_path) == before


def test_nothing_is_restored_over_something(folder: Path, target: Path, tmp_path: Path) -> None:
    back_up(folder, target, made=MADE)
    with pytest.raises(NewsroomError, match="is not an empty folder"):
        restore(target, folder)
    (tmp_path / "file").write_text("")
    with pytest.raises(NewsroomError, match="is not an empty folder"):
        restore(target, tmp_path / "file")
    (tmp_path / "empty").mkdir()
    assert restore(target, tmp_path / "empty").entries
    for missing in (tmp_path / "none", tmp_path / "file"):
        with pytest.raises(NewsroomError):
            restore(missing, tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_every_altered_file_is_found(folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "backup"
    back_up(folder, target, made=MADE)
    whole = tree(target)
    for name, data in whole.items():
        if name == MANIFEST or not data:
            continue
        for changed in (data[:-1] + bytes([data[-1] ^ 1]), data[:-1], None):
            (target / name).unlink() if changed is None else (target / name).write_bytes(changed)
            with pytest.raises(NewsroomError):
                restore(target, tmp_path / "again")
            assert not (tmp_path / "again").exists()
        (target / name).write_bytes(data)
    # What a backup that was broken off had added is not looked at.
    name = "archive/tallywire-00001.warc.gz"
    (target / name).write_bytes(whole[name] + b"more")
    restore(target, tmp_path / "again")
    same(tmp_path / "again", folder)


def edited(change: Callable[[dict[str, object]], None]) -> Callable[[Path], None]:
    def edit(target: Path) -> None:
        raw = json.loads((target / MANIFEST).read_bytes())
        change(raw)
        (target / MANIFEST).write_text(json.dumps(raw))

    return edit


def climb(raw: dict[str, object]) -> None:
    raw["files"] = [{"path": "sources/../../escaped", "size": 1, "sha256": "0" * 64}]


def absolute(raw: dict[str, object]) -> None:
    raw["files"] = [{"path": "/tmp/escaped", "size": 1, "sha256": "0" * 64}]


def elsewhere(raw: dict[str, object]) -> None:
    raw["archive"] = [{"path": "archive/../desk.db", "size": 1, "sha256": "0" * 64, "entry": 1, "hash": ""}]


def stray(raw: dict[str, object]) -> None:
    raw["state"] = "../newsroom"


def twice(raw: dict[str, object]) -> None:
    files = raw["files"]
    assert isinstance(files, list)
    raw["files"] = [*files, files[0]]


def newer(raw: dict[str, object]) -> None:
    raw["schema"] = "tallywire.backup/9"


def other_head(raw: dict[str, object]) -> None:
    raw["head"] = hashlib.sha256(b"another").hexdigest()


def fewer(raw: dict[str, object]) -> None:
    raw["entries"] = 1


@pytest.mark.parametrize("change", [climb, absolute, elsewhere, stray, twice, newer, other_head, fewer])
def test_a_manifest_that_does_not_fit_restores_nothing(
    folder: Path, tmp_path: Path, change: Callable[[dict[str, object]], None]
) -> None:
    target = tmp_path / "backup"
    back_up(folder, target, made=MADE)
    edited(change)(target)
    before = tree(tmp_path)
    with pytest.raises(NewsroomError):
        restore(target, tmp_path / "again")
    assert tree(tmp_path) == before and not (tmp_path / "again").exists()


@pytest.mark.parametrize("raw", [b"", b"{", b"[]", b"{}", b"\xff", b'{"schema": 1}'])
def test_a_manifest_that_is_none(folder: Path, tmp_path: Path, raw: bytes) -> None:
    target = tmp_path / "backup"
    back_up(folder, target, made=MADE)
    (target / MANIFEST).write_bytes(raw)
    with pytest.raises(NewsroomError, match="is no manifest of a backup"):
        restore(target, tmp_path / "again")
    with pytest.raises(NewsroomError, match="is no manifest of a backup"):
        back_up(folder, target, made=MADE)


def test_a_tar_file_with_a_link_in_it_writes_nothing_elsewhere(folder: Path, tmp_path: Path) -> None:
    back_up(folder, tmp_path / "good.tar", made=MADE)
    with tarfile.open(tmp_path / "good.tar") as good, tarfile.open(tmp_path / "bad.tar", "w") as bad:
        link = tarfile.TarInfo("state-1/desk.db")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        bad.addfile(link)
        for member in good:
            if member.name != "state-1/desk.db":
                bad.addfile(member, good.extractfile(member))
    with pytest.raises(NewsroomError, match=r"it has no state-1/desk\.db"):
        restore(tmp_path / "bad.tar", tmp_path / "again")
    assert not (tmp_path / "again").exists()


@pytest.mark.parametrize("kept", [0, 100, 5000, -2000])
def test_a_tar_file_that_was_cut_off(folder: Path, tmp_path: Path, kept: int) -> None:
    back_up(folder, tmp_path / "good.tar", made=MADE)
    data = (tmp_path / "good.tar").read_bytes()
    end = data.rindex(b"tallywire-backup.json") if kept < 0 else kept
    (tmp_path / "cut.tar").write_bytes(data[:end])
    with pytest.raises(NewsroomError):
        restore(tmp_path / "cut.tar", tmp_path / "again")
    assert not (tmp_path / "again").exists()


def test_any_tar_lists_a_backup(folder: Path, tmp_path: Path) -> None:
    done = back_up(folder, tmp_path / "backup.tar", made=MADE)
    with tarfile.open(tmp_path / "backup.tar") as tar:
        names = tar.getnames()
        assert names[0] == "state-1/desk.db" and names[-1] == MANIFEST
        assert all(member.mode == 0o600 for member in tar)
        held = {name: len(file.read()) for name in names if (file := tar.extractfile(name)) is not None}
    assert sum(held.values()) - held[MANIFEST] == done.size
    assert (tmp_path / "backup.tar").stat().st_mode & 0o777 == 0o600


def test_a_backup_says_what_it_is(folder: Path, tmp_path: Path) -> None:
    done = back_up(folder, tmp_path / "backup", made=MADE)
    found = manifest(tmp_path / "backup")
    assert (found.made, found.title, found.simulated) == (MADE, "Newsroom", True)
    assert (found.entries, found.head) == (done.entries, done.head)
    assert isinstance(done, BackedUp) and done.size == found.size
    assert {kept.path.partition("/")[0] for kept in found.files} == {
        "desk.db",
        "record",
        "events",
        "sources",
        "tallywire.toml",
    }
    assert msgspec.json.decode(msgspec.json.encode(found), type=Manifest) == found


def test_a_record_that_this_version_cannot_read_is_made_anew(folder: Path, tmp_path: Path) -> None:
    def older(self: Store) -> None:
        raise NewsroomError("it was made by an earlier version of Tallywire")

    back_up(folder, tmp_path / "backup", made=MADE)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Store, "check", older)
        done = restore(tmp_path / "backup", tmp_path / "again")
    assert done.derived == 3
    same(tmp_path / "again", folder)
    assert (tmp_path / "again" / "record.damaged").is_dir()


def test_watching_goes_on_after_a_restore(folder: Path, site: Site, tmp_path: Path) -> None:
    back_up(folder, tmp_path / "backup", made=MADE)
    restore(tmp_path / "backup", tmp_path / "again")
    put(site, PAGE, {**page(30), "2012-07": "280000"})
    with reopened(tmp_path / "again", day(7)) as newsroom:
        assert figures(newsroom, SERIES) == {**page(30), "2012-07": "280000"}
        assert [each.state for each in watch(newsroom, day(7))] == ["unchanged"]
    assert verify_newsroom(tmp_path / "again").ok
