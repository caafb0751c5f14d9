// Keying paper without looking up: a digit goes on by itself, Enter goes on, Backspace goes back.
"use strict";
(() => {
  const form = document.querySelector("form[data-digits]");
  if (!form) return;
  const cells = [...form.querySelectorAll("input[data-digit]")];
  const says = form.querySelector("[data-digits-say]");
  const THAI_ZERO = "๐".charCodeAt(0);
  const read = (cell) => cell.value.trim().replace(/[๐-๙]/g, (digit) => String(digit.charCodeAt(0) - THAI_ZERO));
  const send = form.querySelector("button[type=submit]");
  const goTo = (at) => {
    const next = cells[at] ?? send;
    next?.focus();
    next?.select?.();
  };
  // A number that cannot be stays selected, so that the next digit replaces it.
  const refuse = (cell, isWrong) => {
    cell.setAttribute("aria-invalid", String(isWrong));
    says.textContent = isWrong ? form.dataset.digits.replace("{most}", cell.dataset.digit) : "";
    if (isWrong) cell.select();
    return isWrong;
  };
  const isWrong = (cell) => !/^\d*$/.test(read(cell)) || Number(read(cell)) > Number(cell.dataset.digit);
  // With ten choices or more, 1 may be the beginning of 12: then Enter goes on.
  const isWhole = (cell) => /^\d+$/.test(read(cell)) && (read(cell).length === 2 || Number(read(cell)) * 10 > Number(cell.dataset.digit) || read(cell) === "0");
  form.addEventListener("input", (event) => {
    const at = cells.indexOf(event.target);
    if (at < 0 || refuse(event.target, isWrong(event.target))) return;
    if (isWhole(event.target)) goTo(at + 1);
  });
  form.addEventListener("keydown", (event) => {
    const at = event.target === send ? cells.length : cells.indexOf(event.target);
    if (at < 0) return;
    if (event.key === "Enter" && at < cells.length - 1) { event.preventDefault(); goTo(at + 1); }
    if (event.key === "Backspace" && event.target.value === "" && at > 0) { event.preventDefault(); goTo(at - 1); }
  });
  const wrong = cells.find((cell) => cell.getAttribute("aria-invalid") === "true");
  goTo(cells.indexOf(wrong ?? cells.find((cell) => !cell.value)));
})();
