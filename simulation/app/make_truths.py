"""Make `quiz_truths.csv` anew: every question of the quiz in every province, over replications (`truths`).

    uv run python -m simulation.app.make_truths       # about five minutes of CPU time

After any change of a scenario, a question or the model's numbers: `tests/simulation/app/test_truths.py` reports it.
"""

import argparse
from pathlib import Path

from simulation.app import truths
from simulation.app.quiz import QUESTIONS
from simulation.parameters.scenario.scenario import Scenario
from simulation.report.words.labels import PROVINCES


def main() -> None:
    """Run, print, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=Path(__file__).with_name(truths.FILE))
    parser.add_argument("--scale", type=float, default=truths.SCALE)
    parser.add_argument("--replications", type=int, default=truths.REPLICATIONS)
    parser.add_argument("--seed", type=int, default=truths.SEED)
    given = parser.parse_args()
    rows: list[truths.Truth] = []
    for province in PROVINCES:
        rows += truths.make(Scenario.load(province), given.scale, given.replications, given.seed)
        for row in rows[-len(QUESTIONS) :]:
            print(f"{row.province:15} {row.question:16} {row.change:+8.2%} ({row.low:+.2%} to {row.high:+.2%}) "
                  f"{row.right or 'not asked: no answer is clear'}", flush=True)  # fmt: skip
    truths.write(rows, given.out)
    print(f"wrote {len(rows)} rows to {given.out}")


if __name__ == "__main__":
    main()
