"""newsconv: validates and converts repositories of posts.

    document = convert.read("post.md")
    rendering = convert.write(document, "markdown")
    report = convert.validate(["_posts"])

These names stay; everything else may change. They are loaded when first touched.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from .api import read, reads, validate, write
    from .model.document import Document
    from .model.finding import Diagnostic, Finding, Report
    from .model.rendering import Rendering

_HOMES = {
    "read": "api", "reads": "api", "write": "api", "validate": "api",
    "Document": "model.document", "Rendering": "model.rendering",
    "Diagnostic": "model.finding", "Finding": "model.finding", "Report": "model.finding",
}
__all__ = ["Diagnostic", "Document", "Finding", "Rendering", "Report", "__version__", "read", "reads", "validate",
           "write"]


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        from importlib import import_module
        globals()[name] = found = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
        return found
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
