// Charts in SVG: lines, columns, areas. Each draws what it is given and computes nothing but places.
import { amount, tickText } from "./core.js";

export const COLOURS = ["#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#8c6bb1", "#117733"];
export const BEFORE = "#4d4d4d", AFTER = "#0072b2", LOSS = "#d55e00";
const W = 460, LEFT = 76, RIGHT = 12, TOP = 26;
const BAND = 0.18;  // opacity of intervals around lines
const LETTER = 7.1, HANZI = 13.5, LINE = 14;  // room of letters, and between lines

function draw(tag, attributes, text) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  if (text !== undefined) node.textContent = text;
  return node;
}
export { draw };

function ticks(low, high, count = 4) {
  const raw = (high - low) / count || 1, size = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 2.5, 5, 10].map((each) => each * size).find((each) => each >= raw);
  const found = [];
  for (let at = Math.ceil(low / step) * step; at <= high + step * 1e-6; at += step) found.push(at);
  return found;
}

// A frame with its y axis; returns the svg and the two scales.
export function frame(title, { low = 0, high, unit, x0, x1, height = 230, bottom = 40 }) {
  const top = high > low ? high : low + 1, H = height, flat = high - low < 1e-6;
  const svg = draw("svg", { viewBox: `0 0 ${W} ${H}`, role: "img", "aria-label": title });
  svg.append(draw("title", {}, title), draw("text", { x: 4, y: 15, class: "strong" }, title));
  const y = (value) => H - bottom - ((value - low) / (top - low)) * (H - bottom - TOP);
  const x = (value) => LEFT + ((value - x0) / (x1 - x0 || 1)) * (W - LEFT - RIGHT);
  for (const tick of flat ? [low] : ticks(low, top)) {  // nothing to measure: the axis alone
    svg.append(draw("line", { x1: LEFT, x2: W - RIGHT, y1: y(tick), y2: y(tick), stroke: tick === 0 ? "#888" : "#ddd" }));
    svg.append(draw("text", { x: LEFT - 6, y: y(tick) + 4, "text-anchor": "end" }, tickText(tick, unit)));
  }
  return { svg, x, y, H, bottom };
}

// Names below a chart, in as many lines as they need; the picture grows with them. [name, colour, dash, opacity]
function legend(svg, entries, y) {
  let at = LEFT;
  for (const [name, colour, dash, opacity] of entries.filter(([name]) => name)) {
    const room = 34 + [...name].reduce((sum, letter) => sum + (letter > "\u2e7f" ? HANZI : LETTER), 0);
    if (at > LEFT && at + room > W + 12) at = LEFT, y += LINE + 1;
    svg.append(draw("line", { x1: at, x2: at + 18, y1: y - 4, y2: y - 4, stroke: colour, "stroke-width": 4, "stroke-dasharray": dash ?? "", "stroke-opacity": opacity ?? 1 }));
    svg.append(draw("text", { x: at + 22, y }, name));
    at += room;
  }
  const high = Number(svg.getAttribute("viewBox").split(" ").at(-1));
  svg.setAttribute("viewBox", `0 0 ${W} ${Math.max(high, y + 6)}`);
}

