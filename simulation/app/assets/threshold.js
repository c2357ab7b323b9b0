// Screen (a): move the threshold. Every number is a run on the server; while one goes on, the page says so.
import { amount, button, differenceCell, facts, inUnit, keepLink, link, make, markStale, maybe, newer, run, say, state, status, table, titled, told, unitOf, untold, word } from "./core.js";
import { AFTER, BEFORE, COLOURS, LOSS, columns, lines } from "./charts.js";

// For those who measure: milliseconds from a slider to the first and to the last redrawn chart of each run.
window.latencies = [];
const whole = (answer) => answer.done === answer.months.length;
window.atRest = () => !busy && latest !== null && whole(latest) && shownFor === wish;
const IDLE_MS = 200;  // so long nobody moves before neighbours are run ahead
let busy = false, warned = null, idle = 0, wish = null, moved = "", charts, caption, latest = null;
let shownFor = null;  // the wish that the figures on the page answer: any other wish makes them stale

export function threshold(place, first = facts.start.baseline) {
  const panel = make("div", {});
  charts = make("div", { id: "figures" });
  caption = make("p", { id: "compared", role: "status" });
  place.append(make("div", { className: "columns" }, panel, make("div", {}, caption, charts)));
  panel.append(presets(), ...facts.words.levers.map(lever), tools());
  latest = null;
  show(first, null);
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
// ends it there: the server is informed at once, for it would go on with the second year meanwhile.
function change(id) {
  moved = id;
  keepLink();
  wish = performance.now();
  clearTimeout(idle);
  freshness();
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
      show(answer, began);
      requestAnimationFrame(() => requestAnimationFrame(() => {
        const ms = performance.now() - began;
        if (!seen && lever) window.latencies.push(seen = { first: ms, whole: null, cached: Boolean(answer.cached), lever });
        if (!whole(answer)) return;
        if (seen) seen.whole = ms;
        finished(answer, ms, lever, began);
      }));
      if (wish !== began && busy === began) start();
    });
    say("");
  } catch (error) {
    told(error);
    freshness(wish === began);
  }
  if (busy === began) {
    busy = false;
    if (wish !== began) start();
  }
}
function finished(answer, ms, lever, began) {
  const values = { households: facts.start.households.toLocaleString("en"), months: answer.done, ms: Math.round(ms) };
  status(`${word(answer.cached ? "from_memory" : "done", values)} ${answer.digest ?? ""}`);
  if (lever && wish === began) idle = setTimeout(() => fetch(`api/prefetch?${link({ lever })}`).catch(() => {}), IDLE_MS);
}

// Whether the figures are those of the wish; which months of both runs they are of.
function freshness(failed = false) {
  const stale = shownFor !== wish, answer = latest ?? facts.start.baseline;
  markStale(charts, stale);
  const below = document.querySelector('[data-below="line"]');
  if (below) markStale(below, stale);
  caption.className = stale ? "warn" : "";
  const { months, done, period } = answer;
  caption.textContent = stale ? word(failed ? "stale_error" : "stale") : word("compared", { first: months[0], last: months[done - 1], period });
}

// Money and persons of each calendar year, the same months on both sides; while a run goes on, its first years.
function years({ before, after, difference }) {
  const row = (id, unit, k) => {
    const { year, months, [id]: a } = before.by_year[k];
    return [`${word(`year_${id}`)} ${year}${months < 12 ? word("year_part", { months }) : ""}${unitOf(unit)}`,
      amount(a, unit), amount(after.by_year[k][id], unit), differenceCell(difference.by_year[k][id], unit)];
  };
  return [["benefits_yuan", "yuan"], ["recipients_persons", "persons"]].flatMap(([id, unit]) => before.by_year.map((_, k) => row(id, unit, k)));
}

// Where the reform's line may lie, by month: the baseline and the interval of the difference.
const bandOf = (values, [, low, high]) => [low, high].map((edge) => values.map((value, place) => value + (edge[place] ?? 0)));

function budget({ months, before, after, difference }) {
  const moves = difference.budget[0].some((each) => each !== 0);
  return lines(inUnit(word("chart_budget"), "元", "yuan"), months, [
    { name: word("before"), values: before.budget, colour: BEFORE, dash: "5 4" },
    { name: word("after"), values: after.budget, colour: AFTER, band: moves ? bandOf(before.budget, difference.budget) : null },
  ], "yuan/year", word("band"));
}
function recipients({ months, before, after, difference }) {
  const kinds = Object.keys({ ...before.recipients, ...after.recipients }), none = before.budget.map(() => 0);
  const series = kinds.flatMap((kind, k) => {
    const colour = COLOURS[k % COLOURS.length], from = before.recipients[kind] ?? none, change = difference.recipients[kind];
    const moves = change[0].some((each) => each !== 0);
    return [{ name: "", values: from, colour, dash: "5 4" },
      { name: maybe("group_", kind), values: after.recipients[kind] ?? none, colour, band: moves ? bandOf(from, change) : null }];
  });
  return lines(word("chart_recipients"), months, series, "persons", word("band"));
}
function causes({ before, after, difference, period }) {
  const names = facts.words.causes, values = (side) => names.map((cause) => side.causes[cause]);
  const changes = names.map((cause) => difference.causes[cause]);
  const some = changes.some(([value]) => value);
  return columns(titled(word("chart_causes"), period), names.map((cause) => maybe("group_", cause)), [
    { name: word("before"), values: values(before), colour: BEFORE },
    { name: word("after"), values: values(after), colour: AFTER, hollow: changes.map(untold), hollowName: word("hollow"),
      whiskers: names.map((cause, k) => (changes[k][1] === null ? null : [1, 2].map((end) => before.causes[cause] + changes[k][end]))),
      told: changes.map((each) => differenceCell(each, "share").text) },
  ], "share", some ? [word("whisker")] : []);
}
function deciles({ gains, period }) {
  const net = gains.net[0].map((_, k) => gains.net.map((each) => each[k]));
  const hollow = net.map(untold), hollowName = word("hollow_net"), told = net.map((each) => differenceCell(each, "households").text);
  return columns(titled(word("chart_deciles"), period), net.map((_, place) => String(place + 1)), [
    { name: word("text_gainers_column"), values: gains.gainers, colour: AFTER, hollow, hollowName, told },
    { name: word("text_losers_column"), values: gains.losers.map((each) => -each), colour: LOSS, hollow, hollowName, told },
  ], "households", [word("decile_axis")]);
}

// An answer holds both sides over the same months: nothing else is ever set against it.
function show(answer, wishShown) {
  shownFor = wishShown;
  if (!whole(answer)) status(word("partial", { done: answer.done, wanted: answer.months.length }));
  const { before, after, difference } = answer;
  const rows = facts.words.figures.map(([id, unit]) => [`${maybe("figure_", id)}${unitOf(unit)}`,
    amount(before.totals[id], unit), amount(after.totals[id], unit), differenceCell(difference.totals[id], unit)]);
  const sides = [word("before"), word("after"), word("difference")];
  const grid = make("div", { className: "charts" }, budget(answer), recipients(answer), causes(answer), deciles(answer));
  charts.replaceChildren(table([inUnit(word("figure"), answer.period, answer.period), ...sides], rows), table([word("by_year"), ...sides], years(answer), "years"), grid);
  const below = document.querySelector('[data-below="line"]');
  const { urban, rural } = answer.lines ?? facts.start.lines;
  if (below) below.textContent = word("lines_now", { urban: urban.toLocaleString("en"), rural: rural.toLocaleString("en") });
  freshness();
}
