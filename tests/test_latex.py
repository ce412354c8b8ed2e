from pathlib import Path

import pytest

from extractors.cleaning.latex import latex_to_text
from extractors.cleaning.latex_macros import render


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (
            r"T\"ULU, M\"{o}bius, Erd\H{o}s, Fran\c{c}ois, \v{S}id{\'a}k",
            "TÜLU, Möbius, Erdős, François, Šidák",
        ),
        (r"{\L}ukasiewicz, \O rsted and R\’{e}nyi", "Łukasiewicz, Ørsted and Rényi"),
        (r"PATIENT-{\Psi} and {\phi}", "PATIENT-Ψ and φ"),
        (r"\textit{x} \textbf{y} \emph{z} \texttt{a_b} \textsc{c}", "x y z a_b c"),
        (r"{\em i.e.}, {\bf bold}", "i.e., bold"),
        (r"50{\%} of R{\&}D {--} or {---} {\$}5, a{\_}b", "50% of R&D – or — $5, a_b"),
        (r"results of \citet{Nemi85}", "results of [Nemi85]"),
        (r"as~\cite{a1,b2} and \citep[see][p.~3]{c3}", "as [a1, b2] and [c3]"),
        (r"at \url{https://a.example/x\_y\%20~z}.", "at https://a.example/x_y%20~z."),
        (r"\href{https://a.example}{our page}", "our page (https://a.example)"),
        ("in~https://a.example and networks~(TNs)", "in https://a.example and networks (TNs)"),
        ("$O(n^2)$ and $F_1$", "O(n^2) and F_1"),
        (r"$\widetilde{\mathcal{O}}(\sqrt{T}\log n)$", "Õ(√(T) log n)"),
        (
            r"$\frac{a+1}{b}$, $\frac12$, $x^{a+b}$, $n^{-\frac{1}{2}}$",
            "(a+1)/b, 1/2, x^(a+b), n^(-1/2)",
        ),
        (r"20$\times$ at $4$ and $[0, 1]$ by $95 %$", "20× at 4 and [0, 1] by 95 %"),
        (r"\(\alpha\) and \[\beta\] and $$\gamma$$", "α and β and γ"),
        (r"$A^*$, $\{0,1\}^d$, $\|x\|$", "A^*, {0,1}^d, ‖x‖"),
        (r"27\%, \& \# \_ \$ \{ \}", "27%, & # _ $ { }"),
        (r"``quoted'' \emph{a} -- b --- c", "“quoted” a – b — c"),
        (r"\agentname{} and \ours beat \ie, \eps", "agentname and ours beat i.e., ε"),
        (r"\emphnon-convex \mathcalO(\sqrtn) and \mathbbR^d", "non-convex O(√(n)) and ℝ^d"),
        (r"{BERT}: {B}ayesian Latał{}a Fr{é}chet", "BERT: Bayesian Latała Fréchet"),
        (r"\begin{itemize} \item one \item two\end{itemize}", " one two "),
        (r"functions f:\mathbb R \to \mathbb R", "functions f:ℝ → ℝ"),
        (r"a\footnote{Code at \url{https://a.example}.}", "a (Code at https://a.example.)"),
        (r"\textit{50% of a & b #3}", "50% of a & b #3"),
        (r"\textcolor{red}{tea} \'i \sqrt n", "tea í √(n)"),
    ],
)
def test_latex_reads_as_text(latex: str, text: str) -> None:
    assert " ".join(latex_to_text(latex).split()) == " ".join(text.split())


@pytest.mark.parametrize(
    "text",
    [
        "Vicuna-{7B,13B} costs $5M vs $6M",
        "US$5 or A$6, 10$ and 5$ apart",
        "{1, 2} of {a} and f(x_{1})",
        r"C:\new\tea and \d+",
    ],
)
def test_what_is_no_latex_stays(text: str) -> None:
    assert latex_to_text(text) == text


def test_a_group_that_is_never_closed_keeps_its_words() -> None:
    assert latex_to_text(r"\textit{never closed") == "{never closed"


def test_no_file_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "secret.tex").write_text("secret")
    monkeypatch.chdir(tmp_path)
    assert "secret" not in latex_to_text(
        r"\input{secret} \include{secret.tex} \input secret"
    ).replace("secret", "", 1)


@pytest.mark.parametrize("opening", ["{", r"\textbf{", r"{\a{", "$", r"\(", r"\frac{"])
def test_hostile_nesting_is_read_quickly(opening: str) -> None:
    text = opening * 4000
    assert latex_to_text(text + "x" + "}" * 4000).count("x") >= 1


def test_deep_nesting_in_a_formula_is_read() -> None:
    nested = "{" * 280 + "x" + "}" * 280
    assert latex_to_text(f"a ${nested}$ and ${nested}_1$").count("x") == 2


def test_broken_latex_keeps_its_words() -> None:
    assert render(r"\sqrt") == "sqrt"
    assert render(r"\href tea") == "href tea"
    assert render(r"\footnote") == "footnote"
    assert "tea" in render(r"\frac{tea")
