"""Words of units and of how a cliff changes."""

from typing import Final

from simulation.report.words.labels import Label

UNITS: Final = {
    "yuan/year": Label("元/年", "yuan/year"),
    "yuan/month": Label("元/月", "yuan/month"),
    "yuan": Label("元", "yuan"),
    "persons": Label("人", "persons"),
    "units": Label("户", "units"),
    "share": Label("%", "%"),
    "days": Label("个工作日", "working days"),
    "count": Label("次/年", "a year"),
    "hours/year": Label("小时/年", "hours/year"),
    "hours": Label("小时", "hours"),
    "persons/year": Label("人次/年", "persons/year"),
    "units/year": Label("户次/年", "units/year"),
    "households": Label("户", "households"),
    "1": Label("", ""),
}

CHANGES: Final = {
    "new": Label("新增", "new"),
    "gone": Label("消失", "gone"),
    "deeper": Label("加深", "deeper"),
    "shallower": Label("变浅", "shallower"),
    "moved": Label("移动", "moved"),
    "same": Label("不变", "same"),
}
