"""Who can live with whom: the list of household templates, and of collective residents.

Assessment units: spouses, their minor children and dependent student children form one unit; grandparents
(or elders with a grown child) are their own; a co-resident independent adult child is its own. How often a
template occurs before raking follows from assumed odds (`scenarios/national/household_odds.csv`, by the names
given here) and the published shares of household sizes.
"""

from simulation.population.census.templates import (
    ADULT,
    BARRACKS,
    BOARDING,
    CARE_HOME,
    CHILD,
    CHILD_OF,
    EITHER,
    FEMALE,
    LARGEST,
    MALE,
    MIDDLE,
    NO_TIE,
    OLD,
    OLDEST,
    PARENT_OF,
    SIXTY,
    SPOUSE_OF,
    STUDENT,
    STUDENT_DORM,
    TEEN,
    USUALLY_FEMALE,
    USUALLY_MALE,
    WORKER_DORM,
    YOUNG,
    YOUNGER_SIBLING_OF,
    Household,
    Slot,
)

type Ages = tuple[int, int]
type ElderSet = tuple[str, tuple[Ages, ...]]

OF_WORKING_AGE = {"young": YOUNG, "adult": ADULT, "middle": MIDDLE}
ELDERS = {"sixty": SIXTY, "old": OLD, "oldest": OLDEST}


def _children(kinds: tuple[Ages, ...], unit: int = 0) -> list[Slot]:
    """Dependent children, eldest first: each younger one follows the one before."""
    return [Slot(*kind, unit, YOUNGER_SIBLING_OF if i else NO_TIE, i - 1) for i, kind in enumerate(kinds)]


def _pair(ages: Ages, wife: Ages, unit: int, tie: int, to: int, at: int) -> list[Slot]:
    """Husband (tied to slot `to`) and wife; `at` is the index of the husband."""
    return [Slot(*ages, unit, tie, to, MALE), Slot(*wife, unit, SPOUSE_OF, at, FEMALE)]


def _elder_sets() -> list[ElderSet]:
    """Elder singles and couples by age class, with the name of their odds."""
    single: list[ElderSet] = [(f"elder_{name}", (ages,)) for name, ages in ELDERS.items()]
    couple: list[ElderSet] = [(f"elders_{name}", (ages, ages)) for name, ages in ELDERS.items()]
    mixed: list[ElderSet] = [("elders_sixty_old", (OLD, SIXTY)), ("elders_old_oldest", (OLDEST, OLD))]
    return single + couple + mixed


CHILD_SETS: tuple[tuple[Ages, ...], ...] = (
    (CHILD,),
    (TEEN,),
    (STUDENT,),
    (CHILD, CHILD),
    (TEEN, CHILD),
    (STUDENT, CHILD),
    (TEEN, TEEN),
    (STUDENT, TEEN),
    (STUDENT, STUDENT),
    (CHILD, CHILD, CHILD),
    (TEEN, CHILD, CHILD),
    (STUDENT, TEEN, CHILD),
    (STUDENT, CHILD, CHILD),
    (CHILD, CHILD, CHILD, CHILD),
    (TEEN, CHILD, CHILD, CHILD),
)


def _child_odds(kinds: tuple[Ages, ...]) -> tuple[str, ...]:
    names = {CHILD: "child", TEEN: "teen", STUDENT: "student"}
    return (f"children_{len(kinds)}", *(names[kind] for kind in kinds))


def _parent_ages(kinds: tuple[Ages, ...]) -> Ages:
    return (22, 59) if kinds[0] == CHILD else (36, 59)


