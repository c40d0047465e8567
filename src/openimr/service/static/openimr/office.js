// The office by keyboard, and what saves a click. Everything works without it.
(() => {
  const said = document.getElementById("said");
  const say = (words) => { if (said) said.textContent = words; };
  const typing = (target) => target.closest && target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");

  // Rows: j and k move, Enter opens, x selects, c claims.
  const rows = () => [...document.querySelectorAll("[data-rows] [data-row]")].filter((row) => row.offsetParent !== null);
  let here = null;
  const stand = (row) => {
    if (here) here.classList.remove("here");
    here = row;
    row.classList.add("here");
    const target = row.querySelector("a, button, input");
    if (target) target.focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
  };
  const move = (by) => {
    const all = rows();
    if (!all.length) return;
    const at = all.indexOf(here);
    stand(all[at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + by, 0), all.length - 1)]);
  };
  const token = () => {
    const field = document.querySelector("input[name=csrfmiddlewaretoken]");
    return field ? field.value : "";
  };
  const claim = (row) => {
    const address = row.dataset.claim;
    if (!address) { say("This row can't be claimed."); return; }
    const form = document.createElement("form");
    form.method = "post";
    form.action = address;
    const field = document.createElement("input");
    field.type = "hidden";
    field.name = "csrfmiddlewaretoken";
    field.value = token();
    form.append(field);
    document.body.append(form);
    form.submit();
  };
  const keys = document.getElementById("keys");
  const opener = document.querySelector("[data-keys]");
  if (keys && opener) {
    opener.hidden = false;
    opener.addEventListener("click", () => keys.showModal());
  }
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") {
      document.querySelectorAll("details.person[open]").forEach((menu) => { menu.open = false; menu.querySelector("summary").focus(); });
      if (event.target.id === "find") event.target.blur();
      return;
    }
    if (typing(event.target) || document.querySelector("dialog[open]")) return;
    const find = document.getElementById("find");
    if (event.key === "/" && find) { event.preventDefault(); find.focus(); find.select(); }
    else if (event.key === "?" && keys) keys.showModal();
    else if (event.key === "j") move(1);
    else if (event.key === "k") move(-1);
    else if (here && event.key === "c") claim(here);
    else if (here && event.key === "x") {
      const box = here.querySelector("input[type=checkbox]");
      if (box) box.click();
    } else if (here && event.key === "Enter" && event.target === document.body) {
      const link = here.querySelector("a");
      if (link) link.click();
    }
  });
  document.addEventListener("focusin", (event) => {
    const row = event.target.closest && event.target.closest("[data-row]");
    if (row && row !== here) { if (here) here.classList.remove("here"); here = row; row.classList.add("here"); }
  });

  // Selecting: all at once, a range with Shift, and how many.
  const boxes = () => [...document.querySelectorAll("[data-rows] input[name=row]")];
  const count = () => {
    const picked = boxes().filter((box) => box.checked).length;
    document.querySelectorAll("[data-picked]").forEach((place) => {
      place.textContent = picked ? `With ${picked} selected row${picked === 1 ? "" : "s"}:` : "With the selected rows:";
    });
    document.querySelectorAll("[data-pick-all]").forEach((all) => {
      all.checked = picked > 0 && picked === boxes().length;
      all.indeterminate = picked > 0 && picked < boxes().length;
    });
  };
  let last = null;
  document.addEventListener("click", (event) => {
    const box = event.target;
    if (box.matches && box.matches("[data-rows] input[name=row]")) {
      if (event.shiftKey && last && last !== box) {
        const all = boxes();
        const [from, to] = [all.indexOf(last), all.indexOf(box)].sort((a, b) => a - b);
        all.slice(from, to + 1).forEach((one) => { one.checked = box.checked; });
      }
      last = box;
      count();
    } else if (box.matches && box.matches("[data-pick-all]")) {
      boxes().forEach((one) => { one.checked = box.checked; });
      count();
    }
    document.querySelectorAll("details.person[open]").forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; });
  });
  const ready = () => document.querySelectorAll("[data-pick-all]").forEach((all) => { all.hidden = false; });
  ready();
  count();
  document.addEventListener("htmx:afterSwap", () => { here = null; ready(); count(); });

  // Filters send themselves.
  document.querySelectorAll("form[data-auto]").forEach((form) => {
    form.addEventListener("change", (event) => { if (event.target.tagName === "SELECT") form.requestSubmit(); });
  });

  // A form that was refused is read first; a form is sent once.
  const refused = document.querySelector("[data-focus]");
  if (refused) refused.focus();
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    // What opens beside the page sends nothing.
    if (event.submitter && event.submitter.formTarget === "_blank") return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
  });
  window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((form) => { delete form.dataset.sent; }));

  // Files dropped on their place are sent.
  document.querySelectorAll("form[data-drop]").forEach((form) => {
    const input = form.querySelector("input[type=file]");
    const answer = form.querySelector(".drop__said");
    const largest = Number(form.dataset.largest) * 1024 * 1024;
    const send = () => {
      const files = [...input.files];
      if (!files.length) return;
      const heavy = files.find((file) => file.size > largest);
      if (heavy) {
        answer.textContent = `${heavy.name} is larger than ${form.dataset.largest} MB; split it and send the parts.`;
        input.value = "";
        return;
      }
      answer.textContent = files.length === 1 ? `Sending ${files[0].name} …` : `Sending ${files.length} files …`;
      form.requestSubmit();
    };
    input.addEventListener("change", send);
    form.addEventListener("dragover", (event) => { event.preventDefault(); form.classList.add("over"); });
    form.addEventListener("dragleave", (event) => { if (!form.contains(event.relatedTarget)) form.classList.remove("over"); });
    form.addEventListener("drop", (event) => {
      event.preventDefault();
      form.classList.remove("over");
      if (event.dataTransfer.files.length > 1 && !input.multiple) { answer.textContent = "Drop one file at a time."; return; }
      input.files = event.dataTransfer.files;
      send();
    });
  });
})();
