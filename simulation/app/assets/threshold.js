// Screen (a): move the threshold. Every number is a run on the server; while one goes on, the page says so.
import { amount, button, facts, inUnit, keepLink, link, make, maybe, newer, run, say, state, status, table, told, unitOf, word } from "./core.js";
import { AFTER, BEFORE, COLOURS, LOSS, columns, lines } from "./charts.js";

// For those who measure: milliseconds from a slider to the first and to the last redrawn chart of each run.
window.latencies = [];
window.atRest = () => !busy && latest !== null && latest.months.length === latest.wanted;
const IDLE_MS = 200;  // so long nobody moves before neighbours are run ahead
let busy = false, warned = null, idle = 0, wish = null, moved = "", charts, latest = null;

export function threshold(place, first = facts.start.baseline) {
  const panel = make("div", {}), view = make("div", {});
  charts = view;
  place.append(make("div", { className: "columns" }, panel, view));
  panel.append(presets(), ...facts.words.levers.map(lever), tools());
  latest = null;
  show(first);
  change("");
}

const current = (id) => state.setting[id] ?? facts.start.present[id];
function shown(id) {
  const { unit } = facts.words.levers.find((each) => each.id === id), value = current(id);
  return unit === "share" ? `${Math.round(100 * value)}%` : `${Number(value.toFixed(2))} ${word(`unit_${unit}`)}`;
}

function lever({ id, least, most, step, label }) {
  const value = make("b", { textContent: shown(id) });
  const slider = make("input", { type: "range", min: least, max: most, step, value: current(id), data: { lever: id }, ariaLabel: label[state.lang] });
  const below = make("small", { data: { below: id } });
  slider.oninput = () => {
    state.setting[id] = Number(slider.value);
    value.textContent = shown(id);
    change(id);
  };
  return make("div", { className: "lever" }, make("label", {}, make("span", { textContent: label[state.lang] }), value), slider, below);
}

function presets() {
  const each = ({ id, setting, label }) => button(label[state.lang], () => choose(setting), { data: { preset: id } });
  return make("div", {}, make("h2", { textContent: word("presets") }), make("div", { className: "tools" }, ...facts.words.presets.map(each)));
}
function choose(setting) {
  const until = latest ?? facts.start.baseline;  // what is seen stays until the new charts are there
  state.setting = { ...setting };
  keepLink();
  document.getElementById("screen").replaceChildren();
  threshold(document.getElementById("screen"), until);
}

function tools() {
  const file = (name, key) => make("a", { textContent: word(key), data: { file: name }, onclick: (event) => { event.target.href = `download/${name}?${link()}`; }, href: "#" });
  const copy = button(word("link"), async () => {
    keepLink();
    await navigator.clipboard?.writeText(location.href).catch(() => {});
    copy.textContent = word("copied");
  });
  return make("div", { className: "tools" }, button(word("reset"), () => choose({}), { id: "reset" }), copy, button(word("print"), () => print()),
    file("comparison.csv", "download_csv"), file("comparison.xlsx", "download_xlsx"), file("reform.toml", "download_reform"));
}

// One question at a time. A newer wish lets the run under way show its first year, so that a drag is seen to move, and
// ends it there: the server is told at once, for it would go on with the second year meanwhile.
function change(id) {
  moved = id;
  keepLink();
  wish = performance.now();
  clearTimeout(idle);
  charts.classList.add("busy");
  status(word("computing"));
  if (!busy) start();
  else if (!warned) warned = newer();
}
async function start() {
  const began = wish, lever = moved;
  let seen = null;
  busy = began;
  warned = null;
  try {
    await run((answer) => {
      latest = answer;
      show(answer);
      requestAnimationFrame(() => requestAnimationFrame(() => {
        const ms = performance.now() - began;
        if (!seen && lever) window.latencies.push(seen = { first: ms, whole: null, cached: Boolean(answer.cached), lever });
        if (answer.months.length !== answer.wanted) return;
        if (seen) seen.whole = ms;
        finished(answer, ms, lever, began);
      }));
      if (wish !== began && busy === began) start();
    });
    say("");
  } catch (error) {
    told(error);
  }
  if (busy === began) {
    busy = false;
    if (wish !== began) start();
  }
}
function finished(answer, ms, lever, began) {
  const values = { households: facts.start.households.toLocaleString("en"), months: answer.wanted, ms: Math.round(ms) };
  status(`${word(answer.cached ? "from_memory" : "done", values)} ${answer.digest ?? ""}`);
  if (lever && wish === began) idle = setTimeout(() => fetch(`api/prefetch?${link({ lever })}`).catch(() => {}), IDLE_MS);
}

