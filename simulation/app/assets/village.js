// Screen (c): a village month by month. The months were run beforehand on the server; the page plays them.
import { ask, button, make, markStale, state, status, told, word } from "./core.js";
import { COLOURS, LOSS, draw, lines } from "./charts.js";

const KINDS = [["none", "#d9d9d9"], ["hardship", "#d55e00"], ["known", "#f0c542"], ["refused", "#8c6bb1"], ["waiting", "#56b4e9"], ["paid", "#009e73"]];
const COLUMNS = 20, GAP = 30;
let films, which = "before", month = 0, speed = 3, playing = 0, number = "", dots, parts;

export async function village(place) {
  stop();
  status(word("computing"));
  const old = document.getElementById("film");  // of another village, until this one has been run
  if (old) markStale(old, true);
  try {
    films = await ask("village", number === "" ? {} : { village: number });
  } catch (error) {
    told(error);
    return;
  }
  if (state.screen !== "village") return;
  if (!films.after) which = "before";
  month = Math.min(month, films.before.frames.length - 1);
  parts = { time: make("b", { id: "month" }), counts: make("div", {}), offices: make("div", {}), map: make("div", {}) };
  const film = films[which];
  place.replaceChildren(controls(), make("p", { className: "hint", textContent: word("village_named", { county: film.county[state.lang], total: film.total, shown: film.persons.length }) }), key(), make("div", { className: "charts", id: "film" }, parts.map, make("div", {}, parts.offices, parts.counts)));
  map();
  look();
  status("");
}
export const stop = () => { clearInterval(playing); playing = 0; };

function controls() {
  const last = () => films[which].frames.length - 1;
  const go = (to) => { month = Math.max(0, Math.min(last(), to)); look(); };
  const play = button(word("play"), () => {
    if (playing) stop();
    else playing = setInterval(() => { go(month < last() ? month + 1 : 0); }, 1000 / speed);
    play.textContent = word(playing ? "pause" : "play");
  }, { id: "play" });
  const scrub = make("input", { type: "range", id: "scrub", min: 0, max: last(), value: month, oninput: () => go(Number(scrub.value)), ariaLabel: word("step") });
  parts.scrub = scrub;
  const fast = make("input", { type: "range", id: "speed", min: 1, max: 10, value: speed, ariaLabel: word("speed"), oninput: () => {
    speed = Number(fast.value);
    if (playing) { play.click(); play.click(); }
  } });
  const rules = films.after ? ["before", "after"].map((side) => button(word(side), () => { which = side; rules.forEach((each) => each.classList.toggle("on", each.dataset.side === which)); look(); }, { data: { side }, className: side === which ? "on" : "" })) : [];
  const other = button(word("village_next"), () => { number = (films.before.number + 1) % films.before.villages; village(document.getElementById("screen")); }, { id: "other" });
  return make("div", { className: "tools" }, play, button(word("back"), () => go(month - 1), { id: "back" }), button(word("step"), () => go(month + 1), { id: "step" }), button(word("reset"), () => { stop(); play.textContent = word("play"); go(0); }, { id: "first" }), scrub, parts.time, make("label", {}, `${word("speed")} `, fast), ...rules, other);
}
function key() {
  const item = ([kind, colour]) => { const mark = make("i"); mark.style.background = colour; return make("span", {}, mark, word(`bit_${kind}`)); };
  return make("div", { className: "legend" }, ...KINDS.map(item), make("span", { textContent: `○ ${word("ring")}` }));
}
const placeOf = (i) => {
  const row = Math.floor(i / COLUMNS), column = row % 2 ? COLUMNS - 1 - (i % COLUMNS) : i % COLUMNS;
  return [20 + column * GAP, 20 + row * GAP + 6 * Math.sin(column * 1.3)];
};
function map() {
  const film = films[which], rows = Math.ceil(film.persons.length / COLUMNS);
  const svg = draw("svg", { viewBox: `0 0 ${COLUMNS * GAP + 20} ${rows * GAP + 20}`, id: "map" });
  for (const [a, b, kin] of film.ties) {
    const [x1, y1] = placeOf(a), [x2, y2] = placeOf(b);
    if (!kin) svg.append(draw("line", { x1, y1, x2, y2, stroke: "#e2e2e2" }));
    else if (a % 4 === 0) svg.append(draw("path", { d: `M${x1},${y1} Q${(x1 + x2) / 2 + 14},${(y1 + y2) / 2 - 14} ${x2},${y2}`, fill: "none", stroke: "#f1e4d0" }));
  }
  dots = film.persons.map((persons, i) => {
    const [cx, cy] = placeOf(i);
    const dot = draw("circle", { cx, cy, r: 4.5 + Math.min(persons, 6), "stroke-width": 2.2 });
    svg.append(dot);
    return dot;
  });
  parts.map.replaceChildren(svg);
}
function kindOf(mask, bits) {
  const is = (name) => Boolean(mask & (1 << bits.indexOf(name)));
  if (is("paid")) return 5;
  if (is("waiting")) return 4;
  if (!is("hardship")) return 0;
  if (is("refused")) return 3;
  return is("known") ? 2 : 1;
}
function look() {
  const film = films[which], frame = film.frames[month];
  frame.forEach((mask, i) => {
    const kind = kindOf(mask, film.bits);
    dots[i].setAttribute("fill", KINDS[kind][1]);
    dots[i].setAttribute("stroke", mask & 1 ? "#222" : "none");
  });
  parts.time.textContent = film.months[month];
  parts.scrub.value = month;
  offices(film.offices[month]);
  counts(film);
}
function offices(work) {
  const bars = ["assistant", "desk", "bureau"].map((kind) => {
    const { booked, available } = work[kind];
    const meter = make("meter", { min: 0, max: Math.max(available, booked, 1e-9), value: booked });
    return make("p", {}, `${word(kind)}: ${word("booked")} ${booked.toFixed(1)} / ${word("available")} ${available.toFixed(1)} `, meter);
  });
  parts.offices.replaceChildren(...bars, make("p", { textContent: word("queue", { n: work.desk.waiting }) }));
}
function counts(film) {
  const bit = (name) => 1 << film.bits.indexOf(name);
  const count = (test) => film.frames.slice(0, month + 1).map((frame) => frame.filter(test).length);
  const hard = bit("hardship");
  const series = [
    ["hardship", count((mask) => mask & hard), LOSS], ["known", count((mask) => mask & hard && mask & bit("known")), COLOURS[1]],
    ["applied", count((mask) => mask & hard && mask & bit("applied")), COLOURS[3]], ["waiting", count((mask) => mask & bit("waiting")), COLOURS[4]], ["paid", count((mask) => mask & bit("paid")), COLOURS[2]],
  ].map(([name, values, colour]) => ({ name: word(`counts_${name}`), values, colour }));
  parts.counts.replaceChildren(lines(word("chart_counts"), film.months, series, "persons"));
}
