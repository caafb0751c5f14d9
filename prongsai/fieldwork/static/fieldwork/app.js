// The screens: unlock, the call list, the outcome of an attempt, the interview.
"use strict";
(() => {
  const { make, words } = field;
  const page = document.body.dataset;
  const phrases = JSON.parse(page.phrases);
  const screen = document.getElementById("screen");
  const status = document.getElementById("status");
  const FINAL = ["complete", "partial", "refusal", "break_off", "other", "not_eligible"];
  const OUTCOMES = ["no_answer", "non_contact", "appointment", "refusal", "other", "not_eligible", "unknown"];
  const MOST_WRONG = 5;
  let list = null;
  let said = "";

  function say(name, values = {}) {
    return phrases[name].replace(/\{(\w+)\}/g, (_, key) => values[key]);
  }

  function button(text, act, className = "") {
    const node = make("button", { type: "button", text, className });
    node.addEventListener("click", act);
    return node;
  }

  const go = (place) => { if (location.hash === place) route(); else location.hash = place; };

  function show(...nodes) {
    screen.replaceChildren(...nodes.filter(Boolean));
    scrollTo(0, 0);
    screen.querySelector("h1")?.focus({ preventScroll: true });
  }

  function pinForm({ title, text, fields, label, act }) {
    const inputs = fields.map((name) => make("input", {
      type: "password", inputMode: "numeric", autocomplete: "off", required: true, minLength: 6, maxLength: 12, id: name, pattern: "[0-9]{6,12}",
    }));
    const problem = make("p", { className: "problem", hidden: true });
    problem.setAttribute("role", "alert");
    const rows = fields.map((name, at) => make("p", {}, make("label", { htmlFor: name, text: say(name) }), inputs[at]));
    const form = make("form", { noValidate: true }, ...rows, problem, make("div", { className: "buttons" }, make("button", { text: label })));
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const wrong = await act(inputs.map((input) => input.value));
      if (!wrong) return;
      problem.textContent = wrong;
      problem.hidden = false;
      inputs[0].focus();
    });
    show(make("h1", { text: title, tabIndex: -1 }), make("p", { text }), form);
  }

  const isPin = (pin) => /^[0-9]{6,12}$/.test(pin);

  function askNewPin(fresh) {
    pinForm({
      title: say("pin_new"), text: say("pin_why"), fields: ["pin", "pin_again"], label: say("pin_set"),
      async act([pin, again]) {
        if (!isPin(pin)) return say("pin_short");
        if (pin !== again) return say("pin_differs");
        await field.setPin(pin);
        await field.writeMeta("wrong", 0);
        await field.replaceList(await field.close(fresh), fresh.who, fresh.key);
        list = fresh;
        route();
        return "";
      },
    });
  }

  function askPin() {
    pinForm({
      title: say("locked"), text: say("locked_why"), fields: ["pin"], label: say("unlock"),
      async act([pin]) {
        const wrong = ((await field.readMeta("wrong")) ?? 0) + 1;
        await field.writeMeta("wrong", wrong);
        const found = isPin(pin) ? await field.unlock(pin) : null;
        if (found) {
          await field.writeMeta("wrong", 0);
          list = found;
          route();
          synchronise();
          return "";
        }
        if (wrong < MOST_WRONG) return say("pin_wrong", { left: MOST_WRONG - wrong });
        await field.forgetList();
        start();
        return "";
      },
    });
  }

  async function showStatus() {
    const waiting = (await field.all("answers")).length;
    const attempts = (await field.all("attempts")).length;
    document.getElementById("network").textContent = say(navigator.onLine ? "online" : "offline");
    document.getElementById("waiting").textContent = say("waiting", { answers: waiting, attempts });
    status.textContent = said;
  }

  async function showSignIn() {
    const link = make("a", { className: "button", href: `${page.login}?next=${encodeURIComponent(location.pathname)}`, text: say("sign_in") });
    show(make("h1", { text: say("sign_in"), tabIndex: -1 }), make("p", { text: say("sign_in_why") }), link);
  }

  // Tells what came of handing in, and takes the fresh list along.
  async function synchronise(options) {
    const result = await field.sync(options);
    said = { sent: "", offline: options?.force ? say("not_sent") : "", "signed-out": say("sign_in_again"), other: say("other", { name: result.name }) }[result.state];
    if (result.refused?.length) said = say("refused", { count: result.refused.length });
    else if (result.state === "sent" && options?.force) said = say("all_sent");
    document.getElementById("sign-in").hidden = result.state !== "signed-out" && result.state !== "other";
    if (result.state === "sent" && field.isUnlocked()) {
      list = result.list;
      if (!location.hash.startsWith("#interview")) route();
    }
    await showStatus();
    return result;
  }

  function caseCard(item, local) {
    const state = local?.state ?? item.state;
    const attempts = item.attempts + (local?.attempts ?? 0);
    const appointment = local ? local.appointment : item.appointment;
    const number = item.telephone && make("a", { href: `tel:${item.telephone}`, className: "number", text: item.telephone });
    const facts = make("p", { className: "muted" }, say(`state_${state}`), attempts ? ` · ${say("attempts", { count: attempts })}` : "", appointment ? ` · ${say("meet", { when: appointment.replace("T", " ") })}` : "");
    const row = make("li", { className: "case", data: { case: item.id } }, number, item.place && make("p", { text: item.place }), facts);
    if (!local?.final) {
      row.append(make("div", { className: "buttons" },
        button(say("start"), () => go(`#interview/${item.id}`)), button(say("record"), () => go(`#outcome/${item.id}`), "quiet")));
    }
    return row;
  }

  async function showList() {
    const locals = new Map((await field.all("local")).map((row) => [row.case, row]));
    const sections = list.agencies.map((agency) => {
      const cases = list.cases.filter((item) => item.agency === agency.id);
      const ended = [...locals.values()].filter((row) => row.agency === agency.id && ["complete", "partial"].includes(row.state)).length;
      const had = list.done.filter((row) => row.agency === agency.id && ["complete", "partial"].includes(row.state)).length + ended;
      const open = cases.filter((item) => !locals.get(item.id)?.final);
      if (!cases.length && !had) return null;
      const bar = make("progress", { max: agency.quota, value: had });
      bar.setAttribute("aria-label", say("own_progress"));
      return make("section", {}, make("h2", { text: words(agency.name) }), bar,
        make("p", { className: "muted", text: say("quota", { done: had, quota: agency.quota }) }),
        open.length ? make("ul", { className: "cases" }, ...open.map((item) => caseCard(item, locals.get(item.id)))) : make("p", { text: say("no_more") }));
    }).filter(Boolean);
    const title = list.rounds.map((one) => one.name).join(" · ") || say("title");
    show(make("h1", { text: title, tabIndex: -1 }),
      make("div", { className: "buttons" }, button(say("send"), () => synchronise({ force: true }), "quiet"), button(say("lock"), () => { field.lock(); list = null; start(); }, "quiet")),
      ...(sections.length ? sections : [make("p", { text: say("nothing") })]));
  }

  async function finish(item, { state, appointment = "" }, interview = null) {
    const agency = list.agencies.find((one) => one.id === item.agency);
    const answer = interview && await field.sealInterview(interview, await field.readMeta("key"));
    const now = new Date();
    const day = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
    const written = await field.finish({
      local: { case: item.id, agency: agency.id, state, appointment, final: FINAL.includes(state) },
      attempt: { key: crypto.randomUUID(), case: item.id, state, day, appointment },
      answer,
    });
    said = written ? say("saved") : say("already");
    go("#");
    await showStatus();
    if (navigator.onLine) synchronise().then(() => { if (!status.textContent) { said = written ? say("saved") : say("already"); showStatus(); } });
  }

  function showOutcome(item) {
    const choices = OUTCOMES.map((name) => make("label", { className: "choice" },
      make("input", { type: "radio", name: "state", value: name }), make("span", {}, say(`state_${name}`), make("small", { text: say(`why_${name}`) }))));
    const when = make("input", { type: "datetime-local", id: "when" });
    const time = make("p", { hidden: true }, make("label", { htmlFor: "when", text: say("when") }), when);
    const problem = make("p", { className: "problem", hidden: true });
    problem.setAttribute("role", "alert");
    const form = make("form", { noValidate: true }, make("fieldset", {}, make("legend", { text: say("what") }), ...choices), time, problem,
      make("div", { className: "buttons" }, make("button", { text: say("save") }), button(say("back"), () => go("#"), "quiet")));
    const state = () => new FormData(form).get("state");
    form.addEventListener("change", () => { time.hidden = state() !== "appointment"; });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const wrong = !state() ? say("choose") : state() === "appointment" && !when.value ? say("choose_when") : "";
      if (wrong) { problem.textContent = wrong; problem.hidden = false; return; }
      finish(item, { state: state(), appointment: state() === "appointment" ? when.value : "" });
    });
    show(make("h1", { text: say("record"), tabIndex: -1 }), make("p", { className: "number", text: item.telephone || item.place }), form);
  }

  async function route() {
    if (!list || !field.isUnlocked()) return;
    const [name, id] = location.hash.slice(1).split("/");
    const item = list.cases.find((one) => one.id === Number(id));
    const isOver = item && (await field.one("local", item.id))?.final;
    await showStatus();
    if (!item || isOver) { await showList(); return; }
    const agency = list.agencies.find((one) => one.id === item.agency);
    if (name === "outcome") showOutcome(item);
    else show(...await field.showInterview({ item, agency, questions: list.forms[agency.framework], say, finish, leave: () => go("#") }));
  }

  async function start() {
    await showStatus();
    if (await field.readMeta("list")) { askPin(); await synchronise(); return; }
    const result = await synchronise();
    if (result.state === "sent") askNewPin(result.list);
    else if (result.state === "offline") show(make("h1", { text: say("title"), tabIndex: -1 }), make("p", { text: say("first_online") }), button(say("again"), start));
    else showSignIn();
  }

  addEventListener("hashchange", route);
  addEventListener("online", () => synchronise());
  addEventListener("offline", showStatus);
  navigator.serviceWorker?.register(page.worker, { scope: location.pathname });
  navigator.storage?.persist?.();
  start();
})();