def _one_generation() -> list[Household]:
    # assumed: without it 51.5% of Fujian's family members are women, for old people who are left alone mostly are
    homes = [
        Household((Slot(*ages, sex=sex),), 1, odds=(f"alone_{name}",))
        for sex, named in ((USUALLY_MALE, OF_WORKING_AGE), (EITHER, ELDERS))
        for name, ages in named.items()
    ]
    couples = [
        ("couple_young", YOUNG, YOUNG),
        ("couple_adult", ADULT, ADULT),
        ("couple_middle", MIDDLE, MIDDLE),
        ("couple_sixty", SIXTY, SIXTY),
        ("couple_sixty_middle", SIXTY, (50, 59)),
        ("couple_old_sixty", OLD, SIXTY),
        ("couple_old", OLD, OLD),
        ("couple_oldest_old", OLDEST, OLD),
        ("couple_oldest", OLDEST, OLDEST),
    ]
    homes += [Household(tuple(_pair(a, b, 0, NO_TIE, -1, 0)), 1, odds=(n,)) for n, a, b in couples]
    for number in (2, 3, 4, 5):
        for ages in (YOUNG, ADULT):
            sharers = tuple(Slot(*ages, unit) for unit in range(number))
            homes.append(Household(sharers, 1, odds=(f"sharers_{number}",)))
    homes.append(Household((*_pair(MIDDLE, MIDDLE, 0, NO_TIE, -1, 0), Slot(*MIDDLE, 1)), 1, odds=("siblings",)))
    return homes


def _two_generations() -> list[Household]:
    homes = []
    for kinds in CHILD_SETS:
        n, ages, odds = len(kinds), _parent_ages(kinds), _child_odds(kinds)
        pair = _pair(ages, ages, 0, PARENT_OF, 0, n)
        homes.append(Household((*_children(kinds), *pair), 2, odds=("parents", *odds)))
        if n <= 3:
            alone = Slot(*ages, 0, PARENT_OF, 0, USUALLY_FEMALE)
            homes.append(Household((*_children(kinds), alone), 2, odds=("lone_parent", *odds)))
        if n <= 2 and kinds[0] != STUDENT:
            elder = (Slot(*(OLD if n == 1 else SIXTY), 0, PARENT_OF, 0, USUALLY_FEMALE),)
            homes.append(Household((*_children(kinds), *elder), 2, odds=("grandchildren", *odds)))
            for old in (SIXTY, OLD, (45, 59)):
                both = _pair(old, old, 0, PARENT_OF, 0, n)
                homes.append(Household((*_children(kinds), *both), 2, odds=("grandchildren", *odds)))
    for number in (1, 2):
        young = tuple(Slot(*YOUNG, 1 + i, CHILD_OF, 1) for i in range(number))
        pair = _pair(MIDDLE, MIDDLE, 0, NO_TIE, -1, 0)
        homes.append(Household((*pair, *young), 2, odds=(f"grown_{number}",)))
        grown = tuple(Slot(*YOUNG, 1 + i, CHILD_OF, 0) for i in range(number))
        homes.append(Household((Slot(*MIDDLE), *grown), 2, odds=(f"grown_{number}", "lone_parent")))
        for kind in (CHILD, TEEN, STUDENT):
            older = tuple(Slot(*YOUNG, 1 + i, CHILD_OF, 2) for i in range(number))
            parents = _pair(MIDDLE, MIDDLE, 0, PARENT_OF, 0, 1)
            homes.append(Household((Slot(*kind), *parents, *older), 2, odds=(f"grown_{number}", *_child_odds((kind,)))))
    return homes + _elders_with_children()


def _elders_with_children() -> list[Household]:
    """Elders with a grown child, alone or married, and no grandchildren at home."""
    younger = {SIXTY: (YOUNG, ADULT), OLD: (ADULT, MIDDLE), OLDEST: (MIDDLE, SIXTY, OLD)}
    homes = []
    for name, elders in _elder_sets():
        n = len(elders)
        mother = n - 1  # children go with the age of the wife, or of the elder who lives alone
        for ages in younger[elders[0]]:
            eldest = (85, 95) if ages == OLD else elders[0]
            if ages == OLD and elders[-1] != OLDEST:
                continue
            first = _pair(eldest, elders[-1], 0, NO_TIE, -1, 0) if n == 2 else [Slot(*eldest)]
            child = Slot(*ages, 1, CHILD_OF, mother)
            other = Slot(*ages, 2, CHILD_OF, mother)
            couple = _pair(ages, ages, 1, CHILD_OF, mother, n)
            homes.append(Household((*first, child), 2, odds=(name, "with_child")))
            homes.append(Household((*first, child, other), 2, odds=(name, "with_children")))
            homes.append(Household((*first, *couple), 2, odds=(name, "with_couple")))
    return homes


