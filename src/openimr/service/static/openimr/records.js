// Adding papers: each file is described by itself and sent by itself, with its progress; a refused one stays, the others are kept.
(() => {
  const form = document.querySelector("form[data-papers]");
  if (!form) return;
  const input = form.querySelector("input[type=file]");
  const list = form.querySelector("[data-list]");
  const each = form.querySelector("[data-each]");
  const one = form.querySelector("[data-one]");
  const said = form.querySelector("[data-said]");
  const button = form.querySelector("button[type=submit]");
  const largest = Number(form.dataset.largest) * 1024 * 1024;
  const kinds = form.elements.type;
  let papers = [];
  let sent = 0;

  const element = (name, className, text) => {
    const made = document.createElement(name);
    if (className) made.className = className;
    if (text) made.textContent = text;
    return made;
  };
  const labelled = (words, control) => {
    const label = element("label", "", words);
    label.append(control);
    return label;
  };
  const size = (bytes) => (bytes < 1024 * 1024 ? `${Math.ceil(bytes / 1024)} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`);

  const show = (paper) => {
    const row = element("li", "papers__one");
    const head = element("div", "papers__head");
    head.append(element("span", "papers__name", paper.file.name), element("span", "soft", size(paper.file.size)));
    const drop = element("button", "usa-button usa-button--unstyled", "Leave out");
    drop.type = "button";
    drop.setAttribute("aria-label", `Leave out ${paper.file.name}`);
    drop.addEventListener("click", () => { papers = papers.filter((other) => other !== paper); row.remove(); refresh(); });
    head.append(drop);
    const fields = element("div", "papers__fields");
    const kind = kinds.cloneNode(true);
    kind.id = "";
    kind.removeAttribute("name");
    kind.value = "";
    kind.className = "usa-select";
    const title = element("input", "usa-input");
    title.value = paper.file.name.replace(/\.pdf$/i, "").replace(/_/g, " ");
    title.maxLength = 200;
    const dated = element("input", "usa-input");
    dated.type = "date";
    const author = element("input", "usa-input");
    author.maxLength = 200;
    fields.append(labelled("What it is", kind), labelled("Title", title), labelled("Date of the paper (optional)", dated), labelled("Author (optional)", author));
    const bar = element("progress");
    bar.max = 1;
    bar.value = 0;
    bar.hidden = true;
    bar.setAttribute("aria-label", `Sending ${paper.file.name}`);
    const why = element("p", "papers__why");
    why.hidden = true;
    const guess = element("p", "papers__guess");
    guess.hidden = true;
    row.append(head, guess, fields, bar, why);
    list.append(row);
    Object.assign(paper, { row, kind, title, dated, author, bar, why, drop, guess });
  };
  // What each file may be, one after the other. A guess is shown with its reason and fills nothing in by itself.
  let asking = Promise.resolve();
  const readable = 20 * 1024 * 1024;
  const offer = (paper, words, reason, field, value) => {
    const take = element("button", "usa-button usa-button--outline small", "Take it");
    take.type = "button";
    take.setAttribute("aria-label", `Take “${words}” for ${paper.file.name}`);
    const line = element("span", "papers__maybe", `It may be: ${words}. `);
    line.append(element("span", "soft", `${reason} Check it. `), take);
    take.addEventListener("click", () => { field.value = value; line.remove(); paper.guess.hidden = !paper.guess.children.length; field.focus(); });
    field.addEventListener("input", () => { line.remove(); paper.guess.hidden = !paper.guess.children.length; });
    paper.guess.append(line);
    paper.guess.hidden = false;
  };
  const guessAt = (paper) => {
    if (!form.dataset.guess) return;
    asking = asking.then(async () => {
      if (!papers.includes(paper)) return;
      const data = new FormData();
      data.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
      data.append("name", paper.file.name);
      if (paper.file.size <= readable) data.append("file", paper.file);
      try {
        const answer = await fetch(form.dataset.guess, { method: "POST", body: data, headers: { Accept: "application/json" } });
        if (!answer.ok) return;
        const found = await answer.json();
        if (found.type && !paper.kind.value) offer(paper, found.title, found.why, paper.kind, found.type);
        if (found.dated && !paper.dated.value) offer(paper, `of ${found.said}`, found.dated_why, paper.dated, found.dated);
      } catch { /* Without a guess the fields are filled in as ever. */ }
    });
  };
  const refresh = () => {
    each.hidden = papers.length === 0;
    one.hidden = papers.length > 0;
    button.textContent = papers.length > 1 ? `Add ${papers.length} papers to the file` : "Add to the file";
  };
  const take = (files) => {
    for (const file of files) {
      const paper = { file };
      papers.push(paper);
      show(paper);
      if (file.size > largest) fail(paper, `${file.name} is larger than ${form.dataset.largest} MB. Split it and send the parts.`);
      else guessAt(paper);
    }
    input.value = "";
    refresh();
  };
  const fail = (paper, words) => {
    paper.row.className = "papers__one papers__one--bad";
    paper.why.textContent = words;
    paper.why.hidden = false;
    paper.bar.hidden = true;
  };
  const send = (paper) => new Promise((done) => {
    const data = new FormData();
    for (const name of ["csrfmiddlewaretoken", "expected", "received_from", "received", "channel"]) data.append(name, form.elements[name].value);
    sent += 1;
    data.append("submission", `${form.elements.submission.value.slice(0, 40)}-${sent}`);
    data.append("type", paper.kind.value);
    data.append("title", paper.title.value);
    data.append("dated", paper.dated.value);
    data.append("author", paper.author.value);
    data.append("file", paper.file);
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.setRequestHeader("Accept", "application/json");
    paper.bar.hidden = false;
    request.upload.addEventListener("progress", (event) => { if (event.lengthComputable) paper.bar.value = event.loaded / event.total; });
    request.addEventListener("error", () => { fail(paper, `${paper.file.name} did not arrive: the connection broke. Send it again.`); done(false); });
    request.addEventListener("load", () => {
      let answer = null;
      try { answer = JSON.parse(request.responseText); } catch { answer = null; }
      if (!answer) fail(paper, `${paper.file.name} was not taken (${request.status}). Look whether you are still signed in, and send it again.`);
      else if (!answer.added || !answer.added.length) fail(paper, (answer.refused || []).join(" ") || answer.why || "It was not taken.");
      else {
        paper.row.className = "papers__one papers__one--good";
        paper.why.hidden = true;
        paper.drop.remove();
        done(true);
        return;
      }
      done(false);
    });
    request.send(data);
  });

  input.addEventListener("change", () => take([...input.files]));
  form.addEventListener("dragover", (event) => { event.preventDefault(); form.classList.add("over"); });
  form.addEventListener("dragleave", (event) => { if (!form.contains(event.relatedTarget)) form.classList.remove("over"); });
  form.addEventListener("drop", (event) => { event.preventDefault(); form.classList.remove("over"); take([...event.dataTransfer.files]); });
  // Before the page's own "sent once": this form is sent paper by paper.
  form.addEventListener("submit", async (event) => {
    if (!papers.length) return;
    event.preventDefault();
    const empty = papers.find((paper) => !paper.kind.value);
    if (empty) { said.textContent = `Say what ${empty.file.name} is.`; empty.kind.focus(); return; }
    for (const name of ["received_from", "received", "channel"]) {
      if (!form.elements[name].value) { said.textContent = "Say who sent the papers, when they arrived and how."; form.elements[name].focus(); return; }
    }
    button.disabled = true;
    let kept = 0;
    const left = [];
    for (const paper of papers) {
      said.textContent = `Sending ${paper.file.name} …`;
      if (paper.file.size <= largest && await send(paper)) kept += 1;
      else left.push(paper);
    }
    papers = left;
    button.disabled = false;
    refresh();
    if (!left.length) { window.location.assign(window.location.pathname); return; }
    said.textContent = `${kept} taken, ${left.length} not; what was refused stays here.`;
  });
})();
