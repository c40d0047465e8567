// Bringing a letter: dropping it anywhere on the page, choosing it, seeing it go.
const form = document.getElementById("bring");
if (form) {
  const input = form.querySelector("input[type=file]");
  const zone = form.querySelector(".drop__zone");
  const busy = form.querySelector(".drop__busy");
  const progress = form.querySelector("progress");
  const answer = form.querySelector(".drop__answer");
  const largest = Number(form.dataset.largest);
  let depth = 0;
  let name = "";

  const show = (sending) => {
    zone.hidden = sending;
    busy.hidden = !sending;
  };
  const say = (what, sentence) => {
    const refusal = document.getElementById("refusal").content.cloneNode(true);
    refusal.querySelector("strong").textContent = what;
    refusal.querySelector("span").textContent = sentence;
    answer.replaceChildren(refusal);
  };
  const send = () => {
    const file = input.files[0];
    if (!file) return;
    answer.replaceChildren();
    if (file.size > largest * 1024 * 1024) {
      say(file.name, `The file is larger than ${largest} MB, which no letter is; drop the letter alone, without its enclosures.`);
      input.value = "";
      return;
    }
    name = file.name;
    form.querySelector(".drop__name").textContent = name;
    form.requestSubmit();
  };
  const carriesFiles = (event) => event.dataTransfer && [...event.dataTransfer.types].includes("Files");

  input.addEventListener("change", send);
  document.addEventListener("dragenter", (event) => {
    if (!carriesFiles(event)) return;
    depth += 1;
    document.body.classList.add("dragging");
  });
  document.addEventListener("dragleave", (event) => {
    if (!carriesFiles(event)) return;
    depth -= 1;
    if (depth <= 0) document.body.classList.remove("dragging");
  });
  document.addEventListener("dragover", (event) => {
    if (carriesFiles(event)) event.preventDefault();
  });
  document.addEventListener("drop", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    depth = 0;
    document.body.classList.remove("dragging");
    if (event.dataTransfer.files.length !== 1) {
      say(`${event.dataTransfer.files.length} files`, "Drop one letter at a time.");
      return;
    }
    input.files = event.dataTransfer.files;
    send();
  });
  form.addEventListener("htmx:beforeRequest", () => {
    progress.removeAttribute("value");
    show(true);
  });
  form.addEventListener("htmx:xhr:progress", (event) => {
    if (event.detail.lengthComputable && event.detail.loaded < event.detail.total) {
      progress.value = (100 * event.detail.loaded) / event.detail.total;
    } else progress.removeAttribute("value");
  });
  form.addEventListener("htmx:afterRequest", (event) => {
    const moving = event.detail.xhr && event.detail.xhr.getResponseHeader("HX-Redirect");
    if (moving) return;
    show(false);
    input.value = "";
    if (!event.detail.xhr || event.detail.xhr.status === 0) {
      say(name, "The server does not answer; see whether it still runs, and try again.");
    } else if (event.detail.xhr.status >= 500 && event.detail.xhr.status !== 503) {
      say(name, "The server failed on this file, which has been written to its log; try another one.");
    }
  });
  window.addEventListener("pageshow", () => { show(false); input.value = ""; });
}
