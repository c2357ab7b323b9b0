"""What each address of the page answers: plain dicts, made by the engine's own functions."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import asdict

from simulation.app import household, quiz, truths, village
from simulation.app.live import Answer, Live, OnAnswer, World
from simulation.app.reported import answer_of
from simulation.app.settings import checked, mean_lines_yuan, present, reform, reform_text
from simulation.comparison.comparison_result import Comparison
from simulation.comparison.two_scenarios import compare
from simulation.parameters.scenario.in_force import POLICY_MONTH
from simulation.parameters.scenario.scenario import Scenario
from simulation.parameters.values.calibration_status import record_of
from simulation.report.words.labels import PROVINCES, Lang
from simulation.simulate.parameter_draws import NO_DRAWS
from simulation.units import month_label

type Query = Mapping[str, str]


class Answers:
    """The questions that the page may ask of one `Live`."""

    def __init__(self, live: Live) -> None:
        self.live = live
        self._latest: dict[str, int] = {}
        self._prefetching = threading.Lock()

    def asked(self, query: Query) -> tuple[World, dict[str, float]]:
        """The province and the setting of a query. Raises ScenarioError."""
        setting = {name.removeprefix("s."): value for name, value in query.items() if name.startswith("s.")}
        return self.live.world(query.get("province", "zhejiang")), checked(setting)

    def start(self, query: Query) -> Answer:
        """Whether a province is ready, and once it is, its sliders and its baseline."""
        name = query.get("province", "zhejiang")
        if name not in PROVINCES:
            self.live.scenario(name)  # raises with the nearest name
        if not self.live.ready(name):
            threading.Thread(target=self.live.world, args=(name,), daemon=True).start()
            return {"ready": False}
        world = self.live.world(name)
        return {
            "ready": True, "present": present(world.base), "lines": mean_lines_yuan(world.base),
            "households": world.households, "months": world.settings.months, "scale": world.settings.scale,
            "seed": world.settings.seed, "calibration": record_of(world.base), "baseline": self._waited(world, {}),
            "questions": [{"question": each.question, "period": each.period}
                          for each in truths.clear_questions(world.base)],  # without their answers
        }  # fmt: skip

    def run(self, query: Query, report: OnAnswer | None = None) -> Answer:
        """The figures of a setting; a newer wish of the same visitor ends this one (SupersededError)."""
        visitor, number = self._wished(query)
        world, setting = self.asked(query)
        answer = self._waited(world, setting, report, lambda: self._latest[visitor] > number)
        lines = mean_lines_yuan(reform(world.base, setting))
        return answer | {"lines": lines, "number": number}

    def newer(self, query: Query) -> Answer:
        """A newer wish of a visitor is coming: the run under way ends at its next New Year."""
        self._wished(query)
        return {"told": True}

    def _wished(self, query: Query) -> tuple[str, int]:
        """Who wishes, and the number of the wish; older ones of the same visitor are out of date from here on."""
        visitor, number = query.get("visitor", ""), int(query.get("number", "0"))
        self._latest[visitor] = max(number, self._latest.get(visitor, 0))
        return visitor, number

    def _waited(
        self, world: World, setting: dict[str, float], report: OnAnswer | None = None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> Answer:  # fmt: skip
        with self.live.urgent():
            return self.live.answer(world, setting, report, cancelled)

    def prefetch(self, query: Query) -> Answer:
        """Run the neighbours of a slider in the background, one visitor's wish at a time."""
        world, setting = self.asked(query)
        lever = query.get("lever", "")

        def work() -> None:
            with self._prefetching:
                self.live.prefetch(world, setting, lever)

        if not self._prefetching.locked() and lever in setting:
            threading.Thread(target=work, daemon=True).start()
        return {"asked": True}

    def household(self, query: Query) -> Answer:
        """One household before and after, on the same axis."""
        lang: Lang = "zh" if query.get("lang") == "zh" else "en"
        fields = {name.removeprefix("h."): value for name, value in query.items() if name.startswith("h.")}
        setting = checked({name.removeprefix("s."): v for name, v in query.items() if name.startswith("s.")})
        base = self._base(query)
        home, vary = household.described(fields), query.get("vary", "wage")
        before = household.side(home, base, vary, None, lang)
        rules_of = {"month": month_label(POLICY_MONTH), "before": before}  # both sides under the rules of one month
        if not setting:
            return rules_of | {"after": None}
        return rules_of | {"after": household.side(home, reform(base, setting), vary, before["top"], lang)}

    def _base(self, query: Query) -> Scenario:
        """The baseline of the province asked for; no households are needed."""
        name = query.get("province", "zhejiang")
        return self.live.world(name).base if self.live.ready(name) else self.live.scenario(name)

    def village(self, query: Query) -> Answer:
        """The film of a village under the baseline, and under the setting if there is one."""
        world, setting = self.asked(query)
        number = int(query["village"]) % world.state.villages.county.size if query.get("village") else None
        films = {"before": village.film(world, world.base, number)}
        if setting:
            films["after"] = village.film(world, reform(world.base, setting), number)
        return films

    def practice(self, query: Query) -> Answer:
        """The baseline of a province under the practice of another, compared with that under its own."""
        name, practice = query.get("province", "zhejiang"), query.get("practice", "")
        world = self.live.world(name, "" if practice == name else practice)
        with self.live.urgent():
            found = self.live.practice(self.live.world(name), world)
        return found | {"practice": practice, "households": world.households}

    def reported(self, query: Query) -> Answer:
        """What a province reported, compared with one run of the page's own sample, its own practice in force."""
        world = self.live.world(query.get("province", "zhejiang"))
        with self.live.urgent():
            found = self.live.reported(world)
        return answer_of(found, "zh" if query.get("lang") == "zh" else "en") | {"households": world.households}

    def quiz(self, query: Query) -> Answer:
        """The right answer of a question as it ships, and next to it a run of it on the page's own sample."""
        asked = quiz.question(query.get("question", ""))
        world = self.live.world(query.get("province", "zhejiang"))
        truth = next((each for each in truths.clear_questions(world.base) if each.question == asked.id), None)
        if truth is None:
            raise ValueError(f"question {asked.id!r} has no clear answer on file for {world.base.province}")
        return {"id": asked.id, "figure": asked.figure, "truth": asdict(truth),
                "run": self._waited(world, dict(asked.setting))}  # fmt: skip

    def reform_file(self, query: Query) -> str:
        """The setting as a reform file for `doudi compare`."""
        _, setting = self.asked(query)
        return reform_text(setting)

    def comparison(self, query: Query) -> Comparison:
        """What `compare` says of the setting, one replication of the page's own sample and random draws."""
        world, setting = self.asked(query)
        s = world.settings
        return compare(
            world.base, reform(world.base, setting), scale=s.scale, months=s.months, replications=1, seed=s.seed,
            threads=s.threads, draws=NO_DRAWS,
        )  # fmt: skip
