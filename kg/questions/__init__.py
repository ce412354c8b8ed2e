"""The questions: pure functions on the graph, a module for each family of them.

They take and give ids of nodes; `kg.facade` turns names into ids.
"""
