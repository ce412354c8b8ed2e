"""The methods of a `KnowledgeGraph`, by subject: names become ids, answers become records."""

from kg.asking.lookups import Lookups
from kg.asking.surveys import Surveys
from kg.asking.walks import Walks

__all__ = ["Lookups", "Surveys", "Walks"]
