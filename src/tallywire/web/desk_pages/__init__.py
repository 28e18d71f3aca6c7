"""The desk in the browser: its lists, stories, forms and steps."""
