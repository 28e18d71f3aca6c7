"""The feed: an edition becomes the files of a static site. Bytes in memory; nothing here touches disk or network."""

from tallywire.feed.site import leaves, site

__all__ = ["leaves", "site"]
