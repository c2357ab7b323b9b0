"""A test in words: what is looked at, what it must be, and how that limit comes about."""

from typing import Any, Final, NamedTuple

from simulation.calculator.case import Case
from simulation.parameters.schema.shocks import SHOCKS
from simulation.rules.facts import Fact, Line
from simulation.rules.limits import amount_of, quantity
from simulation.rules.tables import NONE, Item, Op, Quantity
from simulation.units import FEN

SIGNS: Final = {Op.LT: "<", Op.LE: "<=", Op.EQ: "=", Op.GE: ">=", Op.GT: ">", Op.NE: "!="}
MONTHLY, ONCE, PERSONS, YES_NO, YEARS = "yuan/month", "yuan", "persons", "0 or 1", "years"


class Named(NamedTuple):
    """What a rule may look at, in Chinese and English, and its unit."""

    zh: str
    en: str
    unit: str = PERSONS

    @property
    def scale(self) -> int:
        """Of the integer that is in the facts, per unit shown."""
        return FEN if self.unit in (MONTHLY, ONCE) else 1


_SHOCKS_ZH: Final = " ".join(f"{shock.value} {each.zh}" for shock, each in SHOCKS.items() if shock)
_SHOCKS_EN: Final = ", ".join(f"{shock.value} {each.en}" for shock, each in SHOCKS.items() if shock)

