"""What pages tell a reader to paste and to run gives what they show."""

import re
from pathlib import Path

import pytest

from tests.following import BLOCK, ROOT, follow

PAGE = (ROOT / "docs" / "extending.md").read_text(encoding="utf-8")
SECTIONS = re.split(r"^## ", PAGE, flags=re.MULTILINE)
TOLD = [section for section in SECTIONS[1:] if BLOCK.search(section)]


@pytest.mark.parametrize("section", TOLD, ids=lambda section: section.partition("\n")[0])
def test_a_section_gives_what_it_shows(section: str, tmp_path: Path) -> None:
    if "plain" in section:
        assert follow(SECTIONS[0], tmp_path) == 2
    else:
        follow(SECTIONS[0].replace("```console", "```text"), tmp_path)
    assert follow(section, tmp_path) >= 2


@pytest.mark.parametrize("name", ["tutorial", "correcting"])
def test_a_page_gives_what_it_shows(name: str, tmp_path: Path) -> None:
    page = (ROOT / "docs" / f"{name}.md").read_text(encoding="utf-8")
    assert follow(page, tmp_path) > 4
