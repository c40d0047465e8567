// Words to copy.
for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const source = document.getElementById(button.dataset.copy);
    await navigator.clipboard.writeText(source.textContent.trim());
    const said = document.getElementById("said");
    if (said) said.textContent = "Copied";
    const words = button.querySelector("span");
    if (words) { const before = words.textContent; words.textContent = "Copied"; setTimeout(() => { words.textContent = before; }, 1600); }
  });
}
