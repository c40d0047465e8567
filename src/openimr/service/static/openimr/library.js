// The archive by keyboard: / for the box, j and k (or arrows) from result to result. Everything works without it.
const typing = (target) => target.closest("input, textarea, select, [contenteditable]");
const box = () => document.getElementById("q");
const links = () => [...document.querySelectorAll("[data-row] .hit__title a")];

function move(by) {
  const all = links();
  if (!all.length) return false;
  const at = all.indexOf(document.activeElement);
  if (at < 0 && by < 0) return false;
  const next = at + by;
  if (next < 0) { box().focus(); return true; }
  const link = all[Math.min(next, all.length - 1)];
  link.focus({ preventScroll: true });
  link.closest("[data-row]").scrollIntoView({ block: "nearest" });
  return true;
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  const inBox = event.target === box();
  if (inBox && event.key === "ArrowDown" && links().length) { event.preventDefault(); move(1); return; }
  if (inBox && event.key === "Escape") { box().blur(); return; }
  if (typing(event.target)) return;
  if (event.key === "/" && box()) { event.preventDefault(); box().focus(); box().select(); }
  else if (event.key === "j") move(1);
  else if (event.key === "k") move(-1);
  else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && event.target.closest("[data-row]")) {
    if (move(event.key === "ArrowDown" ? 1 : -1)) event.preventDefault();
  }
});

// After a part of the page has come: say how many there are, and keep the box and the link to the counts in step.
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.target.id !== "found") return;
  const total = document.querySelector("[data-say]");
  const said = document.getElementById("said");
  if (said && total) said.textContent = total.textContent.trim();
  const here = new URL(window.location.href);
  const asked = here.searchParams.get("q") || "";
  if (box() && document.activeElement !== box()) box().value = asked;
  const count = document.querySelector("[data-count]");
  if (count) count.href = `/archive/count/${here.search}`;
});

// The list of all values of a facet: typing narrows it.
const narrow = document.querySelector("[data-narrow]");
if (narrow) {
  const rows = [...document.querySelectorAll("[data-value]")];
  const left = document.querySelector("[data-left]");
  const fold = (words) => words.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  const texts = rows.map((row) => fold(row.dataset.value));
  const apply = () => {
    const wanted = fold(narrow.value).split(/\s+/).filter(Boolean);
    let count = 0;
    rows.forEach((row, at) => {
      const fits = wanted.every((word) => texts[at].includes(word));
      row.hidden = !fits;
      if (fits) count += 1;
    });
    if (left) left.textContent = `${count.toLocaleString("en-US")} of ${rows.length.toLocaleString("en-US")}`;
  };
  narrow.addEventListener("input", apply);
  narrow.form.addEventListener("submit", (event) => event.preventDefault());
  if (narrow.value) apply();
}
