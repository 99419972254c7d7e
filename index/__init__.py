"""Passages and question banks made findable: vectors, terms, and generations on disk."""
