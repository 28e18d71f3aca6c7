"""Which addresses may be fetched: public web servers, and private hosts only where the source names them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

import httpx2
import msgspec

from tallywire.errors import RefusedError

MAX_ADDRESS = 4096
PORTS = frozenset({80, 443})
FIRST_FREE_PORT = 1024
IP = IPv4Address | IPv6Address

_ODD = re.compile(r"[\x00-\x20\x7f-\xa0\\<>\"^`{|}\u00ad\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff\ufff0-\uffff]")
_AUTHORITY = re.compile(r"(?P<scheme>[a-zA-Z][a-zA-Z0-9+.-]*)://(?P<authority>[^/?#]*)")
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\Z")
_NUMERIC_LABEL = re.compile(r"(?:[0-9]+|0x[0-9a-f]*)\Z")
_DOTTED = re.compile(r"(?:0|[1-9][0-9]{0,2})(?:\.(?:0|[1-9][0-9]{0,2})){3}\Z")
_LOCAL_NAMES = ("localhost", "local", "internal", "intranet", "lan", "home.arpa", "localdomain")

# A source may open these for its own host by naming it.
_PRIVATE = tuple(
    (ip_network(network), why)
    for network, why in (
        ("127.0.0.0/8", "loopback"),
        ("10.0.0.0/8", "private"),
        ("172.16.0.0/12", "private"),
        ("192.168.0.0/16", "private"),
        ("100.64.0.0/10", "carrier-grade NAT"),
        ("::1/128", "loopback"),
        ("fc00::/7", "private"),
    )
)
# These are never fetched. The metadata services come first, as some lie within private space.
_NEVER = tuple(
    (ip_network(network), why)
    for network, why in (
        ("169.254.169.254/32", "a cloud's metadata service"),
        ("100.100.100.200/32", "a cloud's metadata service"),
        ("192.0.0.192/32", "a cloud's metadata service"),
        ("168.63.129.16/32", "a cloud's metadata service"),
        ("fd00:ec2::/32", "a cloud's metadata service"),
        ("fd20:ce::254/128", "a cloud's metadata service"),
        ("0.0.0.0/8", "unspecified"),
        ("169.254.0.0/16", "link-local"),
        ("192.0.0.0/24", "reserved"),
        ("192.0.2.0/24", "for documentation"),
        ("192.88.99.0/24", "6to4 relay"),
        ("198.18.0.0/15", "for benchmarks"),
        ("198.51.100.0/24", "for documentation"),
        ("203.0.113.0/24", "for documentation"),
        ("224.0.0.0/4", "multicast"),
        ("240.0.0.0/4", "reserved"),
        ("::/128", "unspecified"),
        ("::ffff:0:0/96", "an IPv4 address inside IPv6"),
        ("::ffff:0:0:0/96", "an IPv4 address inside IPv6"),
        ("64:ff9b::/96", "an IPv4 address inside IPv6 (NAT64)"),
        ("64:ff9b:1::/48", "an IPv4 address inside IPv6 (NAT64)"),
        ("100::/64", "discarded"),
        ("2001::/32", "an IPv4 address inside IPv6 (Teredo)"),
        ("2001:db8::/32", "for documentation"),
        ("2002::/16", "an IPv4 address inside IPv6 (6to4)"),
        ("3fff::/20", "for documentation"),
        ("fe80::/10", "link-local"),
        ("fec0::/10", "site-local"),
        ("ff00::/8", "multicast"),
    )
)
_PUBLIC_V6 = ip_network("2000::/3")
_ISATAP = (b"\x00\x00\x5e\xfe", b"\x02\x00\x5e\xfe")


class Target(msgspec.Struct, frozen=True):
    """An address that passed: its form for the wire, scheme, host in ASCII, and port.

    authority: host and port as in a Host header. path: path and query as in a request line.
    """

    address: str
    scheme: str
    host: str
    port: int
    authority: str
    path: str


def check_address(address: str, allow_hosts: Collection[str] = ()) -> Target:
    """The target that `address` means; raises RefusedError for one that must not be fetched.

    What its host resolves to is checked again by `check_ip` when the connection is made.
    """
    shown = address[:120]
    if len(address) > MAX_ADDRESS:
        raise RefusedError(f"an address of {len(address)} characters is refused", hint=f"At most {MAX_ADDRESS}")
    if odd := _ODD.search(address):
        raise RefusedError(f"{shown!r} holds {odd[0]!r}", hint="Write it percent-encoded, or remove it")
    parts = _AUTHORITY.match(address)
    if parts is None or parts["scheme"].lower() not in {"http", "https"}:
        raise RefusedError(f"{shown!r} is no web address", hint="Only http:// and https:// are fetched")
    if "@" in parts["authority"]:
        raise RefusedError("an address with a user name or password in it is refused", hint="Remove them")
    try:
        url = httpx2.URL(address)
        host = url.raw_host.decode("ascii").lower()
    except (httpx2.InvalidURL, ValueError) as error:
        raise RefusedError(f"{shown!r} is no web address ({error})") from None
    _check_as_written(parts["authority"], host, shown)
    port = url.port if url.port is not None else (443 if url.scheme == "https" else 80)
    if port not in PORTS and not FIRST_FREE_PORT <= port <= 65535:
        raise RefusedError(f"port {port} is refused", where=shown, hint="Ports 80, 443 and from 1024 are fetched")
    _check_host(host, allow_hosts)
    return Target(
        address=str(url),
        scheme=url.scheme,
        host=host,
        port=port,
        authority=url.netloc.decode("ascii"),
        path=url.raw_path.decode("ascii"),
    )


def check_ip(ip: IP, host: str, allow_hosts: Collection[str] = ()) -> None:
    """Raises RefusedError unless `ip` is public, or `host` is allowed and `ip` is private or loopback."""
    for network, why in _NEVER:
        if ip in network:
            raise RefusedError(f"{ip} is {why} and is refused", where=host)
    for network, why in _PRIVATE:
        if ip in network:
            if allowed(host, allow_hosts):
                return
            raise RefusedError(
                f"{ip} is {why} and is refused",
                where=host,
                hint=f'Allow it with allow_hosts = ["{host}"] in the source',
            )
    if isinstance(ip, IPv6Address) and (ip not in _PUBLIC_V6 or ip.packed[8:12] in _ISATAP):
        raise RefusedError(f"{ip} is no public address and is refused", where=host)
    if not ip.is_global:
        raise RefusedError(f"{ip} is no public address and is refused", where=host)


def allowed(host: str, allow_hosts: Collection[str]) -> bool:
    return host in {name.lower().strip("[]") for name in allow_hosts}


def _check_as_written(authority: str, host: str, shown: str) -> None:
    """Refuses hosts that other software reads as another host than is written here."""
    written = authority.lower()
    if "%" in written:
        raise RefusedError(f"{shown!r} has a % in its host", hint="Write the host plainly")
    if not written.isascii():
        name = written.rsplit(":", 1)[0]
        if unicodedata.normalize("NFKC", name) != name or "。" in name or "xn--" not in host:
            raise RefusedError(
                f"{shown!r} has letters in its host that stand for others", hint="Write the host plainly"
            )
    if not host:
        raise RefusedError(f"{shown!r} has no host")
    if host.endswith("."):
        raise RefusedError(f"{shown!r} has a dot at the end of its host", hint="Remove the dot")


def _check_host(host: str, allow_hosts: Collection[str]) -> None:
    if ":" in host:
        try:
            check_ip(ip_address(host), host, allow_hosts)
        except ValueError:
            raise RefusedError(f"{host!r} is no host") from None
        return
    labels = host.split(".")
    if _NUMERIC_LABEL.match(labels[-1]):
        # Resolvers read 127.1, 0x7f.1 and 2130706433 as addresses: only four plain decimal parts are accepted.
        if not _DOTTED.match(host) or any(int(label) > 255 for label in labels):
            raise RefusedError(f"{host!r} is an unusual way to write an address", hint="Write four decimal numbers")
        check_ip(ip_address(host), host, allow_hosts)
        return
    if len(host) > 253 or not all(_LABEL.match(label) for label in labels):
        raise RefusedError(f"{host[:120]!r} is no host")
    for label in labels:
        if label.startswith("xn--"):
            _check_punycode(label, host)
    local = len(labels) == 1 or any(host == name or host.endswith("." + name) for name in _LOCAL_NAMES)
    if local and not allowed(host, allow_hosts):
        raise RefusedError(
            f"{host} is a name inside some network", hint=f'Allow it with allow_hosts = ["{host}"] in the source'
        )


def _check_punycode(label: str, host: str) -> None:
    try:
        plain = label[4:].encode("ascii").decode("punycode")
        back = httpx2.URL(f"http://{plain}.example/").raw_host.decode("ascii").split(".")[0]
    except (httpx2.InvalidURL, ValueError):
        raise RefusedError(f"{host!r} holds {label!r}, which names no host") from None
    if back != label:
        raise RefusedError(f"{host!r} holds {label!r}, which stands for another name")
