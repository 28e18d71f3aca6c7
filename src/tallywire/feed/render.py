"""Templates into bytes: one environment, one policy, no character that HTML or XML forbids."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping
from functools import cache
from importlib import resources

from jinja2 import Environment, PackageLoader, StrictUndefined

_FORBIDDEN = re.compile("[^\t\n\r\x20-\x7e\xa0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd\U00010000-\U0010ffff]")


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("tallywire.feed"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )


def clean(text: str) -> str:
    """Replace what no page or feed may carry (controls, lone surrogates, non-characters) by U+FFFD, one for one."""
    return _FORBIDDEN.sub("\ufffd", text)


def fill(template: str, values: Mapping[str, object]) -> str:
    """A template of the package filled in; every value is escaped, unset names are errors."""
    return clean(_environment().get_template(template).render(values))


@cache
def asset(name: str) -> str:
    """The text of a file that lies beside the templates."""
    return resources.files("tallywire.feed").joinpath("templates", name).read_text(encoding="utf-8")


def style_source(css: str) -> str:
    """The policy source that allows exactly this inline style sheet."""
    digest = base64.b64encode(hashlib.sha256(css.encode("utf-8")).digest()).decode("ascii")
    return f"'sha256-{digest}'"


def policy(*, frame_style: str = "", scripts: bool = False, form: bool = False) -> str:
    """The Content Security Policy of a page: own style sheet and images, nothing from elsewhere.

    The site may be asked for its own files from within a page, as those do who look for its robots.txt. Scripts,
    and forms to the site itself, only where a page has them. A sandboxed frame inherits the policy of the page
    around it, so the hash of its style is allowed there too.
    """
    styles = f"'self' {style_source(frame_style)}" if frame_style else "'self'"
    frames = "; frame-src 'self'" if frame_style else ""
    own = "; script-src 'self'" if scripts else ""
    target = "'self'" if form else "'none'"
    return (
        f"default-src 'none'; style-src {styles}; img-src 'self'; connect-src 'self'; base-uri 'none'; "
        f"form-action {target}{own}{frames}"
    )
