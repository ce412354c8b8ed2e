"""How much two things go together, and how much a share has changed."""

import math
from dataclasses import dataclass

_SMOOTHING = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Contingency:
    """How many of `total` cases have both things, the one, and the other."""

    both: int
    one: int
    other: int
    total: int

    @property
    def expected(self) -> float:
        """The number with both if the things were independent.

        >>> Contingency(both=2, one=4, other=5, total=10).expected
        2.0
        """
        return self.one * self.other / self.total

    @property
    def lift(self) -> float:
        """Both as a multiple of what is expected.

        >>> Contingency(both=4, one=4, other=5, total=10).lift
        2.0
        """
        return self.both / self.expected

    @property
    def likelihood_ratio(self) -> float:
        """The log-likelihood ratio G² of Dunning (1993), negative if both are fewer than expected.

        It grows with the strength of the bond and with the number of cases: a pair that was seen
        once never outdoes one that was seen often with the same lift. Above 3.84 chance alone
        gives such a table in less than 5 % of cases, above 10.83 in less than 0.1 %.

        >>> once = Contingency(both=1, one=1, other=1, total=100).likelihood_ratio
        >>> often = Contingency(both=10, one=10, other=10, total=100).likelihood_ratio
        >>> round(once, 1), round(often, 1)
        (11.2, 65.0)
        >>> Contingency(both=0, one=5, other=5, total=10).likelihood_ratio < 0
        True
        """
        rows = (self.one, self.total - self.one)
        columns = (self.other, self.total - self.other)
        cells = (
            (self.both, self.one - self.both),
            (self.other - self.both, self.total - self.one - self.other + self.both),
        )
        ratio = 2 * math.fsum(
            count * math.log(count * self.total / (row * column))
            for row, counts in zip(rows, cells, strict=True)
            for column, count in zip(columns, counts, strict=True)
            if count
        )
        return math.copysign(max(ratio, 0.0), self.both - self.expected)


def log_share_change(early: int, of_early: int, late: int, of_late: int) -> float:
    """Return log2 of the late share over the early one, each smoothed by adding ½ to its count.

    Half a case with and half a case without are added, after Krichevsky and Trofimov (1981), so
    that a count of 0 gives a share, and the growth of few cases is held back.

    >>> round(log_share_change(0, 9, 4, 9), 2)
    3.17
    """
    shares = [
        (count + _SMOOTHING) / (total + 2 * _SMOOTHING)
        for count, total in ((late, of_late), (early, of_early))
    ]
    return math.log2(shares[0] / shares[1])


def change_score(early: int, of_early: int, late: int, of_late: int) -> float:
    """Return the difference of the log odds in standard errors, smoothed as above.

    This is the score by which Monroe, Colaresi and Quinn (2008) rank words that set two groups
    apart; beyond ±2 it is unlikely to be chance.

    >>> round(change_score(0, 10, 1, 10), 2), round(change_score(0, 100, 10, 100), 2)
    (0.71, 2.16)
    """
    odds, variance = [], 0.0
    for count, total in ((late, of_late), (early, of_early)):
        with_it, without = count + _SMOOTHING, total - count + _SMOOTHING
        odds.append(math.log(with_it / without))
        variance += 1 / with_it + 1 / without
    return (odds[0] - odds[1]) / math.sqrt(variance)
