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
    WORKERS = 6  # members in the earnings base, who lost the job among them
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
    SHOCK = 23  # code of `parameters.schema.shocks.Shock`: fresh hardship that temporary assistance looks at
    SHOCK_COST = 24  # fen, one-off cost of that hardship
    MONTHS_SINCE_RISE = 25  # months since assessed income rose above the line (gradual exit)
    # Stated where a household is described by hand; in the simulated world 0 unless `needs.known` (`needs.py`).
    GRADE3 = 26  # persons with a grade-3 intellectual or mental disability
    FRAIL_ELDERS = 27  # disabled or demented persons of 60 and over
    CARE_PARTIAL = 28  # persons who partly cannot care for themselves (1 to 3 of 6 items)
    CARE_FULL = 29  # persons who cannot care for themselves (4 items or more)
    STUDENTS = 30  # persons in education
    DISABLED = 31  # persons with a disability certificate
    MEDICAL_COST = 32  # fen/month: eligible medical cost before medical assistance
    RIGID_EDUCATION = 33  # fen/month: the part of RIGID that goes to schooling
    RIGID_DISABILITY = 34  # fen/month: the part of RIGID that goes to rehabilitation
    DISREGARDED = 35  # fen/month: the part of OTHER that the law does not count
    RENT = 36  # fen/month paid for the dwelling
    UNFIT_HOME = 37  # 1 = the own dwelling is unsafe or unfit
    JOB_SEEKERS = 38  # persons registered for placement or training
    SERVICE_NEEDS = 39  # persons who need care, counselling or company and have nobody for it
    OBLIGOR_YOUNGEST = 40  # years: age of the youngest relative who owes support
    OBLIGOR_DISABLED = 41  # such relatives who are severely disabled, or grade 3 intellectual or mental
    OBLIGOR_ASSETS = 42  # fen, monetary, of such relatives together
    FORMER_POOR = 43  # 1 = registered as lifted out of rural poverty
    URBAN = 44  # 1 = the urban standard applies
    OBLIGOR_OWN_INCOME = 45  # fen/month: what such relatives have themselves, without the others of their household
    INFANTS = 46  # members under 3
    UNINSURED = 47  # members who work for wages without social insurance, so that nobody can verify what they earn


ON_FILE = 26  # facts below this index are kept on a case's file


class Line(IntEnum):
    """Index into the lines of a unit's county and area (int64, fen per person-month)."""

    DIBAO = 0
    TEKUN = 1  # basic living standard
    MARGINAL = 2  # dibao line x the county's marginal multiple
    MINIMUM_WAGE = 3
    DISPOSABLE_INCOME = 4  # prior-year disposable income per head
    BAND = 5  # fen per month of a three-person household: ceiling of the band above the marginal line; 0 = none