// series: [{name, values, colour, dash, band}] over the same labels; shorter lists are of runs that go on. `band`: the
// low and the high end of what the values may be, drawn pale around them.
export function lines(title, labels, series, unit, bandName = "") {
  const high = Math.max(1e-9, ...series.flatMap(({ values, band }) => [...values, ...(band?.[1] ?? [])])) * 1.05;
  const { svg, x, y, H, bottom } = frame(title, { high, unit, x0: 0, x1: Math.max(labels.length - 1, 1), bottom: 58 });
  const every = Math.max(1, Math.ceil(labels.length / 6));
  labels.forEach((label, place) => {
    if (place % every === 0) svg.append(draw("text", { x: x(place), y: H - bottom + 16, "text-anchor": "middle" }, label));
  });
  for (const { colour, band } of series.filter((each) => each.band)) {
    const edge = (values) => values.map((value, place) => `${x(place)},${y(Math.max(value, 0))}`);
    svg.append(draw("polygon", { points: [...edge(band[1]), ...edge(band[0]).reverse()].join(" "), fill: colour, "fill-opacity": BAND, class: "band" }));
  }
  for (const { values, colour, dash } of series) {
    const points = values.map((value, place) => `${x(place)},${y(value)}`).join(" ");
    if (values.length === 1) svg.append(draw("circle", { cx: x(0), cy: y(values[0]), r: 3.5, fill: colour }));  // one point is no line
    svg.append(draw("polyline", { points, fill: "none", stroke: colour, "stroke-width": 2.2, "stroke-dasharray": dash ?? "" }));
  }
  const banded = series.find((each) => each.band);
  legend(svg, [...series.map(({ name, colour, dash }) => [name, colour, dash]), ...(banded ? [[bandName, banded.colour, "", BAND]] : [])], H - 20);
  return svg;
}

// groups: names on the axis; series: [{name, values, colour, hollow, whiskers, told}] side by side; negative values hang
// down. `hollow`: by group, whether the difference that a column shows is none that can be told; `whiskers`: [low, high];
// `told`: more for its tip. `notes`: further entries of the legend.
export function columns(title, groups, series, unit, notes = []) {
  const all = series.flatMap((each) => [...each.values, ...(each.whiskers ?? []).flat()]);
  const named = groups.map((group) => wrapped(group, (W - LEFT - RIGHT) / groups.length));
  const deepest = Math.max(...named.map((each) => each.length));
  const { svg, x, y, H, bottom } = frame(title, { low: Math.min(0, ...all) * 1.05, high: Math.max(1e-9, ...all) * 1.05, unit, x0: 0, x1: groups.length, height: 195 + LINE * deepest, bottom: 36 + LINE * deepest });
  const wide = Math.min((x(1) - x(0)) * 0.8 / series.length, 90), room = x(1) - x(0);  // a lone column is no wall
  groups.forEach((group, place) => {
    series.forEach(({ values, colour, hollow, whiskers, told }, k) => {
      const value = values[place] ?? 0, left = x(place) + (room - wide * series.length) / 2 + k * wide;
      const bar = draw("rect", { x: left, width: wide * 0.94, y: Math.min(y(value), y(0)), height: Math.abs(y(value) - y(0)), fill: colour });
      if (hollow?.[place]) for (const [name, set] of Object.entries({ fill: "#fff", stroke: colour, "stroke-width": 1.5, "stroke-dasharray": "3 2", class: "hollow" })) bar.setAttribute(name, set);
      bar.append(draw("title", {}, `${group}: ${amount(value, unit)}${told ? ` · ${told[place]}` : ""}`));
      svg.append(bar);
      if (whiskers?.[place]) whisker(svg, left + wide * 0.47, ...whiskers[place].map(y));
    });
    named[place].forEach((part, k) => svg.append(draw("text", { x: x(place + 0.5), y: H - bottom + 15 + LINE * k, "text-anchor": "middle" }, part)));
  });
  const marks = series.some((each) => each.hollow?.some(Boolean)) ? [[series.find((each) => each.hollow).hollowName, AFTER, "3 2"]] : [];
  legend(svg, [...series.map(({ name, colour }) => [name, colour]), ...marks, ...notes.map((note) => [note, "none"])], H - 16);
  return svg;
}
function whisker(svg, x, low, high) {
  if (low === high) return;
  for (const [x1, x2, y1, y2] of [[x, x, low, high], [x - 4, x + 4, low, low], [x - 4, x + 4, high, high]]) svg.append(draw("line", { x1, x2, y1, y2, stroke: "#222", "stroke-width": 1.3, class: "whisker" }));
}
// A name in lines that fit into the room: between words, in Chinese anywhere.
function wrapped(text, room) {
  const chinese = text > "\u2e80", parts = chinese ? [...text] : text.split(" ");
  const most = Math.max(2, Math.floor(room / (chinese ? HANZI : LETTER)));
  const found = [""];
  for (const part of parts) {
    const longer = found.at(-1) + (chinese || !found.at(-1) ? "" : " ") + part;
    if (found.at(-1) && [...longer].length > most) found.push(part);
    else found[found.length - 1] = longer;
  }
  return found;
}

