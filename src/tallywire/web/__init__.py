"""The server, thin: the site, the check page, the API and the desk over HTTP."""

from tallywire.web.app import app
from tallywire.web.serve import serve

__all__ = ["app", "serve"]
