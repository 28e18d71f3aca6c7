"""The newsroom folder, and everything that is done in it: watch, import, find, tell, publish, check, verify."""

from tallywire.desk.checking import Checked, check_text
from tallywire.desk.clock import Clock, RealClock, SetClock
from tallywire.desk.finding import NEWS_DAYS, leads
from tallywire.desk.imports import Imported, import_history
from tallywire.desk.looking import Looked, look_for_news
from tallywire.desk.newsroom import SIMULATED, Newsroom, Settings, init
from tallywire.desk.publishing import Published, edition, publish
from tallywire.desk.rebuilding import Rebuilt, rebuild, rebuild_newsroom
from tallywire.desk.store import DeskDB
from tallywire.desk.verifying import verify_newsroom
from tallywire.desk.watching import (
    Loop,
    Pulse,
    SourceStanding,
    Ticking,
    Told,
    Watched,
    catch_up,
    chosen,
    standings,
    states,
    take_in_events,
    watch_on,
    watch_once,
)

__all__ = [
    "NEWS_DAYS",
    "SIMULATED",
    "Checked",
    "Clock",
    "DeskDB",
    "Imported",
    "Looked",
    "Loop",
    "Newsroom",
    "Published",
    "Pulse",
    "RealClock",
    "Rebuilt",
    "SetClock",
    "Settings",
    "SourceStanding",
    "Ticking",
    "Told",
    "Watched",
    "catch_up",
    "check_text",
    "chosen",
    "edition",
    "import_history",
    "init",
    "leads",
    "look_for_news",
    "publish",
    "rebuild",
    "rebuild_newsroom",
    "standings",
    "states",
    "take_in_events",
    "verify_newsroom",
    "watch_on",
    "watch_once",
]
