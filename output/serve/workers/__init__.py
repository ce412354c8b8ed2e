"""Processes that answer queries, and their pool."""
