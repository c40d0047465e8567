// A letter's page beside its data: values and words light each other up, findings stand in the margin.
const reading = document.querySelector(".reading");
const paper = reading.querySelector(".paper");
const data = reading.querySelector(".data");
const chip = document.querySelector(".chip");
const said = document.getElementById("said");
const help = document.getElementById("help");
const narrow = window.matchMedia("(max-width: 64em)");
const still = window.matchMedia("(prefers-reduced-motion: reduce)");

const index = (root) => {
  const found = new Map();
  for (const element of root.querySelectorAll("[data-p]")) {
    for (const pointer of element.dataset.p.split(" ")) {
      if (!found.has(pointer)) found.set(pointer, []);
      found.get(pointer).push(element);
    }
  }
  return found;
};
const onPaper = index(paper);
const inData = index(data);
const notes = [...paper.querySelectorAll(".note")];
const items = [...data.querySelectorAll("[data-item]")];
let kept = null; // the value or finding that stays lit, if any
let keptAt = null;

// The words of a value: its own, those of its parts, those of what holds it, or its item's heading.
function wordsOf(pointer) {
  if (onPaper.has(pointer)) return onPaper.get(pointer);
  for (let above = pointer; above; above = above.slice(0, above.lastIndexOf("/"))) {
    if (onPaper.has(above)) return onPaper.get(above);
    const parts = [...onPaper.keys()].filter((key) => key.startsWith(`${above}/`));
    const heading = /^\/items\/\d+$/.exec(above);
    if (heading && onPaper.has(`${above}/disputed`)) return onPaper.get(`${above}/disputed`);
    if (heading && onPaper.has(`${above}/heading`)) return onPaper.get(`${above}/heading`);
    if (parts.length && !heading) return parts.flatMap((key) => onPaper.get(key));
  }
  return [];
}

// The value that stands for a pointer in the data: its own, or that of what holds it.
function valueOf(pointer) {
  for (let above = pointer; above; above = above.slice(0, above.lastIndexOf("/"))) {
    if (inData.has(above)) return inData.get(above)[0];
  }
  return null;
}

function out() {
  for (const element of document.querySelectorAll(".lit, .against, .kept")) element.classList.remove("lit", "against", "kept");
}

function light(pointers, owner) {
  out();
  const words = [];
  for (const pointer of pointers) {
    if (pointer.startsWith("against-")) {
      for (const element of onPaper.get(pointer) || []) element.classList.add("against");
    } else if (pointer.startsWith("finding-")) {
      for (const element of onPaper.get(pointer) || []) { element.classList.add("lit"); words.push(element); }
      const note = document.getElementById(pointer);
      if (note) note.classList.add("lit");
    } else {
      for (const element of wordsOf(pointer)) { element.classList.add("lit"); words.push(element); }
    }
  }
  if (owner) owner.classList.add("lit");
  return words;
}

// Only the pane moves, so that what one points at stays under the pointer.
function bring(element) {
  if (!element) return;
  const behavior = still.matches ? "auto" : "smooth";
  if (narrow.matches) {
    element.scrollIntoView({ block: "center", behavior });
    return;
  }
  const box = element.getBoundingClientRect();
  const pane = paper.getBoundingClientRect();
  const top = Math.max(pane.top, 0);
  const bottom = Math.min(pane.bottom, window.innerHeight);
  if (box.top >= top + 24 && Math.min(box.bottom, box.top + 160) <= bottom - 24) return;
  paper.scrollTo({ top: paper.scrollTop + box.top - pane.top - (bottom - top) / 3, behavior });
}

function side(name) {
  reading.dataset.side = name;
  for (const button of document.querySelectorAll(".switcher [data-side]")) {
    button.setAttribute("aria-pressed", String(button.dataset.side === name));
  }
  chip.hidden = true;
  placeNotes();
}

function keep(pointers, owner) {
  kept = pointers;
  keptAt = owner;
  const words = light(pointers, owner);
  if (owner) owner.classList.add("kept");
  return words;
}

function relight() {
  if (kept) {
    light(kept, keptAt);
    if (keptAt) keptAt.classList.add("kept");
  } else out();
}

// Values: pointing and focus light their words, a click keeps them lit.
for (const element of data.querySelectorAll("[data-p]")) {
  const pointers = element.dataset.p.split(" ");
  element.addEventListener("pointerenter", (event) => {
    if (event.pointerType !== "touch") bring(light(pointers, element)[0]);
  });
  element.addEventListener("pointerleave", (event) => { if (event.pointerType !== "touch") relight(); });
  if (element.tagName !== "BUTTON") continue;
  element.addEventListener("focus", () => { if (element.matches(":focus-visible") && !narrow.matches) bring(light(pointers, element)[0]); });
  element.addEventListener("blur", relight);
  element.addEventListener("click", () => {
    const words = keep(pointers, element);
    if (narrow.matches && words.length) side("paper");
    bring(words[0]);
    say(words.length ? `${element.textContent.trim()}: lit in the letter` : "This value stands nowhere in the letter by itself");
  });
}

