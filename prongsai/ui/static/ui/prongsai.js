// Makes pages quicker to use; every page works without it.

const on = (type, selector, act) =>
  document.addEventListener(type, (event) => {
    const found = event.target instanceof Element && event.target.closest(selector);
    if (found) act(found, event);
  });

// Theme: change at once instead of loading the page again.
on("submit", "[data-theme-form]", (form, event) => {
  event.preventDefault();
  const theme = event.submitter.value;
  const secure = location.protocol === "https:" ? "; secure" : "";
  document.cookie = `prongsai_theme=${theme}; path=/; max-age=31536000; samesite=lax${secure}`;
  if (theme === "auto") delete document.documentElement.dataset.bsTheme;
  else document.documentElement.dataset.bsTheme = theme;
  for (const button of form.querySelectorAll("[name=theme]")) {
    button.setAttribute("aria-pressed", String(button.value === theme));
  }
  closeMenus();
});

// Menus: close on a click elsewhere and on Escape.
function closeMenus(except) {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (menu !== except) menu.open = false;
  }
}
document.addEventListener("click", (event) => closeMenus(event.target.closest?.("details.menu")));
document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && document.querySelector("details.menu[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

// Dialogs: the link behind the button is the way without a script.
on("click", "[data-dialog]", (link, event) => {
  const dialog = document.getElementById(link.dataset.dialog);
  if (!dialog) return;
  event.preventDefault();
  dialog.showModal();
});
on("click", "[data-dialog-close]", (button) => button.closest("dialog").close());
on("click", "dialog", (dialog, event) => {
  if (event.target === dialog) dialog.close();
});

// Copy buttons.
on("click", "[data-copy]", async (button) => {
  await navigator.clipboard.writeText(button.dataset.copy);
  const words = button.querySelector("span");
  const before = words.textContent;
  words.textContent = button.dataset.done;
  setTimeout(() => (words.textContent = before), 2000);
});

// A form that answers with a file once: not sent twice; the page shows what has changed.
on("submit", "[data-gives-file]", (form) => {
  const button = form.querySelector("[type=submit]");
  setTimeout(() => (button.disabled = true));
  const watch = setInterval(() => {
    if (!document.cookie.includes("prongsai_file=")) return;
    clearInterval(watch);
    document.cookie = `prongsai_file=; path=${location.pathname}; max-age=0; samesite=strict`;
    location.assign(location.pathname);
  }, 300);
});

// Passwords that can be read.
on("click", "[data-show-password]", (button) => {
  const input = button.parentElement.querySelector("input");
  const hidden = input.type === "password";
  input.type = hidden ? "text" : "password";
  button.setAttribute("aria-pressed", String(hidden));
});

// Tables: select all, count what is selected.
function countSelected(form) {
  const boxes = [...form.querySelectorAll("[name=selected]")];
  const chosen = boxes.filter((box) => box.checked).length;
  const all = form.querySelector("[data-bulk-all]");
  all.checked = chosen === boxes.length;
  all.indeterminate = chosen > 0 && chosen < boxes.length;
  const count = form.querySelector("[data-bulk-count]");
  count.hidden = chosen === 0;
  count.querySelector("b").textContent = chosen;
  for (const button of form.querySelectorAll(".bulk-bar button")) button.disabled = chosen === 0;
}
on("change", "[data-bulk-all]", (all) => {
  const form = all.closest("form");
  for (const box of form.querySelectorAll("[name=selected]")) box.checked = all.checked;
  countSelected(form);
});
on("change", "[data-bulk] [name=selected]", (box) => countSelected(box.closest("form")));

// Tables: a click anywhere in a row follows its first link; selecting text stays possible.
on("click", "[data-row-link] tbody tr", (row, event) => {
  if (event.target.closest("a, button, input, label, summary") || String(getSelection())) return;
  const { ctrlKey, metaKey, shiftKey } = event;
  row
    .querySelector("td a")
    ?.dispatchEvent(new MouseEvent("click", { bubbles: true, ctrlKey, metaKey, shiftKey }));
});

// Files: say what was chosen.
on("change", "[data-file] input", (input) => {
  const names = [...input.files].map((file) => file.name).join(", ");
  if (names) input.parentElement.querySelector("[data-file-name]").textContent = names;
});

// Tables wider than their place scroll inside it, with the keyboard too.
const sizes = new ResizeObserver((entries) => {
  for (const { target: frame } of entries) {
    const wide = frame.querySelector("table").scrollWidth > frame.clientWidth + 1;
    frame.classList.toggle("table-scroll", wide);
    if (wide) frame.tabIndex = 0;
    else frame.removeAttribute("tabindex");
  }
});

// Countdowns: the words from the server, kept true.
function tick() {
  for (const place of document.querySelectorAll("[data-countdown]")) {
    // Counted by the server's clock: the reader's may be wrong, a training's is moved.
    place.dataset.ahead ??= new Date(place.dataset.now) - Date.now();
    const now = Date.now() + Number(place.dataset.ahead);
    const minutes = Math.floor((new Date(place.dataset.countdown) - now) / 60000);
    const parts = [
      [Math.floor(minutes / 1440), place.dataset.days],
      [Math.floor(minutes / 60) % 24, place.dataset.hours],
      [minutes % 60, place.dataset.minutes],
    ];
    const shown = parts[0][0] > 0 ? parts.slice(0, 2) : parts.slice(1);
    const words = shown.map(([number, unit]) => `${number} ${unit}`).join(" ");
    place.textContent = minutes < 0 ? place.dataset.over : `${place.dataset.left} ${words}`;
  }
}

// Toasts leave after a while, errors stay until closed.
function settle(toast) {
  const close = document.createElement("button");
  close.type = "button";
  close.className = "toast-close";
  close.textContent = "×";
  close.setAttribute("aria-label", document.documentElement.lang === "th" ? "ปิด" : "Close");
  close.addEventListener("click", () => toast.remove());
  toast.append(close);
  delete toast.dataset.toast;
  if (!toast.classList.contains("toast-error")) setTimeout(() => toast.remove(), 8000);
}

// What needs a script is hidden until there is one; also for parts that htmx brings.
function prepare(root) {
  for (const one of root.querySelectorAll("[data-copy], [data-show-password], [data-bulk-all]")) {
    one.hidden = false;
  }
  for (const button of root.querySelectorAll("[data-no-script]")) button.hidden = true;
  for (const form of root.querySelectorAll("[data-bulk]")) countSelected(form);
  for (const frame of root.querySelectorAll(".table-frame")) sizes.observe(frame);
  for (const toast of root.querySelectorAll("[data-toast]")) settle(toast);
  root.querySelector("[data-focus]:not(.guide-box *)")?.focus();
  tick();
}

document.documentElement.classList.add("scripted");
prepare(document);
document.addEventListener("htmx:load", (event) => prepare(event.target.parentElement ?? document));
setInterval(tick, 30000);
