// Eligibility by keyboard: n and p go from one open question to the next, e unfolds all. Everything works without it.
(() => {
  const bar = document.querySelector("[data-standing]");
  if (!bar) return;
  const folded = () => [...document.querySelectorAll("details.folded")];
  const open = () => [...document.querySelectorAll("[data-open]")];
  const unfold = bar.querySelector("[data-unfold]");
  const next = bar.querySelector("[data-next-open]");
  bar.querySelector("[data-standing-keys]").hidden = false;
  next.hidden = !open().length;
  unfold.hidden = !folded().length;

  const go = (by) => {
    const all = open();
    if (!all.length) return;
    const at = all.findIndex((one) => one.contains(document.activeElement));
    const to = all[at < 0 ? (by > 0 ? 0 : all.length - 1) : (at + by + all.length) % all.length];
    to.scrollIntoView({ block: "start" });
    (to.querySelector("input[type=radio]:checked, input[type=radio]") || to).focus({ preventScroll: true });
  };
  const all = (how) => {
    folded().forEach((one) => { one.open = how; });
    unfold.setAttribute("aria-pressed", String(how));
    unfold.firstChild.textContent = how ? "Fold all " : "Unfold all ";
  };
  next.addEventListener("click", () => go(1));
  unfold.addEventListener("click", () => all(unfold.getAttribute("aria-pressed") !== "true"));
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    const typing = event.target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select");
    if (typing || document.querySelector("dialog[open]")) return;
    if (event.key === "n") go(1);
    else if (event.key === "p") go(-1);
    else if (event.key === "e") all(unfold.getAttribute("aria-pressed") !== "true");
    else return;
    event.preventDefault();
  });

  // A link to a question, or to its field, opens the fold around it.
  const reveal = () => {
    const id = decodeURIComponent(window.location.hash.slice(1));
    const place = id && document.getElementById(id);
    const fold = place && place.closest("details.folded");
    if (fold) { fold.open = true; place.scrollIntoView(); }
  };
  window.addEventListener("hashchange", reveal);
  reveal();
})();
