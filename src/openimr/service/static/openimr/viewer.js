// The viewer by keyboard: arrows turn pages, + and - change the size, r turns, n goes to the next hit. Links do it all too.
(() => {
  const keys = { ArrowRight: "after", ArrowLeft: "before", "+": "larger", "=": "larger", "-": "smaller", r: "turn", n: "hit" };
  const press = (name) => {
    const link = document.querySelector(`#viewer [data-key="${name}"]`);
    if (link) link.click();
    return Boolean(link);
  };
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (document.querySelector("dialog[open]")) return;
    if (event.target.closest && event.target.closest("input, textarea, select, [contenteditable]")) return;
    const name = keys[event.key];
    if (!name) return;
    // Sideways arrows first move a page that is wider than its place.
    const paper = document.getElementById("v-paper");
    if (event.key.startsWith("Arrow") && paper && paper.scrollWidth > paper.clientWidth + 2) {
      const left = paper.scrollLeft;
      const end = event.key === "ArrowLeft" ? left <= 1 : left + paper.clientWidth >= paper.scrollWidth - 2;
      if (!end) return;
    }
    if (press(name)) event.preventDefault();
  });

  const settle = () => {
    const viewer = document.getElementById("viewer");
    if (!viewer) return;
    // Sharp screens get the sharp picture, behind the first one.
    const picture = viewer.querySelector(".leaf__picture");
    if (picture && window.devicePixelRatio > 1.2 && picture.getAttribute("href") !== picture.dataset.sharp) {
      const sharp = new Image();
      sharp.onload = () => { if (picture.isConnected) picture.setAttribute("href", picture.dataset.sharp); };
      sharp.src = picture.dataset.sharp;
    }
    // The next page is drawn while this one is read.
    if (viewer.dataset.ahead) new Image().src = viewer.dataset.ahead;
    const lit = viewer.querySelector(".leaf__lit");
    const paper = document.getElementById("v-paper");
    if (lit && paper) {
      const [hit, frame] = [lit.getBoundingClientRect(), paper.getBoundingClientRect()];
      if (hit.bottom > frame.bottom || hit.top < frame.top) paper.scrollTop += hit.top - frame.top - frame.height / 3;
    }
    // Thumbnails stand where their page is.
    const thumb = viewer.querySelector(".thumb[aria-current]");
    const column = thumb && thumb.closest(".viewer__thumbs");
    if (column) column.scrollTop = thumb.offsetTop - column.offsetTop - column.clientHeight / 2 + thumb.clientHeight / 2;
  };
  // On the last page there is no link to a next one: the keyboard stays at the viewer all the same.
  let within = false;
  document.body.addEventListener("htmx:beforeSwap", () => {
    within = Boolean(document.activeElement && document.activeElement.closest("#viewer"));
  });
  document.body.addEventListener("htmx:afterSettle", (event) => {
    const viewer = document.getElementById("viewer");
    if (!viewer || !(event.target === viewer || viewer.contains(event.target) || event.target.contains(viewer))) return;
    settle();
    const page = document.getElementById("v-paper");
    if (within && page && document.activeElement === document.body) page.focus({ preventScroll: true });
    within = false;
    const said = document.getElementById("said");
    if (said) said.textContent = viewer.dataset.said;
  });
  settle();
})();
