"""The commands that read a graph or its RDF, by subject; `kg.cli` registers them."""
