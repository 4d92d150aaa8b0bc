"""How a book looks: little, so that the reader's own choices count; on phones and on e-ink, in light and in dark."""

from __future__ import annotations

BOOK = """\
:root { color-scheme: light dark; }
body { margin: 0; padding: 0 2%; line-height: 1.6; overflow-wrap: break-word; }
h1, h2, h3, h4, h5, h6 { line-height: 1.3; text-align: start; break-after: avoid; page-break-after: avoid; hyphens: manual; }
h1 { font-size: 1.5em; margin: 1em 0 0.4em; }
h2 { font-size: 1.25em; margin: 1.4em 0 0.4em; }
h3, h4, h5, h6 { font-size: 1.05em; margin: 1.2em 0 0.4em; }
p { margin: 0.7em 0; }
a { color: inherit; text-decoration: underline; text-underline-offset: 0.15em; }
header { margin: 0 0 1.4em; padding: 0 0 0.6em; border-bottom: 1px solid; }
header p { margin: 0.2em 0; font-size: 0.85em; opacity: 0.8; }
section.cover { margin: 0; padding: 0; text-align: center; }
section.cover img { max-width: 100%; max-height: 100vh; }
p.creator, p.span, p.count, p.description, p.publisher, p.rights { margin: 0.6em 0; }
nav ol { list-style-type: none; margin: 0; padding: 0 0 0 1em; }
nav > ol { padding: 0; }
nav li { margin: 0.4em 0; }
nav li > span { display: block; margin: 1em 0 0.2em; font-weight: bold; }
"""
