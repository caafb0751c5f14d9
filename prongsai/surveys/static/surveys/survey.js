// Makes the form kinder where JavaScript runs: progress, a draft, the work of the open link.
// Everything here is a convenience: without it the form is sent and answered all the same.
"use strict";
(() => {
  const find = (id) => document.getElementById(id);
  const page = document.body.dataset;
  const keep = {
    get(key) { try { return localStorage.getItem(`prongsai-${key}`); } catch { return null; } },
    set(key, value) { try { localStorage.setItem(`prongsai-${key}`, value); } catch { /* full or barred */ } },
    drop(key) { try { localStorage.removeItem(`prongsai-${key}`); } catch { /* barred */ } },
  };
  const DAY = 86400000;
  const COOLDOWN = 120000;
  const CARRY = 15000;
  const draftKey = `draft:${location.pathname}`;

  function rememberType() {
    const large = find("large");
    large.checked = keep.get("large") === "1";
    large.addEventListener("change", () => keep.set("large", large.checked ? "1" : "0"));
  }

  const form = find("form");
  const kiosk = document.body.classList.contains("kiosk");
  const chosen = () => [...new FormData(form)].filter(([name, value]) => /^(q|p|told)/.test(name) && value);

  function showProgress() {
    const done = chosen().filter(([name]) => name[0] === "q").length;
    find("progress").hidden = false;
    find("progress").querySelector("progress").value = done;
    find("done").textContent = done;
  }

  function saveDraft() {
    if (!kiosk) keep.set(draftKey, JSON.stringify({ at: Date.now(), answers: chosen() }));
  }

  function readDraft() {
    try {
      const draft = JSON.parse(keep.get(draftKey));
      return draft && Date.now() - draft.at < DAY && draft.answers.length ? draft : null;
    } catch {
      return null;
    }
  }

  function offerDraft() {
    const draft = kiosk || chosen().length ? null : readDraft();
    if (!draft) return;
    find("draft").hidden = false;
    find("draft-drop").addEventListener("click", () => { keep.drop(draftKey); find("draft").hidden = true; });
    find("draft-use").addEventListener("click", () => { fillIn(draft.answers); find("draft").hidden = true; });
  }

  function fillIn(answers) {
    for (const [name, value] of answers) {
      const field = form.elements.namedItem(name);
      if (field) field.value = value;
    }
    showProgress();
  }

  // The other language is another page: the answers go along in this tab, once and at once.
  function carryAlong() {
    const key = `prongsai-carry:${location.pathname}`;
    const link = document.querySelector(".top a[hreflang]");
    try {
      const carried = JSON.parse(sessionStorage.getItem(key));
      sessionStorage.removeItem(key);
      if (carried && Date.now() - carried.at < CARRY) fillIn(carried.answers);
    } catch { /* barred */ }
    link.addEventListener("click", () => {
      const carried = { at: Date.now(), answers: chosen() };
      try { sessionStorage.setItem(key, JSON.stringify(carried)); } catch { /* barred */ }
    });
  }

  // The proof is solved while the person reads; a browser that cannot takes the slow lane.
  function startWork() {
    const field = form.elements.namedItem("work");
    if (!field || field.value || !window.Worker) return Promise.resolve();
    return new Promise((resolve) => {
      const worker = new Worker(page.worker);
      worker.onmessage = (event) => { field.value = event.data; worker.terminate(); resolve(); };
      worker.onerror = () => resolve();
      worker.postMessage({
        challenge: page.challenge, channel: page.channel, bits: +page.bits, parts: +page.parts,
      });
    });
  }

  function pause() {
    const since = Date.now() - Number(keep.get(`sent:${page.channel}`) || 0);
    const left = kiosk || !page.challenge ? 0 : COOLDOWN - since;
    return new Promise((resolve) => { setTimeout(resolve, Math.max(0, left)); });
  }

  function paceOf(milliseconds) {
    const bounds = [30, 60, 120, 300];
    const at = bounds.findIndex((bound) => milliseconds < bound * 1000);
    return at < 0 ? bounds.length : at;
  }

  // A token comes behind the # of the address, which no server sees; it leaves the address at once.
  function takeToken() {
    const field = find("token");
    const token = location.hash.slice(1);
    if (!field || token.length < 100) return;
    field.value = token;
    field.hidden = true;
    find("token-help").hidden = true;
    find("token-ready").hidden = false;
    history.replaceState(null, "", location.pathname + location.search);
  }

  function runForm() {
    let begun = 0;
    let sending = false;
    const ready = startWork();
    takeToken();
    carryAlong();
    offerDraft();
    showProgress();
    form.addEventListener("change", () => {
      begun = begun || Date.now();
      showProgress();
      saveDraft();
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (sending) return;
      sending = true;
      const state = find("state");
      state.textContent = state.dataset.wait;
      if (begun) form.elements.namedItem("pace").value = paceOf(Date.now() - begun);
      Promise.all([ready, pause()]).then(() => {
        state.textContent = state.dataset.sending;
        form.submit();
      });
    });
    window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
    if (kiosk) watchIdle();
    const problem = find("problem");
    if (problem) problem.focus();
  }

  // A shared device: ask first, then clear what somebody left behind.
  function watchIdle() {
    const notice = find("idle");
    let timer = 0;
    const clear = () => location.replace(location.pathname); // a reset would bring back what was sent once
    const ask = () => {
      if (!chosen().length) return;
      notice.hidden = false;
      timer = setTimeout(clear, 30000);
    };
    const stay = () => { clearTimeout(timer); notice.hidden = true; timer = setTimeout(ask, 90000); };
    ["change", "scroll", "keydown", "pointerdown"].forEach((name) => addEventListener(name, stay, { passive: true }));
    stay();
  }

  function runWait() {
    const resend = find("resend");
    let left = Number(page.seconds) + Math.random() * 2;
    let sent = false;
    const send = () => { if (!sent) { sent = true; resend.submit(); } };
    const tick = setInterval(() => {
      left -= 1;
      find("seconds").textContent = Math.max(0, Math.ceil(left));
      if (left <= 0) { clearInterval(tick); send(); }
    }, 1000);
    resend.addEventListener("submit", (event) => { event.preventDefault(); if (left <= 0) send(); });
  }

  rememberType();
  // A shared device keeps nothing that "back" and "reload" could send or show once more.
  if (kiosk || document.querySelector("meta[http-equiv=refresh]")) history.replaceState(null, "", location.href);
  if (page.page === "form") runForm();
  if (page.page === "wait") runWait();
  if (page.page === "sent") {
    keep.drop(draftKey);
    keep.set(`sent:${page.channel}`, Date.now());
  }
})();
