import gzip
import io
import sys
from importlib.metadata import EntryPoint, EntryPoints
from types import ModuleType

import pytest

import output
from output.files import whole_file, write_whole
from schemas import CitekgError, UnknownNameError


def to_text(graph, *, base="none"):
    return f"Ψ {len(graph)} {base}\n"


@pytest.fixture(autouse=True)
def exporter(monkeypatch):
    module = ModuleType("teas")
    module.to_text = to_text
    monkeypatch.setitem(sys.modules, "teas", module)
    monkeypatch.setitem(output.EXPORTERS, ".txt", "teas:to_text")


def test_the_ending_names_the_format(small_graph, tmp_path):
    output.save(small_graph, tmp_path / "new" / "graph.txt", base="b")
    assert (tmp_path / "new" / "graph.txt").read_bytes() == "Ψ 9 b\n".encode()


@pytest.mark.parametrize("format", ["txt", ".txt", ".TXT"])
def test_a_format_counts_instead_of_the_ending(small_graph, tmp_path, format):
    output.save(small_graph, str(tmp_path / "graph"), format=format)
    assert (tmp_path / "graph").read_text("utf-8") == "Ψ 9 none\n"


def test_gz_is_compressed_with_the_same_bytes_each_time(small_graph, tmp_path):
    file, other = tmp_path / "graph.txt.gz", tmp_path / "other.txt.gz"
    output.save(small_graph, file)
    output.save(small_graph, other)
    assert gzip.decompress(file.read_bytes()).decode() == "Ψ 9 none\n"
    assert file.read_bytes() == other.read_bytes()
    assert file.read_bytes()[4:8] == bytes(4)


def test_an_unknown_ending_is_refused(small_graph, tmp_path):
    with pytest.raises(UnknownNameError, match=r"no exporter is named '.htm'; nearest: .html"):
        output.save(small_graph, tmp_path / "graph.htm")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["graph", "graph.gz"])
def test_a_name_without_an_ending_is_refused(small_graph, tmp_path, name):
    with pytest.raises(CitekgError, match=r"has no file ending; end it in one of \.html \.md"):
        output.save(small_graph, tmp_path / name)


def test_an_option_that_the_exporter_lacks_is_refused(small_graph):
    with pytest.raises(
        CitekgError, match=r"exporter '.txt' has no option 'title'; .* take one of: base"
    ):
        output.render(small_graph, "txt", title="x")


def test_a_file_that_fails_leaves_the_old_one(tmp_path):
    file = tmp_path / "graph.txt"
    write_whole(file, "old")
    with pytest.raises(RuntimeError, match="half"), whole_file(file) as stream:
        stream.write(b"ha")
        raise RuntimeError("half")
    assert file.read_text() == "old"
    assert list(tmp_path.iterdir()) == [file]


def test_a_file_behind_a_link_is_replaced_where_it_is(tmp_path):
    (tmp_path / "real").mkdir()
    target, link = tmp_path / "real" / "graph.txt", tmp_path / "graph.txt"
    target.write_text("old")
    link.symlink_to(target)
    write_whole(link, "new")
    assert link.is_symlink()
    assert target.read_text() == "new"


def test_files_have_the_usual_permissions(tmp_path):
    (tmp_path / "plain").touch()
    write_whole(tmp_path / "whole", b"")
    assert (tmp_path / "whole").stat().st_mode == (tmp_path / "plain").stat().st_mode


def other_exporter(monkeypatch, function):
    """Register a function as the exporter that another distribution names `tea`."""
    module = ModuleType("teapot")
    module.to_tea = function
    monkeypatch.setitem(sys.modules, "teapot", module)
    point = EntryPoint("tea", "teapot:to_tea", "citekg.exporters")
    monkeypatch.setattr("schemas.registry.entry_points", lambda group: EntryPoints([point]))


def test_an_exporter_of_another_distribution_is_found_and_tells_its_loss(
    small_graph, tmp_path, monkeypatch
):
    to_text.leaves_out = "the leaves"
    other_exporter(monkeypatch, to_text)
    output.save(small_graph, tmp_path / "graph.tea")
    assert (tmp_path / "graph.tea").read_text("utf-8") == "Ψ 9 none\n"
    assert output.loss_of(tmp_path / "graph.tea") == "the leaves"
    del to_text.leaves_out
    assert output.loss_of(tmp_path / "graph.tea") == ""


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "the exporter '.tea' gave NoneType, expected str, bytes, a mapping of paths to"),
        ({"a": 1}, "the exporter '.tea' gave int, expected str, bytes"),
        ({"a": io.BytesIO()}, "the exporter '.tea' gave BytesIO, expected str, bytes"),
        (ValueError("no\nleaf"), r"the exporter '.tea' broke \(ValueError: no\)$"),
        (UnknownNameError("leaf", "x", []), "no leaf is named 'x'"),
    ],
)
def test_what_another_exporter_breaks_is_one_line(
    small_graph, tmp_path, monkeypatch, content, message
):
    def to_tea(graph):
        if isinstance(content, Exception):
            raise content
        return content

    other_exporter(monkeypatch, to_tea)
    with pytest.raises(CitekgError, match=message):
        output.save(small_graph, tmp_path / "graph.tea")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("teapots:to_tea", "cannot be loaded from 'teapots:to_tea': ModuleNotFoundError: No mod"),
        ("output:to_tea", "cannot be loaded from 'output:to_tea': AttributeError: .*; reinstall"),
        ("output:LOSSES", "of [?] is dict, expected a function; mend 'output:LOSSES'"),
    ],
)
def test_an_entry_point_that_leads_nowhere_is_told(small_graph, monkeypatch, value, message):
    point = EntryPoint("tea", value, "citekg.exporters")
    monkeypatch.setattr("schemas.registry.entry_points", lambda group: EntryPoints([point]))
    with pytest.raises(CitekgError, match=message):
        output.render(small_graph, "tea")
