// Keying paper without looking up: a digit goes on by itself, Enter goes on, Backspace goes back.
"use strict";
(() => {
  const form = document.querySelector("form[data-digits]");
  if (!form) return;
  const cells = [...form.querySelectorAll("input[data-digit]")];
  const goTo = (at) => {
    const next = cells[at] ?? form.querySelector("button[type=submit], button:not([type])");
    next?.focus();
    next?.select?.();
  };
  form.addEventListener("input", (event) => {
    const at = cells.indexOf(event.target);
    if (at >= 0 && /^[0-9๐-๙]$/.test(event.target.value)) goTo(at + 1);
  });
  form.addEventListener("keydown", (event) => {
    const at = cells.indexOf(event.target);
    if (at < 0) return;
    if (event.key === "Enter" && at < cells.length - 1) { event.preventDefault(); goTo(at + 1); }
    if (event.key === "Backspace" && event.target.value === "" && at > 0) { event.preventDefault(); goTo(at - 1); }
  });
  const wrong = cells.find((cell) => cell.getAttribute("aria-invalid") === "true");
  (wrong ?? cells.find((cell) => !cell.value))?.focus();
})();
