"""The facts on which a rule may test: one integer per fact and assessment unit.

Money is fen per month (an average over the assessment period) unless the name says otherwise; counts are
persons. The same vector carries true facts (entitled) and the facts an office has (assessed).
"""

from enum import IntEnum


class Fact(IntEnum):
    """Index into a facts vector (int64)."""

    PERSONS = 0
    MINORS = 1
    ELDERS = 2  # 60 and over
    SEVERE = 3  # severely disabled persons
    ILL = 4  # seriously ill persons
    ABLE = 5  # 18-59, able to work, not students
    WORKERS = 6  # members in the earnings base
    JOBLESS = 7  # 1 when the main job is lost
    WAGE = 8  # fen/month
    BUSINESS = 9  # fen/month, net
    PENSION = 10  # fen/month
    OTHER = 11  # fen/month: property and private transfers
    RIGID = 12  # fen/month: rigid expenditure on illness, disability, schooling
    RIGID_PERSONS = 13  # persons who cause rigid expenditure
    OBLIGOR_INCOME = 14  # fen/month of co-resident relatives outside the unit who owe support
    OBLIGOR_PERSONS = 15
    OBLIGOR_ABLE = 16  # obligors of working age
    ASSETS = 17  # fen, monetary
    CAR = 18  # 0 or 1
    SECOND_HOME = 19  # 0 or 1
    REGISTERED = 20  # 1 = registered in this province
    INSTITUTION = 21  # 1 = lives in a care home
    DEPENDENT = 22  # persons without ability to work by law: 60+, under 16, severely disabled
    SHOCK = 23  # 0 none, 1 illness, 2 job loss, 3 disaster: fresh hardship that temporary assistance looks at
    SHOCK_COST = 24  # fen, one-off cost of that hardship
    MONTHS_SINCE_RISE = 25  # months since assessed income rose above the line (gradual exit)


class Line(IntEnum):
    """Index into the lines of a unit's county and area (int64, fen per person-month)."""

    DIBAO = 0
    TEKUN = 1  # basic living standard
    MARGINAL = 2  # dibao line x the county's marginal multiple
    MINIMUM_WAGE = 3
    DISPOSABLE_INCOME = 4  # prior-year disposable income per head
