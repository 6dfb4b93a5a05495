/* The page by keyboard: what a control itself understands stays with it, the rest goes to the page. */
(() => {
  if (window.centricityKeys) return;
  window.centricityKeys = true;
  const known = [" ", "ArrowRight", "ArrowLeft", "Home", "End", "+", "-", "d", "i", "h", "n", "p", "b", "u", "r", "l", "s", "c", "?"];
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !known.includes(event.key)) return;
    if (document.querySelector(".q-dialog")) return;
    const at = event.target instanceof Element ? event.target : document.body;
    if (at.closest("input, textarea, select, [role=slider], [role=listbox], [role=menu], [contenteditable=true]")) return;
    if (event.key === " " && at.closest("button, a, [role=button], [role=tab]")) return;
    event.preventDefault();
    emitEvent("centricity-key", { key: event.key });
  });
  let width = 0;
  const tell = () => {
    if (Math.abs(window.innerWidth - width) < 40) return;
    width = window.innerWidth;
    emitEvent("centricity-width", { width });
  };
  window.addEventListener("resize", tell);
  window.addEventListener("centricity-ready", tell);
})();
