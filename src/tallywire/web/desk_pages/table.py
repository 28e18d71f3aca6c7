"""The desk's addresses: path, methods, what answers them, and the least role that may ask."""

from __future__ import annotations

from tallywire.web import accounts_pages
from tallywire.web.desk_pages import (
    checks,
    choices,
    desk_list,
    editing,
    finding,
    history_page,
    log_page,
    people,
    publishing,
)
from tallywire.web.desk_pages.steps import taking
from tallywire.web.session import LOG_IN, Endpoint, Role

GET, POST = ("GET",), ("POST",)
STORY = "/desk/stories/{id}"
ACCOUNT = "/desk/people/{account}"

Entry = tuple[str, tuple[str, ...], Endpoint, Role]

DESK_WAYS: tuple[Entry, ...] = (
    ("/accept", GET, accounts_pages.accept_form, "nobody"),
    ("/accept", POST, accounts_pages.accepted, "nobody"),
    (LOG_IN, GET, accounts_pages.login_form, "nobody"),
    (LOG_IN, POST, accounts_pages.logged_in, "nobody"),
    ("/logout", POST, accounts_pages.logged_out, "reporter"),
    ("/account", GET, accounts_pages.account_page, "reporter"),
    ("/account", POST, accounts_pages.password_changed, "reporter"),
    ("/account/log-out-everywhere", POST, accounts_pages.everywhere_out, "reporter"),
    ("/desk", GET, desk_list.desk, "reporter"),
    ("/desk/find", POST, finding.find, "reporter"),
    ("/desk/site", POST, finding.write_site, "editor"),
    ("/desk/new", GET, editing.new_form, "reporter"),
    ("/desk/new", POST, editing.written, "reporter"),
    ("/desk/new/verdicts", POST, editing.verdicts, "reporter"),
    (STORY, GET, desk_list.story, "reporter"),
    (f"{STORY}/edit", GET, editing.edit_form, "reporter"),
    (f"{STORY}/edit", POST, editing.edited, "reporter"),
    (f"{STORY}/verdicts", POST, editing.verdicts, "reporter"),
    (f"{STORY}/undo", POST, taking("undo"), "reporter"),
    (f"{STORY}/approve", POST, taking("approve"), "editor"),
    (f"{STORY}/unapprove", POST, taking("unapprove"), "editor"),
    (f"{STORY}/dismiss", POST, taking("dismiss"), "editor"),
    (f"{STORY}/restore", POST, taking("restore"), "editor"),
    (f"{STORY}/publish", POST, publishing.published, "editor"),
    (f"{STORY}/settle", POST, taking("settle"), "editor"),
    (f"{STORY}/withdraw", POST, taking("withdraw"), "editor"),
    (f"{STORY}/reinstate", POST, taking("reinstate"), "editor"),
    ("/desk/mutes", GET, choices.mutes_page, "reporter"),
    ("/desk/mutes", POST, choices.muted, "editor"),
    ("/desk/rules", GET, choices.rules_page, "reporter"),
    ("/desk/rules", POST, choices.ruled, "editor"),
    ("/desk/history", GET, history_page.history_page, "reporter"),
    ("/desk/log", GET, log_page.log_page, "reporter"),
    ("/desk/checks", GET, checks.checks_page, "reporter"),
    ("/desk/checks/{id}", GET, checks.check_page, "reporter"),
    ("/desk/checks/{id}/ledger", POST, checks.ledger, "editor"),
    ("/desk/checks/{id}/drop", POST, checks.dropped, "reporter"),
    ("/desk/people", GET, people.people_page, "editor"),
    ("/desk/people/invite", POST, people.invited, "editor"),
    ("/desk/people/take-back", POST, people.taken_back, "editor"),
    (f"{ACCOUNT}/role", POST, people.role_set, "editor"),
    (f"{ACCOUNT}/close", POST, people.closed, "editor"),
    (f"{ACCOUNT}/open", POST, people.opened, "editor"),
    (f"{ACCOUNT}/log-out", POST, people.logged_out, "editor"),
    (f"{ACCOUNT}/reset", POST, people.reset, "editor"),
)
