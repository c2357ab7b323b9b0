"""Step 2, the draws: the shocks of a month for a batch of units at a time. The same words as a draw per unit gives."""

from simulation.compile.kernel import lean
from simulation.draws import Kind, Process, normal, words
from simulation.month_steps.batch import Batch
from simulation.month_steps.county_tables import Policy, RandomKey
from simulation.parameters.schema.processes import Earnings
from simulation.processes import earnings


@lean
def draw(policy: Policy, rng_key: RandomKey, month: int, n: int, batch: Batch) -> None:
    """Words, shocks and earnings factors of the first `n` units of a batch."""
    record = policy.processes[0].earnings
    # a value of its own, not a record in memory: what is constant leaves the loop
    p = Earnings(record.persistence, record.persistent_sd, record.transitory_sd, record.assessment_months)
    for j in range(n):
        w0, w1, w2, w3 = words(rng_key.seed, rng_key.replication, Kind.UNIT, batch.id[j], month, Process.MONTH_SHOCKS)
        batch.word[0, j] = w0
        batch.word[1, j] = w1
        batch.word[2, j] = w2
        batch.word[3, j] = w3
    if month % 3 == 0:
        for j in range(n):
            word = words(rng_key.seed, rng_key.replication, Kind.UNIT, batch.id[j], month, Process.DISABILITY)[0]
            batch.disability[j] = word
    for j in range(n):
        batch.shock[j] = earnings.persistent_next(batch.shock[j], normal(batch.word[0, j]), p)
        batch.factor[j] = earnings.earnings_factor(batch.shock[j], normal(batch.word[1, j]), p)
    for j in range(n):
        batch.stored[j] = earnings.packed(batch.shock[j])
