"""Works of OpenAlex, from its snapshot or its API."""

from collections.abc import Mapping

from extractors.readers.shapes.values import Fields, arxiv_in, mapping, mappings, text


def matches(record: Mapping[str, object]) -> bool:
    """Tell a work of OpenAlex by its id."""
    return text(record.get("id")).startswith("https://openalex.org/W")


def fields(record: Mapping[str, object]) -> Fields:
    """Return what the usual names do not say: venue, address, arXiv id, ids of all places.

    OpenAlex has no key for arXiv: that id is in the DOI or in the address of a location.

    >>> fields({"locations": [{"landing_page_url": "http://arxiv.org/abs/2401.00001"}]})["arxiv"]
    '2401.00001'
    """
    best = mapping(record.get("primary_location"))
    places = [best, *mappings(record.get("locations"))]
    addresses = [address for place in places if (address := text(place.get("landing_page_url")))]
    return {
        "venue": mapping(best.get("source")).get("display_name"),
        "arxiv": arxiv_in(record.get("doi"), *addresses),
        "url": next(iter(addresses), None),
        "identifiers": [record.get("id"), *addresses],
    }
