"""The server, thin: the site, the check page, the API and the desk over HTTP."""
