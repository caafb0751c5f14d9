// Solves the work while somebody writes; a browser that cannot takes the page with the wait.
const form = document.getElementById("report");
const field = form.elements.namedItem("work");
const asked = form.dataset;

const solved = new Promise((resolve) => {
  if (!window.Worker) return resolve();
  const worker = new Worker(asked.worker);
  worker.onmessage = (event) => { field.value = event.data; worker.terminate(); resolve(); };
  worker.onerror = () => resolve();
  worker.postMessage({
    challenge: asked.challenge, channel: asked.channel, bits: +asked.bits, parts: +asked.parts,
  });
});

// The other language, and what is incomplete, come back at once.
let moving = false;
let sending = false;
document.querySelector("button[name=language]").addEventListener("click", () => { moving = true; });
const isComplete = () => form.elements.namedItem("agency").value.trim() && form.querySelector("[name=what]:checked");
form.addEventListener("submit", (event) => {
  if (moving || !isComplete()) return;
  event.preventDefault();
  if (sending) return;
  sending = true;
  document.getElementById("state").textContent = asked.wait;
  solved.then(() => form.submit());
});
window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
