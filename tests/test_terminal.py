import json
import sys

import pytest

from kg.terminal import problem_lines, progress_bar, to_csv, to_json
from output.tables import printable, to_table
from schemas import Failure

COLUMNS, ROWS = ("name", "n"), [("core, all", 1 / 3), ("x", 12)]


def test_a_table_is_aligned():
    assert to_table(COLUMNS, ROWS) == (
        "name       n\n---------  -----\ncore, all  0.333\nx          12\n"
    )


def test_a_table_may_have_no_rows():
    assert to_table(COLUMNS, []) == "name  n\n----  -\n"


def test_csv_quotes_and_ends_lines_plainly():
    assert to_csv(COLUMNS, [("core, all", 1), ('a"b', 2)]) == 'name,n\n"core, all",1\n"a""b",2\n'


def test_json_is_a_list_of_objects():
    assert json.loads(to_json(COLUMNS, ROWS)) == [
        {"name": "core, all", "n": 1 / 3},
        {"name": "x", "n": 12},
    ]
    assert json.loads(to_json(COLUMNS, [])) == []


def test_foreign_text_cannot_steer_the_terminal():
    assert printable("a\x1b]0;x\x07\r\nb\u202e") == "a]0;x b"
    assert "\x1b" not in to_table(["a"], [["\x1b[2J"]])


def test_ten_problems_are_shown_and_the_rest_counted():
    failures = [Failure(source="a", line=n, reason=f"r{n}", raw="") for n in range(12)]
    lines = list(problem_lines(failures, ", see report.md"))
    assert lines[:2] == ["citekg: a: r0", "citekg: a:1: r1"]
    assert len(lines) == 11
    assert lines[-1] == "citekg: and 2 more, see report.md"
    assert len(list(problem_lines(failures[:10], ""))) == 10


def test_no_bar_is_drawn_where_nobody_looks(capsys):
    with progress_bar() as show:
        assert show is None
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize(("seconds", "drawn"), [(0.5, False), (5.0, True)])
def test_a_bar_is_drawn_on_stderr_when_work_takes_long(capsys, monkeypatch, seconds, drawn):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    clock = iter([0.0, seconds])
    monkeypatch.setattr("kg.terminal.monotonic", lambda: next(clock))
    with progress_bar() as show:
        assert show is not None
        show(1, 2)
    out, err = capsys.readouterr()
    assert out == ""
    assert ("papers" in err) is drawn
