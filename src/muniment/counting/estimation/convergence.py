"""Convergence: whether chains agree, and how many independent draws theirs are worth."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray


def split_rhat(draws: NDArray[Any]) -> float:
    """Split R-hat of draws of shape (chains, draws), rank-normalised; 1 where the chains agree, nan below 4 draws.

    The greater of the bulk's and the folded draws' (Vehtari, Gelman, Simpson, Carpenter and Bürkner 2021,
    "Rank-normalization, folding, and localization", Bayesian Analysis 16).
    """
    if draws.shape[1] < 4:
        return float("nan")
    if np.ptp(draws) == 0:
        return 1.0
    halves = _halves(draws.astype(float))
    folded = np.abs(halves - np.median(halves))
    return max(_rhat(_ranked(halves)), _rhat(_ranked(folded)))


def effective_size(draws: NDArray[Any]) -> float:
    """Effective number of independent draws among those of shape (chains, draws), by Geyer's initial monotone sequence.

    Rank-normalised and split, as in Vehtari and others (2021); nan below 4 draws.
    """
    if draws.shape[1] < 4:
        return float("nan")
    if np.ptp(draws) == 0:
        return float(draws.size)
    halves = _ranked(_halves(draws.astype(float)))
    chains, length = halves.shape
    covariances = np.array([_autocovariance(one) for one in halves])
    inside = covariances[:, 0].mean() * length / (length - 1)
    whole = inside * (length - 1) / length + (halves.mean(axis=1).var(ddof=1) if chains > 1 else 0.0)
    rho = 1 - (inside - covariances.mean(axis=0) * length / (length - 1)) / whole
    rho[0] = 1.0
    pairs = rho[: length // 2 * 2].reshape(-1, 2).sum(axis=1)
    below = np.flatnonzero(pairs <= 0)
    pairs = np.minimum.accumulate(pairs[: below[0] if below.size else pairs.size])
    time = max(2 * pairs.sum() - 1, 1 / np.log10(draws.size))
    return float(draws.size / time)


def _halves(draws: NDArray[np.float64]) -> NDArray[np.float64]:
    half = draws.shape[1] // 2
    return np.concatenate([draws[:, :half], draws[:, -half:]])


def _ranked(draws: NDArray[np.float64]) -> NDArray[np.float64]:
    """Draws replaced by normal scores of their ranks over all chains."""
    from scipy.special import ndtri
    from scipy.stats import rankdata

    ranks = rankdata(draws, method="average").reshape(draws.shape)
    return ndtri((ranks - 3 / 8) / (draws.size + 1 / 4))


def _rhat(halves: NDArray[np.float64]) -> float:
    length = halves.shape[1]
    inside = halves.var(axis=1, ddof=1).mean()
    between = halves.mean(axis=1).var(ddof=1)
    return float(np.sqrt((length - 1) / length + between / inside)) if inside > 0 else float("inf")


def _autocovariance(chain: NDArray[np.float64]) -> NDArray[np.float64]:
    """Autocovariance at every lag, by the fast Fourier transform."""
    length = chain.size
    padded = np.fft.rfft(chain - chain.mean(), n=2 * length)
    return np.fft.irfft(padded * np.conj(padded))[:length] / length
