"""Keys are kept out of archived addresses."""

from __future__ import annotations

import re
from urllib.parse import unquote

MARK = "REDACTED"

_NAMES = frozenset(
    {"auth", "authorization", "jwt", "sid", "session", "pass", "passwd", "pwd", "sig", "hmac", "userid", "appid"}
)
_ENDINGS = ("key", "token", "secret", "password", "signature", "credential", "sessionid")
_SEPARATORS = re.compile(r"([&;])")
_USER = re.compile(r"\A([a-zA-Z][a-zA-Z0-9+.-]*:)?(//)[^/?#]*@")
_UNFIT = re.compile(r"""[^!#-\[\]^_`a-z{|}~]""")


def redact(address: str) -> str:
    """`address` as it is archived: key-like parameters replaced, user names and passwords cut out.

    What may not stand in an address (spaces, controls, quotes, signs beyond ASCII) is percent-encoded; everything
    else is left as written.
    """
    address = _UNFIT.sub(_percent, address)
    address = _USER.sub(lambda found: (found[1] or "") + found[2], address)
    before, hash_mark, fragment = address.partition("#")
    path, question, query = before.partition("?")
    if query:
        query = _redact_pairs(query)
    if "=" in fragment:
        fragment = _redact_pairs(fragment)
    return path + question + query + hash_mark + fragment


def _percent(found: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in found[0].encode("utf-8", "surrogatepass"))


def _redact_pairs(text: str) -> str:
    return "".join(_redact_pair(part) for part in _SEPARATORS.split(text))


def _redact_pair(part: str) -> str:
    name, equals, value = part.partition("=")
    if not value or not is_key(name):
        return part
    return name + equals + MARK


def is_key(name: str) -> bool:
    """Whether a parameter or header of this name holds a key."""
    # A fragment may look like a path of its own: #/page?token=...
    bare = re.sub(r"[^a-z0-9]", "", unquote(name).rpartition("?")[2].lower())
    return bare in _NAMES or bare.endswith(_ENDINGS)
