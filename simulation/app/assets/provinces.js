// Screen (d): a province's people under the practice of another.
import { amount, ask, button, differenceCell, facts, inUnit, make, maybe, state, status, table, titled, told, unitOf, untold, word } from "./core.js";
import { AFTER, columns } from "./charts.js";

let found, view, told_of;

export function provinces(place) {
  found = { [state.province]: facts.start.baseline };
  const pick = make("select", { id: "practice", onchange: () => load([pick.value]) }, make("option", { value: "", textContent: "–" }),
    ...facts.words.provinces.map((name) => make("option", { value: name, textContent: word(`province_${name}`) })));
  view = make("div", {});
  told_of = make("div", { id: "reported_table" });
  place.append(make("p", { className: "hint", textContent: word("hint_provinces") }), make("div", { className: "tools" }, make("label", {}, `${word("practice")} `, pick),
    button(word("compute_all"), () => load(facts.words.provinces), { id: "all" }), button(word("show_reported"), reported, { id: "reported" })), view, told_of);
  show();
}
async function load(names) {
  const province = state.province;
  for (const name of names.filter((each) => each && !found[each])) {
    status(`${word("computing")} ${word(`province_${name}`)}`);
    try {
      const answer = await ask("practice", { practice: name });
      if (state.province !== province || state.screen !== "provinces") return;
      found[name] = answer;
      show();
    } catch (error) {
      told(error);
      return;
    }
  }
  status("");
}
// What the province reported compared with a run of this page's sample.
async function reported() {
  const province = state.province;
  status(word("computing"));
  try {
    const answer = await ask("reported");
    if (state.province !== province || state.screen !== "provinces") return;
    told_of.replaceChildren(make("p", { className: "hint", textContent: word("hint_reported", { households: answer.households.toLocaleString("en") }) }), table(answer.headings, answer.rows, "reported"));
    status("");
  } catch (error) {
    told(error);
  }
}
// Each practice compared with the province's own, over the same months of both.
function show() {
  const names = facts.words.provinces.filter((name) => found[name]);
  const title = (name) => word(`province_${name}`) + (name === state.province ? word("own") : "");
  const { period, before: own } = found[state.province];
  const change = (name, id) => found[name].difference.totals[id];
  const rows = facts.words.figures.map(([id, unit]) => [`${maybe("figure_", id)}${unitOf(unit)}`, ...names.map((name) => ({
    text: amount(found[name].after.totals[id], unit) + (untold(change(name, id)) ? " ≈" : ""), className: untold(change(name, id)) ? "untold" : "",
  }))]);
  const charts = facts.words.figures.map(([id, unit]) => columns(titled(maybe("figure_", id), period), names.map((name) => word(`province_${name}`)), [{
    name: "", values: names.map((name) => found[name].after.totals[id]), colour: AFTER,
    hollow: names.map((name) => untold(change(name, id))), told: names.map((name) => differenceCell(change(name, id), unit).text),
    whiskers: names.map((name) => (change(name, id)[1] === null ? null : [1, 2].map((end) => own.totals[id] + change(name, id)[end]))),
  }], unit));
  view.replaceChildren(table([inUnit(word("figure"), period, period), ...names.map(title)], rows), make("div", { className: "charts" }, ...charts));
}