// Money and persons of each calendar year that both runs have whole; while a run goes on that is its first years.
function years(before, answer) {
  const both = answer.by_year.map((b, k) => [before.by_year[k], b]).filter(([a, b]) => a?.months === b.months);
  const row = (id, unit, a, b) => [`${word(`year_${id}`)} ${b.year}${b.months < 12 ? word("year_part", { months: b.months }) : ""}${unitOf(unit)}`,
    amount(a[id], unit), amount(b[id], unit), amount(b[id] - a[id], unit, true)];
  return [["benefits_yuan", "yuan"], ["recipients_persons", "persons"]].flatMap(([id, unit]) => both.map(([a, b]) => row(id, unit, a, b)));
}

function show(answer) {
  const before = facts.start.baseline, whole = answer.months.length === answer.wanted;
  charts.classList.toggle("busy", !latest);
  if (!whole) status(word("partial", { done: answer.months.length, wanted: answer.wanted }));
  const pair = (a, b) => [{ name: word("before"), values: a, colour: BEFORE, dash: "5 4" }, { name: word("after"), values: b, colour: AFTER }];
  const grid = make("div", { className: "charts" });
  grid.append(lines(inUnit(word("chart_budget"), "元", "yuan"), before.months, pair(before.budget, answer.budget), "yuan/year"));
  const kinds = Object.keys({ ...before.recipients, ...answer.recipients });
  const both = kinds.flatMap((kind, k) => [
    { name: "", values: before.recipients[kind] ?? [], colour: COLOURS[k % COLOURS.length], dash: "5 4" },
    { name: maybe("group_", kind), values: answer.recipients[kind] ?? [], colour: COLOURS[k % COLOURS.length] },
  ]);
  grid.append(lines(word("chart_recipients"), before.months, both, "persons"));
  const causes = facts.words.causes;
  const shares = (run) => causes.map((cause) => run.causes[cause]);
  grid.append(columns(`${word("chart_causes")}, ${answer.period}`, causes.map((cause) => maybe("group_", cause)), pair(shares(before), shares(answer)), "share"));
  if (answer.gainers) {
    const deciles = answer.gainers.map((_, place) => String(place + 1));
    grid.append(columns(`${word("chart_deciles")}, ${answer.period}`, deciles, [
      { name: word("text_gainers_column"), values: answer.gainers, colour: AFTER },
      { name: word("text_losers_column"), values: answer.losers.map((each) => -each), colour: LOSS },
    ], "households", word("decile_axis")));
  }
  const rows = facts.words.figures.map(([id, unit]) => {
    const [a, b] = [before.totals[id], answer.totals[id]];
    return [`${maybe("figure_", id)}${unitOf(unit)}`, amount(a, unit), amount(b, unit), amount(b - a, unit, true)];
  });
  const sides = [word("before"), word("after"), word("difference")];
  charts.replaceChildren(table([`${word("figure")} (${answer.period})`, ...sides], rows), table([word("by_year"), ...sides], years(before, answer), "years"), grid);
  const below = document.querySelector('[data-below="line"]');
  const { urban, rural } = answer.lines ?? facts.start.lines;
  if (below) below.textContent = word("lines_now", { urban: urban.toLocaleString("en"), rural: rural.toLocaleString("en") });
}
