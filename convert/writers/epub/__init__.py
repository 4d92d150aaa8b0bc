"""Books: posts, pictures and a cover in one EPUB 3.3 file."""
