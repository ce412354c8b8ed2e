import time

import pytest

from extractors.links import Link, find_repositories


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("Code: https://github.com/Ott/Tea.git.", "https://github.com/Ott/Tea"),
        ("(see http://www.GitHub.com/Ott/tea_pot/)", "https://github.com/Ott/tea_pot"),
        (r"at \url{https://gitlab.com/ott/tea}.", "https://gitlab.com/ott/tea"),
        ("is on github.com/ott/tea, now", "https://github.com/ott/tea"),
        ("huggingface.co/datasets/ott/tea", "https://huggingface.co/datasets/ott/tea"),
        ("https://hf.co/ott/tea", "https://huggingface.co/ott/tea"),
        ("at https: //github.com/ott/tea", "https://github.com/ott/tea"),
        ("at https://doi.org/10.5281/zenodo.123.", "https://doi.org/10.5281/zenodo.123"),
        ("Data are available at http://tea.org/~ott/set.", "https://tea.org/~ott/set"),
        ("Project page: https://ott.github.io/tea/.", "https://ott.github.io/tea"),
    ],
)
def test_a_place_of_code_or_data_is_found(text, url):
    assert [link.url for link in find_repositories(text)] == [url]


@pytest.mark.parametrize(
    "text",
    [
        "More at https://tea.org/about.",
        "Our code is fast. Visit https://tea.org/about.",
        "A demo video: https://youtu.be/abc",
        "The data is described in https://arxiv.org/abs/2401.00001.",
        "code on ftp://tea.org/code and javascript:alert(1), ott@github.com/x, on GitHub.com",
        "models from data:text/html,github",
    ],
)
def test_other_links_are_left_out(text):
    assert find_repositories(text) == ()


def test_offsets_hold_the_link_without_punctuation():
    text = "Ångström: “https://github.com/ott/tea”. And https://osf.io/ab1/!"
    links = find_repositories(text)
    assert [text[link.start : link.end] for link in links] == [
        "https://github.com/ott/tea",
        "https://osf.io/ab1",
    ]
    assert links[1] == Link(start=44, end=62, url="https://osf.io/ab1")


@pytest.mark.parametrize("piece", ["https://a", "a.", "github.com/", "Code https://a.b. ", "www."])
def test_long_lines_take_no_time(piece):
    start = time.process_time()
    find_repositories(piece * (50_000 // len(piece)))
    assert time.process_time() - start < 5
