// Screen (e): guess the effect, then reveal it. The right answer ships with its interval; the page's own run is shown next to it.
import { amount, ask, button, differenceCell, facts, make, maybe, status, titled, told, word } from "./core.js";
import { AFTER, BEFORE, columns, lines } from "./charts.js";

let place = 0, right = 0, asked = 0;

export function quiz(screen) {
  const questions = facts.start.questions;  // those whose answer is clear in this province
  if (!questions.length) {
    screen.append(make("p", { id: "no_questions", className: "hint" }, `${word("no_questions")} `, make("code", { textContent: facts.words.make_truths })));
    return;
  }
  const { question: id, period } = questions[place % questions.length];
  const view = make("div", { id: "revealed" });
  let guess = null;
  const choices = facts.words.choices.map((choice) => button(word(`choice_${choice}`), () => {
    guess = choice;
    choices.forEach((each) => each.classList.toggle("on", each.dataset.choice === choice));
    reveal.disabled = false;
  }, { data: { choice } }));
  const reveal = button(word("reveal"), async () => {
    reveal.disabled = true;
    status(word("computing"));
    try {
      show(view, await ask("quiz", { question: id }), guess);
      choices.forEach((each) => { each.disabled = true; });
      status("");
    } catch (error) {
      told(error);
    }
  }, { id: "reveal", disabled: true });
  const next = button(word("next"), () => { place += 1; screen.replaceChildren(); quiz(screen); }, { id: "next" });
  screen.append(make("h2", { textContent: word(`question_${id}`) }), make("p", { className: "hint", textContent: word("guess", { period }) }),
    make("div", { className: "choices" }, ...choices), make("div", { className: "tools" }, reveal, next), view);
}

const percent = (change) => `${change >= 0 ? "+" : ""}${(100 * change).toFixed(1)}%`;
function show(view, { figure, truth, run }, guess) {
  asked += 1;
  right += guess === truth.right ? 1 : 0;
  const unit = facts.words.figures.find(([id]) => id === figure)[1];
  const verdict = guess === truth.right ? "right" : "wrong";
  const change = word("with_interval", { value: percent(truth.change), low: percent(truth.low), high: percent(truth.high) });
  const parts = [make("p", { className: verdict, textContent: word(verdict, { change }) }),
    make("p", { textContent: `${word(`choice_${truth.right}`)} · ${word("score", { right, asked })}` }),
    make("p", { className: "hint", textContent: word("truth_source", { ...truth, before: amount(truth.before, unit), after: amount(truth.after, unit) }) })];
  const series = [{ name: word("truth_series", truth), values: [truth.before, truth.after], colour: AFTER, whiskers: [null, [truth.low, truth.high].map((each) => truth.before * (1 + each))] }];
  const { before, after, difference, period } = run, beside = period === truth.period;
  if (beside) series.push({ name: word("sample_series"), values: [before.totals[figure], after.totals[figure]], colour: BEFORE, whiskers: [null, [1, 2].map((end) => before.totals[figure] + difference.totals[figure][end])] });
  parts.push(make("p", { className: "hint", id: "sample", textContent: beside ? word("sample_says", {
    households: facts.start.households.toLocaleString("en"), period, before: amount(before.totals[figure], unit), after: amount(after.totals[figure], unit),
    difference: differenceCell(difference.totals[figure], unit).text,
  }) : word("sample_other_months", { period }) }));
  const pair = [{ name: word("before"), values: before.budget, colour: BEFORE, dash: "5 4" }, { name: word("after"), values: after.budget, colour: AFTER }];
  view.replaceChildren(...parts, make("div", { className: "charts" },
    columns(titled(maybe("figure_", figure), truth.period), [word("before"), word("after")], series, unit, [word("whisker")]),
    lines(titled(word("sample_series"), word("chart_budget")), run.months, pair, "yuan/year")));
}
