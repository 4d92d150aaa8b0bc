"""Markdown → HTML, HTML blocks and all; what follows reads it as HTML. See `commonmark` for how."""

from __future__ import annotations

from .commonmark import OPTIONS, render

__all__ = ["OPTIONS", "render"]
