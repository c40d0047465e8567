// The reviewer's room: nothing typed is lost, words are counted, the file is turned by keys. Works without it too.
(() => {
  const form = document.getElementById("writing");
  const keep = () => document.body.dispatchEvent(new CustomEvent("keep"));

  // What is typed and not yet kept by the server stays in this browser window: over a lost session or connection.
  const store = form && `openimr-${form.dataset.writing}`;
  const fields = () => [...form.elements].filter((one) => one.name && one.type !== "hidden" && one.type !== "submit");
  const state = () => fields().map((one) => [one.name, one.type === "checkbox" || one.type === "radio" ? one.value : "", one.type === "checkbox" || one.type === "radio" ? one.checked : one.value]);
  let typed = 0;
  let sent = 0;
  const remember = () => {
    typed += 1;
    try { sessionStorage.setItem(store, JSON.stringify(state())); } catch (problem) { /* a full or closed store: the server keeps it */ }
  };
  const more = (side) => {
    const rows = form.querySelector(`[data-rows-of="${side}"]`);
    const mold = form.querySelector(`template[data-row-of="${side}"]`);
    if (!rows || !mold) return null;
    const box = document.createElement("div");
    box.append(mold.content.cloneNode(true));
    box.innerHTML = box.innerHTML.replaceAll("__at__", String(rows.children.length));
    const row = box.querySelector(".cite");
    rows.append(row);
    return row;
  };
  const restore = () => {
    const text = sessionStorage.getItem(store);
    if (!text) return;
    let differs = false;
    for (const [name, value, what] of JSON.parse(text)) {
      const cited = name.match(/^(item-\d+-(?:administrator|own))-\d+-/);
      if (cited) while (what && !form.elements[name]) if (!more(cited[1])) break;
      const found = fields().find((one) => one.name === name && (one.type !== "checkbox" && one.type !== "radio" || one.value === value));
      if (!found) continue;
      if (found.type === "checkbox" || found.type === "radio") { if (found.checked !== what) { found.checked = what; differs = true; } }
      else if (found.value !== what) { found.value = what; differs = true; }
    }
    if (differs) {
      const said = document.getElementById("said");
      if (said) said.textContent = "What you had typed in this window is back.";
      form.querySelectorAll("[data-count]").forEach(count);
      typed += 1;
      setTimeout(keep, 100);
    } else sessionStorage.removeItem(store);
  };

  // Words.
  const count = (box) => {
    const place = document.getElementById(box.dataset.count);
    if (place) place.textContent = String(box.value.split(/\s+/).filter(Boolean).length);
  };

  if (form) {
    form.querySelectorAll("[data-more]").forEach((button) => {
      // The empty row behind those that are given is for pages without scripts.
      const rows = form.querySelector(`[data-rows-of="${button.dataset.more}"]`);
      const last = rows.lastElementChild;
      if (rows.children.length > 1 && [...last.querySelectorAll("input, select")].every((one) => !one.value)) last.remove();
      button.hidden = false;
      button.addEventListener("click", () => { const row = more(button.dataset.more); if (row) row.querySelector("select").focus(); });
    });
    form.addEventListener("input", (event) => { if (event.target.dataset.count) count(event.target); remember(); });
    form.addEventListener("change", remember);
    restore();
    // The signing page has no autosave by itself: its boxes go to the same place.
    if (form.dataset.draft) {
      form.addEventListener("change", () => {
        sent = typed;
        window.htmx.ajax("POST", form.dataset.draft, { source: form, target: "#kept", swap: "outerHTML" });
      });
    }
    document.body.addEventListener("htmx:beforeRequest", (event) => { if (event.detail.requestConfig.verb === "post") sent = typed; });
    document.body.addEventListener("review-kept", () => { if (sent === typed) sessionStorage.removeItem(store); });
    const lost = (words) => {
      const place = document.getElementById("kept");
      if (place) { place.className = "kept kept--lost"; place.textContent = words; }
    };
    document.body.addEventListener("htmx:beforeSwap", (event) => {
      if (event.detail.target.id !== "kept" || event.detail.xhr.status < 400) return;
      event.detail.shouldSwap = false;
      lost("Not kept by the office just now. What you typed stays in this window; load the page again.");
    });
    document.body.addEventListener("htmx:sendError", () => lost("No connection. What you typed stays in this window and is kept as soon as it is back."));
    window.addEventListener("online", keep);
  }

  // The list of documents shows which one is open.
  document.body.addEventListener("htmx:afterSettle", () => {
    const viewer = document.getElementById("viewer");
    document.querySelectorAll(".bench__list [data-paper]").forEach((link) => {
      if (viewer && link.dataset.paper === viewer.dataset.paper) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    });
  });

  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest && event.target.closest("input, textarea, select");
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s" && form) { event.preventDefault(); keep(); return; }
    if (event.altKey && /^[0-9]$/.test(event.key)) {
      const part = document.getElementById(`part-${event.key}`);
      if (part) { event.preventDefault(); part.scrollIntoView({ block: "start" }); part.focus({ preventScroll: true }); }
      return;
    }
    if ((event.key === "[" || event.key === "]") && (!typing || event.altKey) && !event.ctrlKey && !event.metaKey) {
      const link = document.querySelector(`#viewer [data-key="${event.key === "[" ? "before" : "after"}"]`);
      if (link) { event.preventDefault(); link.click(); }
    }
  });
})();
