// Screen (b): one household: what it gets and why, its budget line, marginal rate and cliffs before and after.
import { ask, facts, make, markStale, maybe, state, status, table, titled, told, word } from "./core.js";
import { budgetLine, rates } from "./charts.js";

const form = { area: "urban", vary: "other", values: null };
let view, asked = 0, timer = 0;

export function household(place) {
  form.values ??= { ...facts.words.examples.find((each) => each.id === "elder_couple").values, other: 600 };
  const panel = make("div", {});
  view = make("div", {});
  place.append(make("div", { className: "columns" }, panel, view));
  panel.append(examples(), fields(), make("p", { className: "hint", textContent: word("hint_household") }));
  change();
}

function select(name, options, chosen, onchange) {
  const made = make("select", { name, onchange: () => onchange(made.value) }, ...options.map(([value, text]) => make("option", { value, textContent: text, selected: value === chosen })));
  return made;
}
function examples() {
  const options = [["", "–"], ...facts.words.examples.map((each) => [each.id, each[state.lang]])];
  const choose = (id) => {
    const found = facts.words.examples.find((each) => each.id === id);
    if (!found) return;
    form.values = { ...found.values };
    form.vary = found.vary;
    const place = document.getElementById("screen");
    place.replaceChildren();
    household(place);
  };
  return make("p", {}, make("label", {}, `${word("example")} `, select("example", options, "", choose)));
}
function fields() {
  const { counts, money, ticks } = facts.words, inside = [];
  const later = () => { markStale(view, true); clearTimeout(timer); timer = setTimeout(change, 120); };
  const number = (name) => {
    const input = make("input", { type: "number", min: 0, step: counts.includes(name) ? 1 : 50, name, value: form.values[name], ariaLabel: word(`field_${name}`) });
    input.oninput = () => { form.values[name] = input.value; later(); };
    inside.push(make("span", { textContent: word(`field_${name}`) }), input);
  };
  counts.forEach(number);
  money.forEach(number);
  for (const name of ticks) {
    const input = make("input", { type: "checkbox", name, checked: form.values[name], ariaLabel: word(`field_${name}`) });
    input.onchange = () => { form.values[name] = input.checked; later(); };
    inside.push(make("span", { textContent: word(`field_${name}`) }), input);
  }
  const pick = (key, values, names) => {
    inside.push(make("span", { textContent: word(key) }), select(key, values.map((value, place) => [value, names[place]]), form[key], (value) => { form[key] = value; later(); }));
  };
  pick("area", ["urban", "rural"], [word("area_urban"), word("area_rural")]);
  const axes = ["wage", "pension", "other", "line"];
  pick("vary", axes, axes.map((axis) => word(`vary_${axis}`)));
  return make("fieldset", {}, ...inside);
}

async function change() {
  const mine = ++asked, home = { "h.area": form.area, vary: form.vary };
  for (const [name, value] of Object.entries(form.values)) home[`h.${name}`] = value === true ? 1 : value === false ? 0 : value;
  status(word("computing"));
  markStale(view, true);  // until the household asked for is there; after an error for good
  try {
    const answer = await ask("household", home);
    if (mine === asked) show(answer);
  } catch (error) {
    if (mine === asked) told(error);
  }
}

const yuan = (value) => value.toLocaleString("en", { maximumFractionDigits: 0 });
function named(side) {
  const own = { wage: word("text_wage"), other_income: word("text_other_income") };
  for (const source of side.line.sources) {
    source.own = source.id in own;
    source.name = own[source.id] ?? (source.id === "in_kind" ? word("text_in_kind") : source.name);
  }
}
function show({ month, before, after }) {
  named(before);
  const axisName = word(`vary_${form.vary}`), parts = [make("p", { className: "hint", textContent: word("rules_of", { month }) })];
  const verdicts = [[word("before"), before], [word("after"), after]].filter(([, side]) => side);
  for (const [name, side] of verdicts) parts.push(make("p", { className: "verdict" }, make("b", { textContent: titled(name, "") }), side.verdict));
  const charts = make("div", { className: "charts" }, budgetLine(word("chart_net"), before, after, axisName));
  if (before.line.emtr.length) charts.append(rates(word("chart_emtr"), before, after, axisName));
  parts.push(charts);
  for (const [name, side] of verdicts) {
    const rows = side.cliffs.map((cliff, place) => [`${place + 1} ${cliff.why}`, yuan(cliff.at), yuan(cliff.drop), `${yuan(cliff.low)}–${yuan(cliff.high)}`, cliff.rule]);
    parts.push(make("h2", { textContent: titled(word("cliffs"), name) }), table([word("cliffs"), word("cliff_at"), word("cliff_drop"), word("cliff_range"), word("cliff_rule")], rows.length ? rows : [[word("none"), "", "", "", ""]]));
  }
  const last = verdicts.at(-1)[1];
  parts.push(make("h2", { textContent: word("why") }), make("div", { className: "scroll" }, table(last.headings, last.lines.map(([programme, ...rest]) => [programme && maybe("group_", programme), ...rest.map((cell) => (cell === "✗" ? "×" : cell))]), "words")));
  view.replaceChildren(...parts);
  markStale(view, false);
  status("");
}
