"""Make raw titles and abstracts readable text, before any offset is counted."""

from extractors.cleaning.text import clean_text

__all__ = ["clean_text"]
