"""SPARQL over an exported graph, in memory and without any network."""

from output.sparql.answers import Answer
from output.sparql.engine import select
from output.sparql.safety import check_read_only

__all__ = ["Answer", "check_read_only", "select"]
