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
  const TOKEN = 100;
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

  // Whoever never came back leaves nothing behind: the name of a draft holds the code of a slip.
  function dropOldDrafts() {
    let names = [];
    try { names = Object.keys(localStorage); } catch { /* barred */ }
    for (const name of names.filter((each) => each.startsWith("prongsai-draft:"))) {
      const key = name.replace("prongsai-", "");
      if (!readDraft(key)) keep.drop(key);
    }
  }

  function saveDraft() {
    if (!kiosk) keep.set(draftKey, JSON.stringify({ at: Date.now(), answers: chosen() }));
  }

  function readDraft(key) {
    try {
      const draft = JSON.parse(keep.get(key));
      return draft && Date.now() - draft.at < DAY && draft.answers.length ? draft : null;
    } catch {
      return null;
    }
  }

  function offerDraft() {
    const draft = kiosk || chosen().length ? null : readDraft(draftKey);
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

  // How long this device still waits after its last answer to this link.
  function getPause() {
    if (kiosk || !page.challenge) return 0;
    return Math.max(0, COOLDOWN - (Date.now() - Number(keep.get(`sent:${page.channel}`) || 0)));
  }

  // Shows the time left and resolves when it is over.
  function countDown(milliseconds) {
    const end = Date.now() + milliseconds;
    const left = find("left");
    return new Promise((resolve) => {
      const tick = () => {
        const seconds = Math.max(0, Math.ceil((end - Date.now()) / 1000));
        const minutes = Math.floor(seconds / 60);
        left.textContent = `${minutes ? `${minutes} ${left.dataset.minute} ` : ""}${seconds % 60} ${left.dataset.second}`;
        if (seconds) { setTimeout(tick, 250); } else { left.textContent = ""; resolve(); }
      };
      tick();
    });
  }

  function paceOf(milliseconds) {
    const bounds = [30, 60, 120, 300];
    const at = bounds.findIndex((bound) => milliseconds < bound * 1000);
    return at < 0 ? bounds.length : at;
  }

  // A token comes behind the # of the address, which no server sees; it leaves the address at once.
  function takeToken() {
    const field = find("token");
    if (!field) return;
    const token = location.hash.slice(1);
    if (token.length >= TOKEN) field.value = token;
    if (field.value.length < TOKEN || find("wrong")) return;
    field.hidden = true;
    find("token-help").hidden = true;
    find("token-ready").hidden = false;
    history.replaceState(null, "", location.pathname + location.search);
  }

  // Page by page for whoever likes that better: one section at a time, the sending on the last.
  function runPages() {
    const sections = [...form.querySelectorAll("section")];
    const last = sections.length - 1;
    const paged = find("paged");
    const getPlace = (selector) => sections.findIndex((each) => each.querySelector(selector));
    let at = Math.max(0, getPlace(".error"));
    const show = () => {
      sections.forEach((each, place) => { each.hidden = paged.checked && place !== at; });
      find("intro").hidden = paged.checked && at > 0;
      find("send").hidden = paged.checked && at < last;
      find("pages").hidden = !paged.checked;
      find("back").disabled = at === 0;
      find("next").hidden = at === last;
      find("at").textContent = at + 1;
      find("of").textContent = last + 1;
    };
    const turn = (place) => {
      at = place;
      show();
      const heading = sections[at].querySelector("h2");
      heading.tabIndex = -1;
      heading.focus();
    };
    find("paging").hidden = false;
    paged.checked = !kiosk && keep.get("paged") === "1";
    paged.addEventListener("change", () => { keep.set("paged", paged.checked ? "1" : "0"); show(); });
    find("back").addEventListener("click", () => turn(at - 1));
    find("next").addEventListener("click", () => turn(at + 1));
    document.querySelectorAll("#problem a").forEach((each) => each.addEventListener("click", () => {
      const place = getPlace(each.hash);
      at = place < 0 ? last : place;
      show();
    }));
    show();
  }

  function isWhole() {
    const answered = chosen().filter(([name]) => name[0] === "q").length;
    const skip = form.elements.namedItem("skip");
    return answered === find("progress").querySelector("progress").max || Boolean(skip && skip.checked && answered);
  }

  function runForm() {
    let begun = 0;
    let moving = false;
    let sending = false;
    const ready = startWork();
    takeToken();
    offerDraft();
    showProgress();
    runPages();
    form.addEventListener("change", () => {
      begun = begun || Date.now();
      showProgress();
      saveDraft();
    });
    document.querySelector(".language").addEventListener("click", () => { moving = true; });
    form.addEventListener("submit", (event) => {
      const pace = form.elements.namedItem("pace");
      if (begun) pace.value = Math.max(pace.value, paceOf(Date.now() - begun));
      // Only what will be counted waits; everything else comes back at once.
      if (moving || !isWhole()) return;
      event.preventDefault();
      if (sending) return;
      sending = true;
      const state = find("state");
      const rest = getPause();
      state.textContent = rest ? state.dataset.pause : state.dataset.work;
      const waits = [ready, rest && countDown(rest)];
      Promise.all(waits).then(() => { state.textContent = state.dataset.sending; form.submit(); });
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
    const state = find("state");
    const button = resend.querySelector("button");
    button.disabled = true;
    state.textContent = state.dataset.auto;
    countDown(Number(page.seconds) * 1000 + Math.random() * 2000).then(() => {
      state.textContent = state.dataset.sending;
      resend.submit();
    });
  }

  rememberType();
  dropOldDrafts();
  // A shared device keeps nothing that "back" and "reload" could send or show once more.
  if (kiosk || document.querySelector("meta[http-equiv=refresh]")) history.replaceState(null, "", location.href);
  if (page.page === "form") runForm();
  if (page.page === "wait") runWait();
  if (page.page === "sent") {
    keep.drop(draftKey);
    keep.set(`sent:${page.channel}`, Date.now());
  }
})();
