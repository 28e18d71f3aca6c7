"""Feeds for programs, sitemaps, structured data and cards: what machines take of an edition."""

from tallywire.feed.syndication.card import card_key, card_svg
from tallywire.feed.syndication.documents import documents
from tallywire.feed.syndication.linked import claim_review, news_article
from tallywire.feed.syndication.sitemap import Place, robots, sitemaps

__all__ = ["Place", "card_key", "card_svg", "claim_review", "documents", "news_article", "robots", "sitemaps"]
