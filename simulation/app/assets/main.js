// The page: screens, language, province; all of it stands in the link.
import { ask, button, facts, keepLink, make, readLink, say, state, status, told, word } from "./core.js";
import { household } from "./household.js";
import { provinces } from "./provinces.js";
import { quiz } from "./quiz.js";
import { threshold } from "./threshold.js";
import { stop, village } from "./village.js";

const SCREENS = { threshold, household, village, provinces, quiz };
const place = (id) => document.getElementById(id);

function dress() {
  document.documentElement.lang = state.lang === "zh" ? "zh-CN" : "en";
  document.title = place("title").textContent = word("title");
  place("language").textContent = word("other_language");
  for (const node of document.querySelectorAll("[data-word]")) node.textContent = word(node.dataset.word);
  place("province").replaceChildren(...facts.words.provinces.map((name) => make("option", { value: name, textContent: word(`province_${name}`), selected: name === state.province })));
  const tab = (name) => button(word(`screen_${name}`), () => { state.screen = name; draw(); }, { data: { screen: name }, className: name === state.screen ? "on" : "" });
  place("screens").replaceChildren(...Object.keys(SCREENS).map(tab));
}
function draw() {
  stop();
  keepLink();
  dress();
  status("");
  place("screen").replaceChildren();
  place("calibration").textContent = facts.start ? facts.start.calibration[state.lang] : "";
  if (facts.start) SCREENS[state.screen](place("screen"));
}
async function load() {
  facts.start = null;
  draw();
  const wanted = state.province;
  for (;;) {
    const answer = await ask("start");
    if (state.province !== wanted) return;
    if (answer.ready) {
      facts.start = answer;
      break;
    }
    say(word("warming"));
    await new Promise((done) => setTimeout(done, 400));
  }
  say("");
  draw();
}
async function begin() {
  readLink();
  if (!(state.screen in SCREENS)) state.screen = "threshold";
  facts.words = await (await fetch("api/words")).json();
  place("language").onclick = () => { state.lang = state.lang === "zh" ? "en" : "zh"; draw(); };
  place("province").onchange = () => { state.province = place("province").value; load().catch(told); };
  await load();
}
begin().catch(told);
