// Screen (d): a province's people under the practice of another.
import { amount, ask, button, facts, make, maybe, state, status, table, told, unitOf, word } from "./core.js";
import { AFTER, columns } from "./charts.js";

let found, view;

export function provinces(place) {
  found = { [state.province]: facts.start.baseline };
  const pick = make("select", { id: "practice", onchange: () => load([pick.value]) }, make("option", { value: "", textContent: "–" }),
    ...facts.words.provinces.map((name) => make("option", { value: name, textContent: word(`province_${name}`) })));
  view = make("div", {});
  place.append(make("p", { className: "hint", textContent: word("hint_provinces") }), make("div", { className: "tools" }, make("label", {}, `${word("practice")} `, pick),
    button(word("compute_all"), () => load(facts.words.provinces), { id: "all" })), view);
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
function show() {
  const names = facts.words.provinces.filter((name) => found[name]);
  const title = (name) => word(`province_${name}`) + (name === state.province ? word("own") : "");
  const rows = facts.words.figures.map(([id, unit]) => [`${maybe("figure_", id)}${unitOf(unit)}`, ...names.map((name) => amount(found[name].totals[id], unit))]);
  const charts = facts.words.figures.map(([id, unit]) => columns(maybe("figure_", id), names.map((name) => word(`province_${name}`)),
    [{ name: "", values: names.map((name) => found[name].totals[id]), colour: AFTER }], unit));
  view.replaceChildren(table([`${word("figure")} (${found[names[0]].period})`, ...names.map(title)], rows), make("div", { className: "charts" }, ...charts));
}