QUANTITIES: Final[dict[int, Named]] = {
    Fact.PERSONS: Named("人口", "persons"),
    Fact.MINORS: Named("未成年人", "minors"),
    Fact.ELDERS: Named("60岁以上老人", "members of 60 and over"),
    Fact.SEVERE: Named("重度残疾人", "severely disabled members"),
    Fact.ILL: Named("重病患者", "seriously ill members"),
    Fact.ABLE: Named("有劳动能力者", "members able to work"),
    Fact.WORKERS: Named("就业者", "members with earnings"),
    Fact.JOBLESS: Named("失业", "job lost", YES_NO),
    Fact.WAGE: Named("工资", "wages", MONTHLY),
    Fact.BUSINESS: Named("经营净收入", "net business income", MONTHLY),
    Fact.PENSION: Named("养老金", "pension", MONTHLY),
    Fact.OTHER: Named("财产和转移收入", "property and transfer income", MONTHLY),
    Fact.RIGID: Named("刚性支出", "rigid expenditure", MONTHLY),
    Fact.RIGID_PERSONS: Named("有刚性支出的成员", "members with rigid expenditure"),
    Fact.OBLIGOR_INCOME: Named("赡(抚)养义务人收入", "income of relatives who owe support", MONTHLY),
    Fact.OBLIGOR_PERSONS: Named("赡(抚)养义务人", "relatives who owe support"),
    Fact.OBLIGOR_ABLE: Named("劳动年龄内的义务人", "relatives of working age who owe support"),
    Fact.ASSETS: Named("货币财产", "monetary assets", ONCE),
    Fact.CAR: Named("机动车", "cars", YES_NO),
    Fact.SECOND_HOME: Named("第二套住房", "second homes", YES_NO),
    Fact.REGISTERED: Named("本省户籍", "registered here", YES_NO),
    Fact.INSTITUTION: Named("集中供养", "in a care home", YES_NO),
    Fact.DEPENDENT: Named("无劳动能力成员", "members without ability to work"),
    Fact.SHOCK: Named(f"突发困难({_SHOCKS_ZH})", f"hardship ({_SHOCKS_EN})", "code"),
    Fact.SHOCK_COST: Named("突发支出", "cost of the hardship", ONCE),
    Fact.MONTHS_SINCE_RISE: Named("收入超标后月数", "months since income rose", "months"),
    Fact.GRADE3: Named("三级智力、精神残疾人", "members with a grade-3 intellectual or mental disability"),
    Fact.FRAIL_ELDERS: Named("失能失智老人", "frail elders"),
    Fact.CARE_PARTIAL: Named("部分丧失自理能力者", "members who partly cannot care for themselves"),
    Fact.CARE_FULL: Named("完全丧失自理能力者", "members who cannot care for themselves"),
    Fact.STUDENTS: Named("在读学生", "students"),
    Fact.DISABLED: Named("持证残疾人", "members with a disability certificate"),
    Fact.MEDICAL_COST: Named("合规医疗费用", "eligible medical cost", MONTHLY),
    Fact.RIGID_EDUCATION: Named("教育刚性支出", "rigid expenditure on schooling", MONTHLY),
    Fact.RIGID_DISABILITY: Named("康复刚性支出", "rigid expenditure on rehabilitation", MONTHLY),
    Fact.DISREGARDED: Named("不计入的收入", "income the law does not count", MONTHLY),
    Fact.RENT: Named("房租", "rent", MONTHLY),
    Fact.UNFIT_HOME: Named("危旧住房", "home unsafe or unfit", YES_NO),
    Fact.JOB_SEEKERS: Named("登记求职者", "registered job seekers"),
    Fact.SERVICE_NEEDS: Named("需要照料而无人照料者", "members in need of care who have nobody"),
    Fact.OBLIGOR_YOUNGEST: Named("最年轻义务人年龄", "age of the youngest relative who owes support", YEARS),
    Fact.OBLIGOR_DISABLED: Named("残疾的义务人", "disabled relatives who owe support"),
    Fact.OBLIGOR_OWN_INCOME: Named("义务人本人收入", "own income of relatives who owe support", MONTHLY),
    Fact.OBLIGOR_ASSETS: Named("义务人货币财产", "monetary assets of relatives who owe support", ONCE),
    Fact.FORMER_POOR: Named("脱贫户", "registered as lifted out of poverty", YES_NO),
    Fact.INFANTS: Named("三岁以下幼儿", "members under 3"),
    Fact.UNINSURED: Named("无社保的务工成员", "members working for wages without social insurance"),
    Fact.URBAN: Named("适用城镇标准", "urban standard", YES_NO),
    Quantity.COUNTED_INCOME: Named("计入收入", "counted income", MONTHLY),
    Quantity.COVERED_PERSONS: Named("覆盖人数", "persons covered"),
    Quantity.LABOUR_INCOME: Named("劳动收入", "labour income", MONTHLY),
    Quantity.AVAILABLE_WORKERS: Named("可就业成员", "members available for work"),
    Quantity.IDLE_ABLE: Named("有劳动能力未就业成员", "members able to work who do not, without care duties"),
    Quantity.INCOME: Named("全部收入", "income, nothing deducted", MONTHLY),
    Quantity.RIGID_ILLNESS: Named("疾病刚性支出", "rigid expenditure on illness", MONTHLY),
    Quantity.UNGRADED_SEVERE: Named("护理等级不明的重残成员", "severely disabled members without a care grade"),
    Quantity.EXPENDITURE_PERSONS: Named("其他有刚性支出的成员", "other members with rigid expenditure"),
    Quantity.CERTIFIED_SEVERE: Named("持证重残成员", "severely disabled members with a certificate"),
    Quantity.AID_GIVEN: Named("已得救助", "aid given already", MONTHLY),
    Quantity.NEED: Named("标准合计", "need", MONTHLY),
    Quantity.TYPE_EMERGENCY: Named("急难型家庭", "household of the emergency type", YES_NO),
    Quantity.TYPE_EXPENDITURE: Named("支出型家庭", "household of the expenditure type", YES_NO),
    Quantity.TYPE_CARE: Named("关爱型家庭", "household of the care type", YES_NO),
    Quantity.TYPE_DEVELOPMENT: Named("发展型家庭", "household of the development type", YES_NO),
    Quantity.TYPE_FLOOR: Named("兜底型家庭", "household of the floor type", YES_NO),
}
LINES: Final = {
    Line.DIBAO: ("低保标准", "dibao line"),
    Line.TEKUN: ("特困基本生活标准", "basic tekun standard"),
    Line.MARGINAL: ("低保边缘标准", "marginal line"),
    Line.MINIMUM_WAGE: ("最低工资", "minimum wage"),
    Line.DISPOSABLE_INCOME: ("上年人均可支配收入", "prior-year disposable income per head"),
    Line.BAND: ("扩中家庭收入上限(三口之家)", "ceiling of a three-person household"),
}


