// Screen (e): guess the effect, then reveal a run of it.
import { amount, ask, button, facts, make, maybe, status, told, word } from "./core.js";
import { AFTER, BEFORE, columns, lines } from "./charts.js";

let place = 0, right = 0, asked = 0;

export function quiz(screen) {
  const question = facts.words.questions[place % facts.words.questions.length];
  const view = make("div", { id: "revealed" });
  let guess = null;
  const choices = facts.words.choices.map((id) => button(word(`choice_${id}`), () => {
    guess = id;
    choices.forEach((each) => each.classList.toggle("on", each.dataset.choice === id));
    reveal.disabled = false;
  }, { data: { choice: id } }));
  const reveal = button(word("reveal"), async () => {
    reveal.disabled = true;
    status(word("computing"));
    try {
      show(view, await ask("quiz", { question: question.id }), question, guess);
      choices.forEach((each) => { each.disabled = true; });
      status("");
    } catch (error) {
      told(error);
    }
  }, { id: "reveal", disabled: true });
  const next = button(word("next"), () => { place += 1; screen.replaceChildren(); quiz(screen); }, { id: "next" });
  screen.append(make("h2", { textContent: word(`question_${question.id}`) }), make("p", { className: "hint", textContent: word("guess") }),
    make("div", { className: "choices" }, ...choices), make("div", { className: "tools" }, reveal, next), view);
}
function show(view, answer, question, guess) {
  asked += 1;
  right += guess === answer.right ? 1 : 0;
  const unit = facts.words.figures.find(([id]) => id === question.figure)[1];
  const change = `${amount(answer.before, unit)} → ${amount(answer.after, unit)} (${answer.change >= 0 ? "+" : ""}${(100 * answer.change).toFixed(1)}%)`;
  const verdict = guess === answer.right ? "right" : "wrong";
  const { before, after } = answer.runs;
  const pair = [{ name: word("before"), values: before.budget, colour: BEFORE, dash: "5 4" }, { name: word("after"), values: after.budget, colour: AFTER }];
  view.replaceChildren(make("p", { className: verdict, textContent: word(verdict, { change }) }), make("p", { textContent: `${word(`choice_${answer.right}`)} · ${word("score", { right, asked })}` }),
    make("div", { className: "charts" }, columns(maybe("figure_", question.figure), [word("before"), word("after")], [{ name: "", values: [answer.before, answer.after], colour: AFTER }], unit), lines(word("chart_budget"), before.months, pair, "yuan/year")));
}
