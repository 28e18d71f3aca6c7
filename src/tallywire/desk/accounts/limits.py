"""Limits on guessing: so many failures in so much time, after which even the right password is not heard.

A try is written down before the password is looked at and struck out when it was right, so that many at once are
counted as well as many in a row.
"""

from __future__ import annotations

import hashlib
import ipaddress
from collections.abc import Sequence
from datetime import datetime, timedelta

import msgspec
from sqlalchemy import Connection, or_, select

from tallywire.desk.accounts.errors import LoginRefused
from tallywire.desk.store.tables import attempts

WINDOW = timedelta(minutes=15)
PER_NAME = 5
PER_ADDRESS = 20


class Limit(msgspec.Struct, frozen=True):
    """At most `most` failures under `key` in WINDOW."""

    key: str
    most: int


def name_limit(key: str) -> Limit:
    """Failures with one name. Hashed: people type a password where the name belongs."""
    return Limit("name:" + hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest(), PER_NAME)


def address_limit(address: str) -> Limit:
    """Failures from one network address; of IPv6 the /64, which is what one customer is given."""
    return Limit("address:" + _network(address), PER_ADDRESS)


def password_limit(account: int) -> Limit:
    """Failures to give the old password of an account when it is changed."""
    return Limit(f"password:{account}", PER_NAME)


def _network(address: str) -> str:
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return hashlib.sha256(address.encode("utf-8", "surrogatepass")).hexdigest()
    if isinstance(found, ipaddress.IPv4Address):
        return str(found)
    if found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    return str(ipaddress.ip_network((found, 64), strict=False))


def start_try(connection: Connection, limits: Sequence[Limit], at: datetime) -> tuple[int, ...]:
    """Write a try down under each limit and return its numbers; raises LoginRefused where one is reached."""
    # The sweep comes first: it takes SQLite's one write lock, so that nobody counts what we are about to write.
    # A try later than now was written under a clock that was wrong.
    connection.execute(attempts.delete().where(or_(attempts.c.at <= at - WINDOW, attempts.c.at > at + WINDOW)))
    wait = timedelta(0)
    for limit in limits:
        times = select(attempts.c.at).where(attempts.c.key == limit.key)
        latest = connection.execute(times.order_by(attempts.c.at.desc()).limit(limit.most)).scalars().all()
        if len(latest) == limit.most:
            wait = max(wait, latest[-1] + WINDOW - at)
    if wait > timedelta(0):
        raise LoginRefused(wait)
    made = []
    for limit in limits:
        row = attempts.insert().values(key=limit.key, at=at).returning(attempts.c.id)
        made.append(connection.execute(row).scalar_one())
    return tuple(made)


def strike_out(connection: Connection, tries: Sequence[int]) -> None:
    """Take a try back that was right."""
    connection.execute(attempts.delete().where(attempts.c.id.in_(tries)))


def forget(connection: Connection, limit: Limit) -> None:
    """Forget the failures under one limit."""
    connection.execute(attempts.delete().where(attempts.c.key == limit.key))


def is_reached(connection: Connection, limit: Limit) -> bool:
    """Whether the next try under `limit` will be refused."""
    rows = select(attempts.c.id).where(attempts.c.key == limit.key).limit(limit.most)
    return len(connection.execute(rows).all()) == limit.most