// Words: pointing lights their value, a click brings it.
for (const element of paper.querySelectorAll("[data-p]")) {
  const pointers = element.dataset.p.split(" ");
  const value = () => pointers.map(valueOf).find(Boolean);
  element.addEventListener("pointerenter", (event) => {
    if (event.pointerType === "touch") return;
    light(pointers, value());
  });
  element.addEventListener("pointerleave", (event) => { if (event.pointerType !== "touch") relight(); });
  element.addEventListener("click", () => {
    const found = value();
    keep(pointers, found);
    const finding = pointers.find((pointer) => pointer.startsWith("finding-"));
    if (finding) open(document.getElementById(finding), false);
    if (!found) return;
    if (narrow.matches) {
      chip.firstElementChild.textContent = found.textContent.trim();
      chip.hidden = false;
      chip.lastElementChild.onclick = () => { side("data"); found.scrollIntoView({ block: "center" }); found.focus(); };
    } else found.scrollIntoView({ block: "nearest", behavior: still.matches ? "auto" : "smooth" });
  });
}

// Findings.
function pointersOf(note) {
  return [`finding-${note.dataset.finding}`, `against-${note.dataset.finding}`];
}
function open(note, focus = true) {
  if (!note) return;
  note.open = true;
  if (narrow.matches) side("paper");
  const words = keep(pointersOf(note), null);
  placeNotes();
  bring(words[0] || note);
  if (focus) note.querySelector("summary").focus({ preventScroll: Boolean(words[0]) });
}
for (const note of notes) {
  const error = note.classList.contains("note--error");
  for (const element of onPaper.get(`finding-${note.dataset.finding}`) || []) if (error) element.classList.add("is-error");
  note.addEventListener("pointerenter", () => light(pointersOf(note), null));
  note.addEventListener("pointerleave", relight);
  note.addEventListener("toggle", () => { if (note.open) keep(pointersOf(note), null); placeNotes(); });
}
for (const link of data.querySelectorAll("[data-go-finding]")) {
  const note = document.getElementById(`finding-${link.dataset.goFinding}`);
  link.addEventListener("click", (event) => { event.preventDefault(); open(note); });
  link.addEventListener("pointerenter", (event) => {
    if (event.pointerType !== "touch" && note) bring(light(pointersOf(note), null)[0] || note);
  });
  link.addEventListener("pointerleave", relight);
}

// Each note stands at the height of its words, or below the note before it.
function placeNotes() {
  for (const sheet of paper.querySelectorAll(".sheet--noted")) {
    const margin = sheet.querySelector(".notes");
    const page = sheet.querySelector(".sheet__page").getBoundingClientRect();
    let free = 0;
    const placed = [...margin.children].map((note) => {
      const words = (onPaper.get(`finding-${note.dataset.finding}`) || []).find((element) => sheet.contains(element));
      return { note, wanted: words ? words.getBoundingClientRect().top - page.top : 0 };
    });
    placed.sort((a, b) => a.wanted - b.wanted);
    // Reading order follows the page. A note that is moved loses the focus, so this is done only where needed.
    if (!narrow.matches && placed.some(({ note }, number) => margin.children[number] !== note)) {
      margin.append(...placed.map(({ note }) => note));
    }
    for (const { note, wanted } of placed) {
      if (narrow.matches) { note.style.marginTop = ""; continue; }
      const gap = parseFloat(getComputedStyle(margin).rowGap) || 0;
      const top = Math.max(wanted - 10, free);
      note.style.marginTop = `${top - free}px`;
      free = top + note.offsetHeight + gap;
    }
  }
}

function say(text) { said.textContent = text; }

// Keys.
let atItem = -1;
let atFinding = -1;
const ordered = () => [...paper.querySelectorAll(".note")];
function go(step) {
  if (!items.length) return;
  atItem = Math.min(Math.max(atItem + step, 0), items.length - 1);
  if (narrow.matches) side("data");
  kept = keptAt = null;
  for (const item of items) item.classList.toggle("current", item === items[atItem]);
  items[atItem].focus({ preventScroll: true });
  items[atItem].scrollIntoView({ block: "start", behavior: still.matches ? "auto" : "smooth" });
  bring(light([`/items/${atItem}/disputed`], null)[0]);
  history.replaceState(null, "", `#${items[atItem].id}`);
  say(`Treatment ${atItem + 1} of ${items.length}`);
}
function nextFinding() {
  const all = ordered();
  if (!all.length) { say("No findings"); return; }
  atFinding = (atFinding + 1) % all.length;
  open(all[atFinding]);
  say(`Finding ${atFinding + 1} of ${all.length}`);
}
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) return;
  if (help.open) return;
  if (event.key === "j") go(1);
  else if (event.key === "k") go(-1);
  else if (event.key === "f") nextFinding();
  else if (event.key === "?") help.showModal();
  else if (event.key === "Escape") {
    kept = keptAt = null;
    out();
    chip.hidden = true;
    for (const note of notes) note.open = false;
    for (const menu of document.querySelectorAll(".menu[open]")) menu.open = false;
    placeNotes();
  } else return;
  if (event.key !== "Escape") event.preventDefault();
});
for (const button of document.querySelectorAll("[data-help]")) button.addEventListener("click", () => help.showModal());
for (const button of document.querySelectorAll("[data-next-finding]")) button.addEventListener("click", nextFinding);
for (const button of document.querySelectorAll(".switcher [data-side]")) button.addEventListener("click", () => side(button.dataset.side));
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll(".menu[open]")) if (!menu.contains(event.target)) menu.open = false;
});

// Arriving: at an item, at a finding.
function arrive() {
  const target = location.hash ? document.getElementById(location.hash.slice(1)) : null;
  if (!target) return;
  if (target.dataset.item) { atItem = items.indexOf(target) - 1; go(1); }
  if (target.dataset.finding) { atFinding = ordered().indexOf(target); open(target); }
}
window.addEventListener("hashchange", arrive);
window.addEventListener("resize", placeNotes);
document.fonts.ready.then(placeNotes);
placeNotes();
arrive();
