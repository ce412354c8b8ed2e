import multiprocessing
from dataclasses import replace

import pytest

import extractors
from extractors import Options
from extractors.workers import jobs_for
from kg.build import extract, read
from schemas import CitekgError, Paper

FEW = Options(builtin_vocabulary=False)


def test_several_processes_give_what_one_gives():
    papers, _ = read(["examples/papers.jsonl"])
    heard = []
    alone = [*extract(papers, Options())]
    together = [*extract(papers, Options(), jobs=2, progress=lambda *done: heard.append(done))]
    assert together == alone
    assert heard[-1] == (len(papers), len(papers))


def test_processes_pay_for_many_papers_only(monkeypatch):
    monkeypatch.setattr("extractors.workers._cores", lambda: 4)
    assert [jobs_for(count) for count in (0, 399, 900, 100_000)] == [1, 1, 2, 4]


def test_a_process_that_is_killed_is_one_line():
    tea = Paper(id="p", title="On Tea")
    papers = [replace(tea, id=f"p{number}") for number in range(1000)]
    found = extractors.extract_by(2, papers, FEW)
    assert next(found).paper.id == "p0"
    for process in multiprocessing.active_children():
        process.kill()
    with pytest.raises(CitekgError, match="one of 2 processes that extract came to an end"):
        list(found)


def test_what_goes_on_ends_with_who_waits_for_it():
    tea = Paper(id="p", title="On Tea")
    found = extractors.extract_by(2, [replace(tea, id=f"p{n}") for n in range(1000)], FEW)
    next(found)
    found.close()
    assert not multiprocessing.active_children()
