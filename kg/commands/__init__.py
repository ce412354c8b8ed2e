"""The commands that only read a graph, by subject; `kg.cli` registers them."""
