"""Extractors that are not ours: spaCy components of other distributions, and spaCy pipelines.

What they find competes with the judge, which knows the built-in extractors alone: a mention counts
with the score that it states, and of one thing the surest word holds (`extractors.resolver`).

    naming.py      which components and pipelines there are, and what they are; without spaCy
    hearing.py     from the spans and entities of a Doc to mentions
    components.py  components in our pipeline
    models.py      pipelines beside ours
"""

from extractors.outside.naming import describe_others, is_config, is_folder, others_digest

__all__ = ["describe_others", "is_config", "is_folder", "others_digest"]
