// A long select becomes a field to type into: the list shows what fits. Without script the select itself is used.
(() => {
  document.querySelectorAll("select[data-combobox]").forEach((select, place) => {
    const label = document.querySelector(`label[for="${select.id}"]`);
    const id = `${select.id || `combobox-${place}`}-typed`;
    const make = (name, className) => { const made = document.createElement(name); made.className = className; return made; };
    const box = make("div", "combo");
    const input = make("input", "usa-input combo__input");
    const list = make("ul", "combo__list");
    const said = make("p", "usa-sr-only");
    said.setAttribute("role", "status");
    const all = [...select.options].filter((one) => one.value).map((one, index) => ({
      value: one.value, words: one.text, index,
      group: one.parentElement.tagName === "OPTGROUP" ? one.parentElement.label : "",
    }));
    Object.assign(input, { type: "text", id, autocomplete: "off", spellcheck: false, placeholder: "Type a few letters, or press the down arrow" });
    const told = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": `${id}-list` };
    for (const name of ["aria-describedby", "aria-invalid", "aria-required"]) if (select.hasAttribute(name)) told[name] = select.getAttribute(name);
    if (select.required) told["aria-required"] = "true";
    Object.entries(told).forEach(([name, value]) => input.setAttribute(name, value));
    list.id = `${id}-list`;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", label ? label.textContent.trim() : "Choices");
    list.hidden = true;
    if (label) label.htmlFor = id;
    select.hidden = true;
    select.required = false;
    select.tabIndex = -1;
    select.before(box);
    box.append(input, list, said, select);
    let fits = [];
    let at = -1;

    const current = () => (select.value ? select.selectedOptions[0].text : "");
    input.value = current();
    const close = () => { list.hidden = true; at = -1; input.setAttribute("aria-expanded", "false"); input.removeAttribute("aria-activedescendant"); };
    const stand = (to) => {
      const rows = [...list.querySelectorAll("[role=option]")];
      if (!rows.length) return;
      at = (to + rows.length) % rows.length;
      rows.forEach((row, index) => row.classList.toggle("combo__here", index === at));
      rows[at].scrollIntoView({ block: "nearest" });
      input.setAttribute("aria-activedescendant", rows[at].id);
    };
    const choose = (one) => {
      select.value = one.value;
      input.value = one.words;
      select.dispatchEvent(new Event("change", { bubbles: true }));
      close();
    };
    // What begins with the words first, then what holds them, then fields that hold them.
    const rank = (one, typed) => {
      const words = one.words.toLowerCase();
      if (!typed || words.startsWith(typed)) return 0;
      if (words.split(/[\s(]/).some((word) => word.startsWith(typed))) return 1;
      if (typed.split(/\s+/).every((part) => words.includes(part))) return 2;
      return one.group.toLowerCase().includes(typed) ? 3 : -1;
    };
    const show = (typed) => {
      const seen = new Set();
      fits = all.map((one) => ({ one, rank: rank(one, typed) })).filter((each) => each.rank >= 0)
        .sort((a, b) => (typed ? a.rank - b.rank : 0) || a.one.index - b.one.index).map((each) => each.one)
        .filter((one) => !typed || (!seen.has(one.value) && seen.add(one.value)));
      let group = null;
      const rows = [];
      fits.forEach((one, index) => {
        if (!typed && one.group && one.group !== group) {
          const head = make("li", "combo__group");
          head.setAttribute("role", "presentation");
          head.textContent = one.group;
          rows.push(head);
          group = one.group;
        }
        const row = make("li", "combo__one");
        row.id = `${id}-${index}`;
        row.setAttribute("role", "option");
        row.setAttribute("aria-selected", String(one.value === select.value));
        row.textContent = one.words;
        if (typed && one.group && one.group !== one.words) { const soft = make("span", "soft"); soft.textContent = ` ${one.group}`; row.append(soft); }
        row.addEventListener("mousedown", (event) => { event.preventDefault(); choose(one); });
        rows.push(row);
      });
      if (!fits.length) { const none = make("li", "combo__none"); none.setAttribute("role", "presentation"); none.textContent = "Nothing fits; type fewer letters."; rows.push(none); }
      list.replaceChildren(...rows);
      list.hidden = false;
      input.setAttribute("aria-expanded", "true");
      input.removeAttribute("aria-activedescendant");
      at = -1;
      said.textContent = fits.length ? `${fits.length} fit.` : "Nothing fits.";
    };
    input.addEventListener("input", () => { select.value = ""; show(input.value.trim().toLowerCase()); if (fits.length) stand(0); });
    input.addEventListener("click", () => { if (list.hidden) show(""); });
    input.addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        const first = list.hidden;
        if (first) show(select.value ? "" : input.value.trim().toLowerCase());
        stand(event.key === "ArrowDown" ? (first ? 0 : at + 1) : (first ? -1 : at - 1));
      } else if (event.key === "Enter" && !list.hidden) {
        event.preventDefault();
        if (at >= 0) choose(fits[at]);
      } else if (event.key === "Escape" && !list.hidden) {
        event.stopPropagation();
        event.preventDefault();
        close();
      }
    });
    // Words that are no choice are not sent silently as none: what fits exactly is taken, the rest is taken back.
    input.addEventListener("blur", () => {
      const typed = input.value.trim().toLowerCase();
      const exact = all.find((one) => one.words.toLowerCase() === typed);
      if (exact && exact.value !== select.value) choose(exact);
      else if (!exact && typed) { input.value = current(); said.textContent = current() ? "" : "Choose one of the list."; }
      close();
    });
  });
})();