def number(value: float) -> str:
    """A number as explanations write it."""
    return f"{value:,.10g}"


def compared(
    case: Case, condition: Any, left: int, right: int, own: tuple[int, ...], *, zh: bool, always_named: bool = False
) -> str:
    """`counted income 4,981.6, must be < 3,384 = dibao line 1,128 x 3 persons`, of one row of conditions or waivers.

    Alongside a plain number, what is looked at needs no name where the rule's own words say it. `own`: what the
    programme has calculated, as `limits.quantity` takes it.
    """
    named = QUANTITIES[condition["quantity"]]
    bound, found = number(right / named.scale), number(left / named.scale)
    how = _worked(case, case.rules.amounts[condition["amount"]], named.scale, own, zh=zh)
    sign, must = SIGNS[Op(condition["op"])], "，应 " if zh else ", must be "
    if not how and not always_named:
        return f"{found}{must}{sign} {bound}"
    limit = f"{bound} = {how}" if how and how.split(" ")[0] != bound else how or bound
    return f"{named.zh if zh else named.en} {found}{must}{sign} {limit}"


def imputed(case: Case, r: int, own: tuple[int, ...], *, zh: bool) -> str:
    """` (labour income 800 raised to 1,260 = 0.7 x minimum wage 1,800 x ... 1)`: how income row `r` comes to its sum.

    Empty for a row that imputes nothing.
    """
    row = case.rules.income[r]
    if row["item"] not in (Item.FLOOR, Item.IMPUTE):
        return ""
    limit = number(amount_of(case.rules, row["limit"], case.facts, case.lines, *own) / FEN)
    how = _worked(case, case.rules.amounts[row["limit"]], FEN, own, zh=zh) or limit
    if row["item"] == Item.IMPUTE:
        return f" ({how})"
    named = QUANTITIES[row["quantity"]]
    found = f"{named.zh if zh else named.en} {number(quantity(case.facts, row['quantity'], *own) / named.scale)}"
    return f" ({found}{'，补足至' if zh else ' raised to'} {limit if how == limit else f'{limit} = {how}'})"


def _worked(case: Case, amount: Any, scale: int, own: tuple[int, ...], *, zh: bool) -> str:
    """How an amount comes about, as a product (see `AMOUNT`); empty for a plain number."""
    factors: list[str] = []
    of_money = amount["per"] != NONE and QUANTITIES[amount["per"]].scale == FEN  # so many times an amount of money
    fixed = number(amount["fen"] / (1 if of_money else scale))
    if amount["line"] != NONE:
        line = Line(amount["line"])
        of_line = f"{LINES[line][0 if zh else 1]} {number(case.lines[line] / FEN)}"
        of_line = of_line if amount["multiple"] == 1.0 else f"{number(amount['multiple'])} x {of_line}"
        factors.append(f"({fixed} + {of_line})" if amount["fen"] else of_line)
    elif amount["per"] != NONE and fixed != "1":
        factors.append(fixed)
    if amount["per"] != NONE:
        factors.append(_counted(amount["per"], quantity(case.facts, amount["per"], *own), zh=zh))
    if amount["scale_first"] < amount["scale_end"] and factors:
        factors.append("家庭规模系数" if zh else "equivalence scale")
    return " x ".join([number(amount["share"]), *factors] if amount["share"] != 1.0 and factors else factors)


def _counted(code: int, value: int, *, zh: bool) -> str:
    """What an amount is multiplied by."""
    if code == Fact.PERSONS:
        return f"{value} 人" if zh else f"{value} person{'' if value == 1 else 's'}"
    named = QUANTITIES[code]
    return f"{named.zh if zh else named.en} {number(value / named.scale)}"
