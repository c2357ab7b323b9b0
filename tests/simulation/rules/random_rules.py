"""Random programme files that the loader accepts, made from a seed: every block, any fields, any numbers."""

from typing import Any

import numpy as np

from simulation.parameters.files.mistakes import Mistakes
from simulation.parameters.files.names import KINDS, FieldKind
from simulation.parameters.programmes.programme_checks import check_programmes
from simulation.parameters.programmes.programmes import ProgrammeFile, ProgrammeSpec, legal_order, read_programme
from simulation.parameters.programmes.rule_tables import build_rules
from simulation.parameters.programmes.rule_values import check_values
from simulation.rules.tables import Rules

WORDS = {"zh": "试", "en": "test"}
COUNTS = sorted(name for name, kind in KINDS.items() if kind in (FieldKind.PERSONS, FieldKind.FLAG))
PERSONS = sorted(name for name, kind in KINDS.items() if kind is FieldKind.PERSONS and name != "covered_persons")
WORKED_OUT = ("counted_income", "need", "aid_given")
MONTHLY = sorted(name for name, kind in KINDS.items() if kind is FieldKind.MONTHLY and name not in WORKED_OUT)
OWNED = sorted(name for name, kind in KINDS.items() if kind is FieldKind.MONEY)
LINES = ("dibao", "tekun", "marginal", "minimum_wage", "disposable_income")


