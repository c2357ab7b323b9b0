"""`calibrate`: the nation and its provinces fitted together, or one province to its own figures."""

import contextlib
import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from calibration.fitted_facts import Fitted, fitted_facts
from calibration.inputs import Simulation, central_values, digests_of, inputs_of, left_out, simulator
from calibration.outputs import written
from calibration.own_register import is_register, load_register
from calibration.posterior import DRAWS, deviations, pinned, table_of
from calibration.priors import DEVIATIONS, Parameter, check_deviations, load_parameters
from calibration.report import Calibration, listed
from calibration.search import Fit, Progress, fit
from calibration.space import Space
from calibration.store import PointStore
from calibration.targets import TARGETS, Fact, load_facts
from calibration.tasks import Batch, Simulate, in_turn
from calibration.waves import Design
from calibration.workers import Workers
from calibration.written import Provenance, check_writable
from simulation.cores import cores
from simulation.extras import absent
from simulation.parameters.files.mistakes import Mistakes
from simulation.parameters.files.reading import data_folder, names_in
from simulation.parameters.scenario.scenario import Scenario
from simulation.run_settings import Settings
from simulation.simulate.errors import ExperimentError
from simulation.simulate.register import refuse_own_code
from simulation.sweeping.store.sweep_store import temporary_store

ALL = "all"


def calibrate(
    province: str | None = None, *, targets: Path = TARGETS, design: Design | None = None, scale: float = 0.003,
    seed: int = 1, warm_up: int = Settings.warm_up, threads: int | None = None, resume: Path | None = None,
    leave_out: Sequence[str] = (), draws: int = DRAWS, write: bool = True, progress: Progress | None = None,
    root: Path | None = None, listing: Path = DEVIATIONS, simulate: Simulate | None = None,
) -> Calibration:  # fmt: skip
    """Fit what `listing` names to the facts of `targets`: of all provinces (`province` None or "all") or of one.

    Of one, its deviations are fitted to its own facts, the nation as it was fitted before.
    With `write`, central values go to `calibrated.toml` and `calibrated/<province>.toml` among the scenario files
    (`root` replaces the data package), and the draws to `posterior.csv`. `resume`: a folder that keeps every simulated
    point; the same call on it resumes. `leave_out`: provinces whose facts are not used. `simulate`
    replaces the simulation. The same input gives the same bits. Raises ScenarioError for an unknown province or a
    mistaken file, ValueError for settings out of range, OutputError when nothing can be written, ExperimentError when
    `resume` contains another fit or the extra `calibrate` (scikit-learn) is not installed.
    """
    design = design or Design()
    settings = Settings(scale, 1, design.replications, seed, warm_up, threads)
    check_settings(design, settings)
    alone = None if province in (None, ALL) else province
    folder = Path(str(root or data_folder()))
    if alone is not None:
        Scenario.load(alone, root=root)
    if write:
        check_writable(folder)
    facts = _facts(alone, targets, folder, leave_out)
    parameters = load_parameters(listing, folder)
    space = Space(parameters, facts.provinces)
    if alone is not None:
        space = dataclasses.replace(space, fixed=_fixed(parameters, folder))
    with opened(facts, space, design, settings, folder, resume, simulate) as (store, batch):
        found = fit(space, facts.aims, batch, design, store, draws=draws, progress=progress)
    for name, own in found.provincial.items():
        check_deviations(parameters, found.national, own, f"calibrated/{name}.toml")
    result = _result(alone, found, facts, design, settings, folder)
    return written(result, _provenance(result, facts, settings, folder), folder) if write else result


def check_settings(design: Design, settings: Settings) -> None:
    """Ranges, and the emulator's library: without it a whole wave would be simulated for nothing."""
    design.check()
    settings.check()
    try:
        import sklearn  # noqa: F401
    except ImportError as error:
        raise ExperimentError(absent("a calibration", "scikit-learn", "calibrate")) from error


