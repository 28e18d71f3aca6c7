"""Feeds for programs: Atom, RSS and JSON Feed for every stream, with tombstones and archive documents."""

from tallywire.feed.syndication.documents import documents

__all__ = ["documents"]
