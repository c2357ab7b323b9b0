// Each practice beside the province's own, over the same months of both.
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
