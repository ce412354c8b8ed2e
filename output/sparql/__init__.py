"""SPARQL over an exported graph, in memory and without any network."""

from output.sparql.answers import Answer
from output.sparql.dataset import Dataset, parse_dataset, read_dataset, select
from output.sparql.library import Parameter, Query, Value, library, stored
from output.sparql.safety import check_read_only

__all__ = [
    "Answer",
    "Dataset",
    "Parameter",
    "Query",
    "Value",
    "check_read_only",
    "library",
    "parse_dataset",
    "read_dataset",
    "select",
    "stored",
]
