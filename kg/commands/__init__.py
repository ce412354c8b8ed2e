"""The commands that work on the RDF of a graph, one a module."""