// Stacked sources with the total, another total dashed, marks at cliffs, a point where the household stands.
export function budgetLine(title, side, other, xName) {
  const { at, net, sources } = side.line;
  const high = Math.max(...net, ...(other ? other.line.net : [])) * 1.08;
  const { svg, x, y, H, bottom } = frame(title, { high, unit: "yuan/month", x0: at[0], x1: at.at(-1), height: 320, bottom: 74 });
  const below = at.map(() => 0);
  const own = ["#d9d9d9", "#bdbdbd"];
  const entries = [];
  let k = 0;
  for (const { name, yuan, own: mine } of sources) {
    const colour = mine ? own.shift() : COLOURS[k++ % COLOURS.length];
    const up = at.map((value, place) => `${x(value)},${y(below[place] + yuan[place])}`);
    const down = at.map((value, place) => `${x(value)},${y(below[place])}`).reverse();
    svg.append(draw("polygon", { points: [...up, ...down].join(" "), fill: colour }));
    yuan.forEach((value, place) => { below[place] += value; });
    entries.push([name, colour]);
  }
  path(svg, at, net, x, y, BEFORE);
  if (other) path(svg, other.line.at, other.line.net, x, y, LOSS, "6 4");
  cliffs(svg, side.cliffs, x, H, bottom);
  svg.append(draw("circle", { cx: x(side.here), cy: y(worth(side)), r: 5, fill: "#000" }));
  axis(svg, at, x, H - bottom, xName);
  legend(svg, entries, H - 26);
  return svg;
}
const worth = ({ here, line: { at, net } }) => net[Math.max(0, at.findIndex((value) => value >= here))];
function path(svg, at, values, x, y, colour, dash = "") {
  const points = at.map((value, place) => (values[place] === null ? "" : `${x(value)},${y(values[place])}`)).join(" ");
  svg.append(draw("polyline", { points, fill: "none", stroke: colour, "stroke-width": 2, "stroke-dasharray": dash }));
}
function cliffs(svg, found, x, H, bottom) {
  found.forEach(({ at, why }, place) => {
    const mark = draw("line", { x1: x(at), x2: x(at), y1: TOP, y2: H - bottom, stroke: LOSS, "stroke-width": 1.2 });
    mark.append(draw("title", {}, why));
    svg.append(mark, draw("text", { x: x(at) + 3, y: TOP + 10 + 12 * (place % 3) }, String(place + 1)));
  });
}
function axis(svg, at, x, base, name) {
  for (const tick of ticks(at[0], at.at(-1), 6)) svg.append(draw("text", { x: x(tick), y: base + 16, "text-anchor": "middle" }, tick.toLocaleString("en")));
  svg.append(draw("text", { x: W - RIGHT, y: base + 31, "text-anchor": "end" }, name));
}

export function rates(title, side, other, xName) {
  const { at, emtr } = side.line;
  const cut = (values) => values.map((value) => (value === null ? null : Math.max(-0.2, Math.min(1.5, value))));
  const { svg, x, y, H, bottom } = frame(title, { low: -0.2, high: 1.5, unit: "rate", x0: at[0], x1: at.at(-1), height: 220, bottom: 48 });
  path(svg, at, cut(emtr), x, y, BEFORE);
  if (other?.line.emtr.length) path(svg, other.line.at, cut(other.line.emtr), x, y, LOSS, "6 4");
  cliffs(svg, side.cliffs, x, H, bottom);
  axis(svg, at, x, H - bottom, xName);
  return svg;
}
