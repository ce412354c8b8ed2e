import sys

import pandas
import pytest

from kg.answers import Answers
from kg.questions.card import EntityCard
from kg.results import EntityInfo, PaperInfo
from schemas import EntityType, MissingExtraError

TEA = PaperInfo(id="local:1", title="On <Tea>", year=2023, authors=("Ann Lee", "Bo Roe"))
POT = PaperInfo(id="local:2", title="On Pots")


@pytest.fixture
def found():
    return Answers(PaperInfo, [TEA, POT])


def test_answers_are_a_frozen_sequence(found):
    assert (found[0], found[-1], len(found), list(found)) == (TEA, POT, 2, [TEA, POT])
    assert TEA in found
    assert found.index(POT) == 1
    assert found[:1] == [TEA]
    assert isinstance(found[:1], Answers)
    assert not Answers(PaperInfo)
    with pytest.raises(TypeError):
        found[0] = POT


def test_answers_equal_what_holds_the_same(found):
    assert found == [TEA, POT]
    assert found == (TEA, POT)
    assert found == [TEA, POT]
    assert found == Answers(PaperInfo, [TEA, POT])
    assert hash(found) == hash(Answers(PaperInfo, [TEA, POT]))
    assert found != [POT, TEA]
    assert found != "On Tea"


def test_answers_print_as_a_table(found):
    table = (
        "year  title     id\n----  --------  -------\n2023  On <Tea>  local:1\n"
        "      On Pots   local:2"
    )
    assert str(found) == repr(found) == table
    assert str(Answers(PaperInfo)) == "year  title  id\n----  -----  --"


def test_a_long_answer_shows_its_beginning():
    many = Answers(PaperInfo, [TEA] * 203)
    assert repr(many).splitlines()[-2:] == ["2023  On <Tea>  local:1", "... and 183 more"]
    assert len(str(many).splitlines()) == 205
    assert many._repr_html_().count("<tr>") == 201
    assert many._repr_html_().endswith("</table><p>... and 3 more</p>")


def test_notebooks_get_escaped_html(found):
    html = found._repr_html_()
    assert "<th>year</th><th>title</th><th>id</th>" in html
    assert "<td>2023</td><td>On &lt;Tea&gt;</td><td>local:1</td>" in html
    assert "<Tea>" not in html


def test_dicts_have_plain_values_and_the_details(found):
    assert found.to_dicts()[0] == {
        "year": 2023,
        "title": "On <Tea>",
        "id": "local:1",
        "authors": ["Ann Lee", "Bo Roe"],
        "venue": None,
        "url": None,
        "kind": "paper",
    }
    assert type(found.to_dicts()[0]["kind"]) is str


def test_frames_have_the_columns_even_without_rows(found):
    frame = found.to_pandas()
    assert isinstance(frame, pandas.DataFrame)
    assert list(frame.columns) == ["year", "title", "id", "authors", "venue", "url", "kind"]
    assert frame.loc[0, "authors"] == ["Ann Lee", "Bo Roe"]
    assert list(Answers(PaperInfo).to_pandas().columns) == list(frame.columns)


def test_without_pandas_the_extra_is_named(found, monkeypatch):
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'citekg\[pandas\]'"):
        found.to_pandas()


def test_a_card_is_a_table_too():
    entity = EntityInfo(id="entity:tea", name="tea", type=EntityType.CONCEPT, papers=0)
    card = EntityCard(entity=entity, papers={})
    assert card.to_dicts() == [{"what": "concept", "name": "tea", "year": None, "id": "entity:tea"}]
    assert "<td>entity:tea</td>" in card._repr_html_()
    assert card.to_pandas().shape == (1, 4)
    assert (card.first, card.latest, card.introduced_by) == (None, None, ())
