"""Audits of the pages in a real browser: accessibility, speed, print, sizes, keyboard."""
