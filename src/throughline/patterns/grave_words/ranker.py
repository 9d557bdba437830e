"""Learn from the lines how grave a text reads, and which kind it is nearest to.

Marks of a text (`marks.py`) and runs of two to five letters within words, each weighed by how rare it is (TF-IDF, Salton and
Buckley 1988), go into logistic regressions: one of grave against ordinary, and among the grave one for each category against the
others.
All comes from the committed lines, each time a process first needs it, and is kept in memory alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import vstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import FeatureUnion, make_union

from throughline.domain.finding import GraveCategory
from throughline.patterns.grave_words.lines import CATEGORIES, Line, read_lines
from throughline.patterns.grave_words.marks import marks_of, plain

Scores = NDArray[np.float64]
_FREEDOM = 3.0
"""The inverse of how strongly the weights are held down (C of scikit-learn); from 1 to 30 the order hardly changes."""
MESSAGE_COUNTS = 4.0
"""How many ordinary lines a message of the case counts for beside them. From one to four the order of our own lines gets better,
also where 3 messages in 10 are grave."""
_FOLDS = 3
GRAVE_SHARE = 0.01
"""How many messages of a phone are taken to be grave where a probability is said: an assumption, and said as one."""


@dataclass(frozen=True)
class Ranker:
    """What was learned from some lines. `features` turns texts into a table of marks, `own` is that table of the lines."""

    features: FeatureUnion
    own: Any
    is_grave: NDArray[np.bool_]
    model: LogisticRegression
    by_category: tuple[LogisticRegression, ...]

    def marks(self, texts: Sequence[str]) -> Any:
        """The table of marks, a row a text."""
        return self.features.transform(texts)

    def beside(self, others: Any) -> LogisticRegression:
        """A model of grave against ordinary that counts those rows among the ordinary ones."""
        known = np.concatenate([self.is_grave, np.zeros(others.shape[0], dtype=bool)])
        weights = _balanced(self.is_grave)
        rows = np.full(others.shape[0], MESSAGE_COUNTS * weights[~self.is_grave].min())
        return _fitted(vstack([self.own, others]).tocsr(), known, np.concatenate([weights, rows]))

    def nearest(self, marks: Any) -> list[GraveCategory]:
        """The category each row is nearest to, whether or not it is grave."""
        scores = np.column_stack([model.decision_function(marks) for model in self.by_category])
        return [CATEGORIES[place] for place in scores.argmax(axis=1)]


def learn(lines: Sequence[Line]) -> Ranker:
    """Learn from those lines; the same lines in the same order give the same ranker."""
    features = make_union(
        TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True, min_df=2, preprocessor=plain),
        TfidfVectorizer(analyzer=marks_of, sublinear_tf=True, min_df=2),
    )
    own = features.fit_transform([line.text for line in lines]).tocsr()
    is_grave = np.array([line.category is not None for line in lines])
    kinds = np.array([line.category for line in lines if line.category is not None])
    by_category = tuple(_fitted(own[is_grave], kinds == it, _balanced(kinds == it)) for it in CATEGORIES)
    return Ranker(features, own, is_grave, _fitted(own, is_grave, _balanced(is_grave)), by_category)


@cache
def ranker() -> Ranker:
    """What was learned from all committed lines; some seconds the first time in a process."""
    return learn(read_lines())


def probability(score: float) -> float:
    """How likely a message that reads so grave is one of the nine kinds, if `GRAVE_SHARE` of all messages are.

    From how many grave and how many ordinary lines read at least so grave when their scene was left out of the learning. A score
    above all of those of ordinary lines says no more than the highest of them.
    """
    grave, ordinary = _left_out()
    score = min(score, float(ordinary.max()))
    found = GRAVE_SHARE * (np.count_nonzero(grave >= score) + 1) / (len(grave) + 1)
    false = (1 - GRAVE_SHARE) * (np.count_nonzero(ordinary >= score) + 1) / (len(ordinary) + 1)
    return float(found / (found + false))


@cache
def _left_out() -> tuple[Scores, Scores]:
    """The scores of grave and of ordinary lines, each by a model that saw no line of its scene."""
    lines, known = read_lines(), ranker()
    scenes = {scene: place for place, scene in enumerate(dict.fromkeys(line.scene for line in lines))}
    folds = np.array([scenes[line.scene] % _FOLDS for line in lines])
    scores = np.zeros(len(lines))
    for fold in range(_FOLDS):
        seen = folds != fold
        model = _fitted(known.own[seen], known.is_grave[seen], _balanced(known.is_grave[seen]))
        scores[~seen] = model.decision_function(known.own[~seen])
    return scores[known.is_grave], scores[~known.is_grave]


def _balanced(is_one: NDArray[np.bool_]) -> Scores:
    """Weights that make both sides count the same."""
    share = is_one.mean()
    weights: Scores = np.where(is_one, 0.5 / share, 0.5 / (1 - share))
    return weights


def _fitted(rows: Any, known: NDArray[np.bool_], weights: Scores) -> LogisticRegression:
    # The dual problem, because there are more marks than lines: the same answer in a twentieth of the time.
    model = LogisticRegression(C=_FREEDOM, solver="liblinear", dual=True, random_state=0)
    return model.fit(rows, known, sample_weight=weights)