def _fixed(parameters: Sequence[Parameter], folder: Path) -> tuple[float, ...]:
    """Positions of the national values as they were fitted before."""
    before = central_values(parameters, folder)
    return tuple(one.position(before[one.path]) for one in parameters)


@contextlib.contextmanager
def opened(
    facts: Fitted, space: Space, design: Design, settings: Settings, folder: Path, resume: Path | None,
    simulate: Simulate | None,
) -> Iterator[tuple[PointStore, Batch]]:  # fmt: skip
    """The points of a fit as they are stored, and who simulates more of them."""
    paths = tuple(one.path for one in space.parameters)
    held = () if space.fixed is not None else left_out(folder, paths)
    inputs = inputs_of(space, facts, design, settings, folder)
    with (
        PointStore(resume or temporary_store(), inputs) as store,
        _batch(Simulation(facts, settings, folder, paths, held), simulate) as batch,
    ):
        yield store, batch


@contextlib.contextmanager
def _batch(simulation: Simulation, simulate: Simulate | None) -> Iterator[Batch]:
    """Who simulates: a pool with one process a thread, or this process alone."""
    refuse_own_code("a calibration")
    threads = min(simulation.settings.threads or cores(), cores())
    if simulate is not None or threads == 1:
        one = simulation
        yield in_turn(simulate or simulator(one))
        return
    alone = dataclasses.replace(simulation, settings=dataclasses.replace(simulation.settings, threads=1))
    with Workers(alone, threads) as workers:
        yield workers


def _facts(alone: str | None, targets: Path, folder: Path, leave_out: Sequence[str]) -> Fitted:
    """What is fitted to; raises ScenarioError where nothing is left of it."""
    known = names_in(folder / "provinces", "")
    mistakes = Mistakes()
    for name in leave_out:
        if name not in known:
            mistakes.unknown("leave_out", "", "province", name, known)
    wanted = [alone] if alone else [name for name in known if name not in leave_out]
    facts = fitted_facts(_read(targets, alone), wanted, shared=alone is None)
    if not facts.provinces:
        expected = f"at least one seen figure of {' or '.join(wanted)} to fit to (--targets hands in your own)"
        mistakes.add(targets.name, "province", expected, "none")
    mistakes.check()
    return facts


def _read(targets: Path, alone: str | None) -> tuple[Fact, ...]:
    """Facts of a table of facts, or of a province's own register; raises ScenarioError for a register of all."""
    if not is_register(targets):
        return load_facts(targets)
    if alone is None:
        mistakes = Mistakes()
        mistakes.add(targets.name, "header", "a table of facts, or one province to which the register belongs", "all")
        mistakes.check()
    return load_register(targets, alone or "")


def _result(
    alone: str | None, found: Fit, facts: Fitted, design: Design, settings: Settings, folder: Path
) -> Calibration:
    space = found.posterior.space
    known = [alone] if alone else names_in(folder / "provinces", "")
    borrowed = tuple(name for name in known if name not in space.provinces)
    said: Mapping[str, object] = {
        "points": found.simulated, "scale": f"{settings.scale:g}", "replications": design.replications,
        "seed": settings.seed, "warm-up": f"{settings.warm_up} months",
    }  # fmt: skip
    return Calibration(
        alone, space.parameters, found.national, found.provincial, found.lines, pinned(found.posterior, design.seed),
        deviations(found.posterior, found.centre), found.waves, table_of(found.posterior, borrowed, design.seed),
        borrowed, found.widened, found.unmoved, listed(said, digests_of(space, facts, folder)),
    )  # fmt: skip


def _provenance(result: Calibration, facts: Fitted, settings: Settings, folder: Path) -> Provenance:
    used = {fact.id: fact for each in facts.facts.values() for fact in each}
    space = Space(result.parameters, facts.provinces)
    return Provenance(
        tuple(used), "seen", max(fact.year for fact in used.values()), settings.scale, settings.replications,
        settings.seed, digests_of(space, facts, folder), result.borrowed,
    )  # fmt: skip