class Maker:
    """Draws the parts of programme files."""

    def __init__(self, seed: int) -> None:
        self.rng = np.random.default_rng(seed)

    def pick(self, names: Any) -> Any:
        return names[int(self.rng.integers(len(names)))]

    def money(self, field: str = "wage", worked_out: tuple[str, ...] = ()) -> dict[str, Any]:
        """An amount to set beside a field, which may be a part of what the programme has worked out."""
        if worked_out and field not in OWNED and self.rng.random() < 0.3:
            return {"count": 1, "per": self.pick(worked_out), "share": round(float(self.rng.uniform(0.2, 1.5)), 2)}
        per = {"per": self.pick(("persons", "elders", "workers"))} if self.rng.random() < 0.5 else {}
        if self.rng.random() < 0.6:
            return {"line": self.pick(LINES), "multiple": round(float(self.rng.uniform(0.1, 6)), 2), **per}
        share = {"share": 0.5} if self.rng.random() < 0.2 else {}
        unit = "yuan" if field in OWNED else self.pick(("yuan", "yuan_year"))
        return {unit: round(float(self.rng.uniform(0, 4000)), 2), **per, **share}

    def test(self, worked_out: tuple[str, ...] = ()) -> dict[str, Any]:
        op = self.pick(("<", "<=", ">=", ">", "!=", "=="))
        if self.rng.random() < 0.5:
            field = self.pick((*MONTHLY, *OWNED, *(3 * worked_out)))
            return {"field": field, "op": self.pick(("<", "<=", ">=")), "amount": self.money(field, worked_out)}
        field = self.pick(COUNTS)
        return {
            "field": field,
            "op": op,
            "value": int(self.rng.integers(0, 4 if KINDS[field] is FieldKind.PERSONS else 2)),
        }

    def unless(self, worked_out: tuple[str, ...] = ()) -> dict[str, Any]:
        if self.rng.random() < 0.7:
            return {}
        tests = [[self.test(worked_out) for _ in range(self.rng.integers(1, 3))] for _ in range(2)]
        return {"unless": tests, "unless_enabled": float(self.rng.integers(0, 2))}

    def income(self, i: int, schedules: list[str], given: tuple[str, ...]) -> dict[str, Any]:
        item = self.pick(("count", "count", "deduct", "floor", "excess", "impute"))
        field = self.pick(PERSONS) if item == "impute" else self.pick((*MONTHLY, *OWNED, *given))
        row = {
            "id": f"row{i}", "item": item, "field": field, "label": WORDS, "reference": "r",
            "share": round(float(self.rng.uniform(0, 0.99)), 2), "enabled": float(self.rng.random() < 0.9),
            **self.unless(given),
        }  # fmt: skip
        if item != "count" or self.rng.random() < 0.2:
            row["limit"] = self.money("wage" if item == "impute" else field, given)
        elif schedules and field not in OWNED and self.rng.random() < 0.7:
            row["schedule"] = self.pick(schedules)
        if self.rng.random() < 0.2:
            row["when"] = {"field": self.pick(COUNTS), "at_least": 1}
        return row

    def schedules(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for i in range(self.rng.integers(1, 4)):
            size = int(self.rng.integers(1, 6))
            start = [0, *np.cumsum(self.rng.integers(50, 900, size - 1)).tolist()]
            kind = self.pick(("marginal", "amount", "tiers"))
            values = self.rng.uniform(0, 1, size).round(2).tolist()
            numbers = {"rate": values} if kind == "marginal" else {"amount": [round(900 * v, 2) for v in values]}
            found[f"s{i}"] = {"kind": kind, "from": start, "notch": True, **numbers}
            if self.rng.random() < 0.5:
                found[f"s{i}"]["per"] = self.pick(("persons", "workers"))
        return found

    def benefit(self, schedules: list[str], worked_out: tuple[str, ...]) -> dict[str, Any]:
        kind = self.pick(("top_up", "top_up", "flat", "share", "tiered", "nothing", "formula"))
        row: dict[str, Any] = {"kind": kind, "label": WORDS, "reference": "r"}
        row["round_to_yuan"] = self.pick((0.01, 1, 10))
        row["round"] = self.pick(("up", "down", "nearest"))
        if kind == "top_up":
            row["withdraw"] = round(float(self.rng.uniform(0, 1)), 2)
        elif kind == "share":
            row |= {"share": 0.4, "field": self.pick((*MONTHLY, *worked_out))}
        elif kind == "tiered":
            row |= {"schedule": self.pick(schedules), "field": self.pick((*MONTHLY, *worked_out))}
        elif kind == "formula":
            row |= {"formula": "hardship_classes", "arguments": [self.money() for _ in range(3)]}
        if self.rng.random() < 0.4:
            row["minimum"] = self.money("wage", worked_out)
        if self.rng.random() < 0.4:
            row["maximum"] = self.money("wage", worked_out)
        return row

    def extra(self, i: int, counted: bool, worked_out: tuple[str, ...]) -> dict[str, Any]:
        field: dict[str, Any] = {}
        if counted:
            adds_to = self.pick(("payment", "payment", "need"))
            field = {"field": self.pick(("elders", "minors", "severe", "ill")), "adds_to": adds_to}
            field["enabled"] = float(self.rng.random() < 0.9)
            worked_out = tuple(name for name in worked_out if adds_to == "payment" or name != "need")
        amount = self.money("wage", worked_out)
        return {"id": f"extra{i}", "amount": amount, "label": WORDS, "reference": "r", **field}

    def programme(self, number: int, kind: str, statuses: list[str]) -> dict[str, Any]:
        rng, schedules = self.rng, self.schedules()
        given = ("aid_given",) if kind == "aid" else ()
        late = ("counted_income", "need", *given)
        made: dict[str, Any] = {
            "schema": 1, "id": f"p{number}", "label": WORDS, "order": number, "reference": "r",
            "period": "once" if kind == "grant" else "month", "need": self.money(), "schedule": schedules,
            "enabled": float(number == 0 or rng.random() < 0.9), "benefit": self.benefit(sorted(schedules), late),
            "income": [self.income(i, sorted(schedules), given) for i in range(rng.integers(1, 6))],
            "supplement": [self.extra(i, True, late) for i in range(rng.integers(0, 3))],
            "eligibility": [
                {"id": f"e{i}", "test": self.test(late), "why": WORDS, "notch": True, "reference": "r",
                 **self.unless(late)}
                for i in range(rng.integers(0, 3))
            ],
        }  # fmt: skip
        if rng.random() < 0.5:
            made["assets"] = [
                {"limit": self.money("assets"), "why": WORDS, "notch": True, "reference": "r", "exempt": 0.2}
            ]
        if kind == "status":
            made["main"] = number == 0
            made["bundle"] = [self.extra(i, False, late) for i in range(rng.integers(0, 3))]
            if rng.random() < 0.3:
                made["unit"] = "person"
                made["group"] = [{"id": "g", "field": "severe", "label": WORDS, "reference": "r"}]
        elif kind == "aid":
            made["passport"] = [{"status": s, "share": 0.5, "reference": "r"} for s in statuses if rng.random() < 0.7]
            made["passport"] = made["passport"] or [{"status": statuses[0], "reference": "r", "taper": 1}]
        if kind != "status" and rng.random() < 0.5:
            made["reach"] = [{"id": "r", "places": 3, "among": 7, "label": WORDS, "reference": "r"}]
        return made


def random_programmes(seed: int) -> list[ProgrammeSpec]:
    """One to three statuses, a grant and up to three kinds of aid, in legal order; accepted by every check."""
    maker = Maker(seed)
    statuses = [f"p{i}" for i in range(maker.rng.integers(1, 4))]
    kinds = ["status"] * len(statuses) + ["grant"] + ["aid"] * int(maker.rng.integers(0, 4))
    mistakes = Mistakes()
    files: list[ProgrammeFile] = []
    for number, kind in enumerate(kinds):
        read = read_programme(maker.programme(number, kind, statuses), f"p{number}.toml", mistakes)
        if read is not None:
            files.append(read)
    files.sort(key=legal_order)
    check_programmes(files, {}, set(), mistakes)
    for file in files:
        check_values(file.spec, file.file, literal, set(statuses), mistakes)
    mistakes.check()
    return [file.spec for file in files]


def literal(programme: str, number: Any) -> float:
    """The value of a number that stands in a file as such."""
    return float(number)


def random_rules(seed: int) -> Rules:
    """Tables of `random_programmes`."""
    return build_rules(random_programmes(seed), literal)
