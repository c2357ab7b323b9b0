"""Questions for a class: guess what a reform does in the first year. `truths` has the right answers."""

from typing import Final, NamedTuple

from simulation.app.settings import Setting
from simulation.report.words.labels import Label


class Question(NamedTuple):
    """A setting and the main figure whose relative change is to be guessed."""

    id: str
    setting: Setting
    figure: str
    text: Label


QUESTIONS: Final = (
    Question("line_money", {"line": 1.1}, "benefits_yuan_year",
             Label("低保标准提高 10%，救助支出会怎样？", "The dibao line goes up 10%. What happens to spending?")),
    Question("line_people", {"line": 1.2}, "recipients_persons",
             Label("低保标准提高 20%，低保人数会怎样？", "The line goes up 20%. What happens to the number on dibao?")),
    Question("line_error", {"line": 1.1}, "exclusion_error_poor_share",
             Label("低保标准提高 10%，漏保率会怎样？",
                   "The dibao line goes up 10%. What happens to the exclusion error?")),
    Question("line_cut_money", {"line": 0.9}, "benefits_yuan_year",
             Label("低保标准降低 10%，救助支出会怎样？", "The dibao line goes down 10%. What happens to spending?")),
    Question("taper_money", {"taper": 0.5}, "benefits_yuan_year",
             Label("收入每增 1 元只少发 0.5 元，救助支出会怎样？",
                   "Only half of each yuan earned is withdrawn. What happens to spending?")),
    Question("exit_money", {"exit": 12.0}, "benefits_yuan_year",
             Label("渐退期改为 12 个月，救助支出会怎样？",
                   "Gradual exit lasts 12 months instead. What happens to spending?")),
    Question("visits_money", {"visits": 2.0}, "benefits_yuan_year",
             Label("走访户次加倍，工时也随之加倍，救助支出会怎样？",
                   "Grids make twice the visits, in twice the hours. What happens to spending?")),
    Question("screening_unknown", {"screening": 0.5}, "poor_not_known_share",
             Label("数据比对灵敏度提高到每月 50%，“未被发现”的贫困者占比会怎样？",
                   "Screening finds 50% a month. What happens to the share of the poor nobody knows of?")),
    Question("screening_error", {"screening": 0.5}, "exclusion_error_poor_share",
             Label("数据比对灵敏度提高到每月 50%，漏保率会怎样？",
                   "Screening finds 50% a month. What happens to the exclusion error?")),
)  # fmt: skip


class Choice(NamedTuple):
    """An option: relative changes from `low` (included) to `high`."""

    id: str
    low: float
    high: float
    label: Label


CHOICES: Final = (
    Choice("down_much", -1e9, -0.10, Label("下降 10% 以上", "Falls by more than 10%")),
    Choice("down", -0.10, -0.02, Label("下降 2% 至 10%", "Falls by 2 to 10%")),
    Choice("same", -0.02, 0.02, Label("变化不到 2%", "Changes by less than 2%")),
    Choice("up", 0.02, 0.10, Label("上升 2% 至 10%", "Rises by 2 to 10%")),
    Choice("up_much", 0.10, 1e9, Label("上升 10% 以上", "Rises by more than 10%")),
)


def question(name: str) -> Question:
    """A question by id; ValueError for an unknown one."""
    found = {each.id: each for each in QUESTIONS}.get(name)
    if found is None:
        raise ValueError(f"no question {name!r}: there are {', '.join(each.id for each in QUESTIONS)}")
    return found