def _three_generations() -> list[Household]:
    homes = []
    sets = [*_elder_sets(), ("elder_middle", ((48, 59),)), ("elders_middle", ((48, 59), (48, 59)))]
    for name, elders in sets:
        late = elders[0] == OLDEST
        for kinds in CHILD_SETS:
            n, odds = len(kinds), (name, "three", *_child_odds(kinds))
            low, high = _parent_ages(kinds)
            if elders[0][0] < 60 and kinds[0] != CHILD:
                continue
            ages = (max(low, 40) if late else low, min(high, elders[-1][1] - 18))
            for parents in (2, 1):
                if n + parents + len(elders) > LARGEST or (parents == 1 and n > 2):
                    continue
                middle = _pair(ages, ages, 0, PARENT_OF, 0, n) if parents == 2 else [Slot(*ages, 0, PARENT_OF, 0)]
                at = n + parents
                top = (
                    _pair(elders[0], elders[-1], 1, PARENT_OF, n, at)
                    if len(elders) == 2
                    else [Slot(*elders[0], 1, PARENT_OF, n, USUALLY_FEMALE)]
                )
                lone = ("lone_parent",) if parents == 1 else ()
                homes.append(Household((*_children(kinds), *middle, *top), 3, odds=(*odds, *lone)))
    return homes + _four_generations()


def _four_generations() -> list[Household]:
    """Great-grandparent, grandparents, parents, one or two children; and a brother or sister at home."""
    homes = []
    for kinds in ((CHILD,), (CHILD, CHILD)):
        n = len(kinds)
        parents = _pair((22, 41), (22, 41), 0, PARENT_OF, 0, n)
        for ages in (SIXTY, (48, 59), (65, 75)):
            grand = _pair(ages, ages, 1, PARENT_OF, n, n + 2)
            great = Slot(*OLDEST, 2, PARENT_OF, n + 2, USUALLY_FEMALE)
            chain = (*_children(kinds), *parents, *grand, great)
            homes.append(Household(chain, 4, odds=("four", *_child_odds(kinds))))
            single = Slot(*YOUNG, 2, CHILD_OF, n + 2)
            home = (*_children(kinds), *parents, *grand, single)
            homes.append(Household(home, 3, odds=("three", "with_single", *_child_odds(kinds))))
    return homes


def _collective() -> list[Household]:
    """Residents of collective households: one-person units."""
    rows = [
        (STUDENT_DORM, (18, 22), "student_dorm"),
        (STUDENT_DORM, (15, 17), "school_dorm"),
        (WORKER_DORM, (20, 29), "worker_dorm_young"),
        (WORKER_DORM, (30, 59), "worker_dorm"),
        (BARRACKS, (20, 29), "barracks"),
        (BOARDING, (7, 14), "boarding"),
        (CARE_HOME, SIXTY, "care_home_sixty"),
        (CARE_HOME, OLD, "care_home_old"),
        (CARE_HOME, OLDEST, "care_home_oldest"),
        (WORKER_DORM, SIXTY, "worker_dorm_sixty"),
    ]
    return [
        Household((Slot(*ages, sex=MALE if kind == BARRACKS else EITHER),), 1, kind, (name,))
        for kind, ages, name in rows
    ]


def households() -> list[Household]:
    """All templates: family households by generations, then collective residents."""
    return [*_one_generation(), *_two_generations(), *_three_generations(), *_collective()]
