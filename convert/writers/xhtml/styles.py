"""The stylesheet."""
STYLESHEET = ""
