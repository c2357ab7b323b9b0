// What all screens share: the state in the link, words, numbers, questions to the server.
export const state = { screen: "threshold", lang: "zh", province: "zhejiang", setting: {} };
export const facts = {};
const visitor = Math.random().toString(36).slice(2);
let number = 0;

export function word(key, values = {}) {
  const found = facts.words[state.lang][key];
  if (found === undefined) throw new Error(`no word for ${key}`);
  return found.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}
export const maybe = (prefix, key) => facts.words[state.lang][prefix + key] ?? key.replaceAll("_", " ");

export function readLink() {
  const link = new URLSearchParams(location.hash.slice(1));
  for (const [name, value] of link) {
    if (name.startsWith("s.")) state.setting[name.slice(2)] = Number(value);
    else state[name] = value;
  }
  if (!["zh", "en"].includes(state.lang)) state.lang = "zh";
}
export function link(extra = {}) {
  const { setting, ...rest } = state;
  const all = new URLSearchParams({ ...rest, ...extra });
  for (const [name, value] of Object.entries(setting)) all.set(`s.${name}`, value);
  return all;
}
export const keepLink = () => history.replaceState(null, "", `#${link()}`);

export async function ask(name, extra = {}) {
  const answer = await (await fetch(`api/${name}?${link(extra)}`)).json();
  if (answer.error) throw new Error(answer.error);
  return answer;
}

// A run of a setting; `see` is given the first years as they are done, then the whole. A newer wish ends an older one.
export async function run(see) {
  const mine = ++number;
  const reply = await fetch(`api/run?${link({ visitor, number: mine })}`);
  const reader = reply.body.getReader(), decoder = new TextDecoder();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    rest += done ? "" : decoder.decode(value, { stream: true });
    const lines = rest.split("\n");
    rest = lines.pop();
    if (done && rest) lines.push(rest), rest = "";
    for (const line of lines) {
      const answer = JSON.parse(line);
      if (answer.error) throw new Error(answer.error);
      if (!answer.superseded && mine === number) see(answer);
    }
    if (done) return;
  }
}

// Tell the server that a newer wish is coming: the run under way ends as soon as it has shown something.
export const newer = () => fetch(`api/newer?${new URLSearchParams({ visitor, number: number + 1 })}`).catch(() => {});

export function make(tag, properties = {}, ...inside) {
  const node = document.createElement(tag);
  const { data, ...rest } = properties;
  Object.assign(node, rest);
  Object.assign(node.dataset, data);
  node.append(...inside.filter((each) => each !== null));
  return node;
}
export const button = (text, onclick, properties = {}) => make("button", { type: "button", textContent: text, onclick, ...properties });

export function say(text, error = false) {
  const place = document.getElementById("message");
  place.hidden = !text;
  place.textContent = text;
  place.className = error ? "error" : "";
}
export const told = (error) => say(`${word("error")}: ${error.message}`, true);
export const status = (text) => { document.getElementById("status").textContent = text; };

const SCALES = { zh: [[1e8, "亿"], [1e4, "万"]], en: [[1e9, " billion"], [1e6, " million"]] };
export function amount(value, unit, signed = false, places = 2) {
  if (value === null || !Number.isFinite(value)) return "–";
  const sign = signed && value > 0 ? "+" : "";
  if (unit === "share") {
    const points = signed ? (state.lang === "zh" ? " 个百分点" : " pp") : "%";
    return sign + (100 * value).toFixed(places) + points;
  }
  const [divisor, name] = SCALES[state.lang].find(([each]) => Math.abs(value) >= each) ?? [1, ""];
  const shown = value / divisor;
  const digits = divisor === 1 ? 0 : Math.abs(shown) < 100 ? 2 : Math.abs(shown) < 1000 ? 1 : 0;
  return sign + shown.toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits }) + name;
}
// A tick of an axis: no more decimals than it needs.
export function tickText(value, unit) {
  if (Math.abs(value) < 1e-12) return "0";
  if (unit === "share" || unit === "rate") return `${Number((100 * value).toFixed(2))}%`;
  const [divisor, name] = SCALES[state.lang].find(([each]) => Math.abs(value) >= each) ?? [1, ""];
  return Number((value / divisor).toFixed(3)).toLocaleString("en") + name;
}
const UNITS = { "yuan/year": { zh: "（元/年）", en: " (yuan/year)" }, yuan: { zh: "（元）", en: " (yuan)" }, persons: { zh: "（人）", en: " (persons)" } };
export const inUnit = (text, zh, en) => (state.lang === "zh" ? `${text}（${zh}）` : `${text} (${en})`);
export const titled = (text, more) => text + (state.lang === "zh" ? "：" : ": ") + more;
export const unitOf = (unit) => UNITS[unit]?.[state.lang] ?? "";

// A difference that this sample cannot tell from none: its interval holds 0 (or is not known). One that is 0 in every
// county, as of a setting that changes nothing, is no matter of error.
export const unchanged = ([value, low, high]) => value === 0 && low === 0 && high === 0;
export const untold = (difference) => !unchanged(difference) && (difference[1] ?? 0) <= 0 && (difference[2] ?? 0) >= 0;
// [difference, low, high] as a cell of a table; the interval always stands there.
export function differenceCell(difference, unit) {
  const [value, low, high] = difference;
  if (value === null) return { text: "–", className: "" };
  if (unchanged(difference)) return { text: word("no_change"), className: "unchanged" };
  const largest = 100 * Math.max(Math.abs(value), Math.abs(low ?? 0), Math.abs(high ?? 0));
  const places = largest < 0.01 ? 4 : largest < 0.1 ? 3 : 2;  // of a share: "-0.00 to +0.00" says nothing
  const bare = (text) => text.replace(/ (pp|个百分点)$/, "");  // the unit once, at the end
  const range = { low: bare(amount(low, unit, true, places)), high: amount(high, unit, true, places) };
  if (untold(difference)) return { text: word("with_interval", { value: word("untold"), ...range }), className: "untold" };
  return { text: word("with_interval", { value: amount(value, unit, true, places), ...range }), className: "told" };
}

// Figures that are no longer those of what is asked: pale, and said to be so for those who cannot see it.
export function markStale(node, stale) {
  node.classList.toggle("stale", stale);
  node.setAttribute("aria-busy", String(stale));
}

// Cells are texts, or { text, className }.
export function table(headings, rows, className = "") {
  const cellOf = (tag, cell) => make(tag, { textContent: cell?.text ?? cell, className: cell?.className ?? "" });
  const line = (tag, cells) => make("tr", {}, ...cells.map((cell) => cellOf(tag, cell)));
  return make("table", { className }, make("thead", {}, line("th", headings)), make("tbody", {}, ...rows.map((row) => line("td", row))));
}
