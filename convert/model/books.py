"""What can be asked of a book: its order, what it is split and divided by, what it says of itself."""

from __future__ import annotations

from typing import Literal, TypeAlias

Order: TypeAlias = Literal["date", "newest", "title", "path"]
Split: TypeAlias = Literal["none", "year", "month", "week", "day", "category", "tag"]
Parts: TypeAlias = Literal["auto", "none", "year", "month", "day", "category"]
ORDERS: tuple[Order, ...] = ("date", "newest", "title", "path")
SPLITS: tuple[Split, ...] = ("none", "year", "month", "week", "day", "category", "tag")
PARTS: tuple[Parts, ...] = ("auto", "none", "year", "month", "day", "category")
# What a book says of itself, and what is made of it: as options and in the settings.
BOOK_KEYS = ("title", "creator", "publisher", "language", "identifier", "description", "rights", "cover", "images", "parts")
