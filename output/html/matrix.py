"""What the matrix of the page may hold."""

from typing import Final

from schemas import EntityType

# Types that the rows and the columns of the matrix may have, the first of each to begin with, and
# those that a paper has to evaluate on to count.
MATRIX: Final[dict[str, list[EntityType]]] = {
    "rows": [EntityType.METHOD, EntityType.MODEL, EntityType.TASK, EntityType.CONCEPT],
    "columns": [EntityType.BENCHMARK, EntityType.METRIC, EntityType.TASK, EntityType.MODEL],
    "measured": [EntityType.BENCHMARK, EntityType.METRIC],
}
