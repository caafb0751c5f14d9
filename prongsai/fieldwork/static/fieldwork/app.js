// Ties the screens together: who is here, which screen, what was said, when to send.
"use strict";
(() => {
  const { say, page } = field;
  const status = document.getElementById("status");
  const signIn = document.getElementById("sign-in");
  const RETRY = 5 * 60_000;
  const today = () => field.toDay(new Date());
  let box = null; // of the person whose screen this is
  let isHeld = false; // chosen by hand or unlocked: whoever is signed in does not take it over
  let list = null;
  let said = "";
  let refused = [];
  let install = null;

  const leave = () => { location.hash = "#"; };
  const go = (place) => {
    said = "";
    if (location.hash === place) route();
    else location.hash = place;
  };
  const isOnList = () => !/^#(interview|outcome|back)\//.test(location.hash);

  async function showStatus() {
    const waiting = box ? await box.countWaiting() : null;
    const network = document.getElementById("network");
    network.textContent = say(navigator.onLine ? "online" : "offline");
    network.className = navigator.onLine ? "network" : "network off";
    const isEmpty = waiting && waiting.answers + waiting.attempts === 0;
    document.getElementById("waiting").textContent = waiting ? say(isEmpty ? "nothing_waits" : "waiting", waiting) : "";
    status.textContent = said;
  }

  function tell(result, { isAsked, isFirst }) {
    const words = {
      sent: isAsked ? (result.refused?.length ? "" : say("all_sent")) : said,
      stale: "",
      offline: isAsked ? say("not_sent") : said,
      "signed-out": isFirst ? "" : say("sign_in_again"),
      other: box ? say("other", { name: box.person.name }) : "",
    };
    said = words[result.state];
    if (result.state === "sent" && result.day !== today()) said = say("clock", { day: field.showDay(result.day) });
    signIn.hidden = isFirst || !navigator.onLine || !["signed-out", "other"].includes(result.state);
    signIn.querySelector("a").href = result.state === "other" ? page.logout : page.login;
  }

  // Hands in what waits, tells what came of it, and takes the fresh list along.
  async function synchronise({ force = false } = {}) {
    const result = await field.sync(box, { force, held: isHeld });
    const isNew = result.box && result.box !== box;
    if (isNew && isHeld) return result; // somebody was chosen meanwhile; what was sent is sent
    tell(result, { isAsked: force, isFirst: !box || !await box.readMeta("list") });
    if (isNew) box = result.box;
    if (result.refused) refused = result.refused;
    if (result.state === "stale") start();
    else if (result.state === "sent" && (isNew || !await box.readMeta("list"))) openBox(result.list);
    else if (result.state === "sent" && list) {
      list = result.list;
      if (isOnList()) await route({ still: true });
    }
    await showStatus();
    return result;
  }

  const synchroniseIfDue = async () => {
    if (navigator.onLine && box && await field.isDue(box)) synchronise();
  };

  async function finish(item, { state, appointment = "" }, interview = null) {
    const answer = interview && await field.sealInterview(interview, await box.readMeta("key"));
    const written = await box.finish({
      item,
      local: { case: item.id, agency: item.agency, state, appointment, final: field.rules.final.includes(state) },
      attempt: { key: crypto.randomUUID(), case: item.id, state, day: today(), appointment },
      answer,
    });
    await conclude(written ? "saved" : "already");
  }

  async function takeBack(item, last) {
    const { state, appointment } = last;
    const local = { case: item.id, agency: item.agency, state, appointment, final: field.rules.final.includes(state) };
    const written = await box.takeBack({ item, local, last, key: crypto.randomUUID() });
    await conclude(written ? "taken_back" : "back_late");
  }

  async function conclude(name) {
    leave();
    said = say(name);
    await showStatus();
    if (navigator.onLine) synchronise();
  }

  async function route({ still = false } = {}) {
    if (!list || !box?.pinKey) return;
    const [name, id] = location.hash.slice(1).split("/");
    const item = list.cases.find((one) => one.id === Number(id));
    const local = item && await box.one("local", item.id);
    const last = item && field.findLast(item, local);
    await showStatus();
    if (!item || (name === "back" ? !last : field.isOver(item, local))) {
      await field.showList({ box, list, refused, tools: listTools(), discarded: () => { refused = []; synchronise(); }, go, still });
      return;
    }
    const agency = list.agencies.find((one) => one.id === item.agency);
    const given = { box, item, agency, finish, leave };
    if (name === "back") field.showTakeBack({ ...given, state: local?.state ?? item.state, takeBack: () => takeBack(item, last) });
    else if (name === "outcome") field.showOutcome(given);
    else await field.showInterview({ ...given, questions: list.forms[agency.framework] });
  }

  function listTools() {
    const quiet = { className: "quiet" };
    const ask = async () => { await install.prompt(); install = null; };
    return [
      field.button(say("send"), () => synchronise({ force: true }), quiet),
      field.button(say("lock"), start, quiet),
      install && field.button(say("install"), ask, quiet),
    ];
  }

  // Shows the door to a box that has a list, or lets a PIN be set for a FRESH one.
  async function openBox(fresh = null) {
    const then = (found) => {
      isHeld = true;
      list = found;
      if (!box.pinKey) { start(); return; }
      route();
      if (found !== fresh) synchronise();
    };
    if (!await box.readMeta("list")) { field.askNewPin(box, fresh, then); return; }
    const people = await field.listPeople();
    field.askPin(box, { then, forgotten: start, others: people.length > 1 ? () => choose(people) : null });
  }

  function choose(people) {
    field.choosePerson(people, (person) => {
      box = field.openBox(person);
      isHeld = true;
      enter();
    });
  }

  // Without a list on the device the first way in needs a connection and a session.
  async function enter() {
    const isKnown = box && await box.readMeta("list");
    if (isKnown) await openBox();
    await showStatus();
    const { state } = await synchronise();
    if (isKnown) return;
    if (state === "signed-out") field.askSignIn();
    else if (state === "offline") {
      field.show([field.title(say("title")), field.make("p", { text: say("first_online") }), field.buttons(field.button(say("again"), start))]);
    }
  }

  async function start() {
    if (box) field.lock(box);
    [box, list, isHeld, said] = [null, null, false, ""];
    await field.tidy(today());
    const people = await field.listPeople();
    if (people.length > 1) {
      choose(people);
      await showStatus();
      await synchronise();
      return;
    }
    if (people.length) box = field.openBox(people[0]);
    await enter();
  }

  // The language is that of the last visit; an interview goes on where it was.
  function keepLanguage() {
    const other = document.getElementById("other-language");
    other.addEventListener("click", () => {
      localStorage.setItem("prongsai-field-language", other.lang);
      other.hash = location.hash;
    });
    const wanted = localStorage.getItem("prongsai-field-language");
    if (wanted === other.lang && !new URLSearchParams(location.search).has("lang")) location.replace(`?lang=${wanted}${location.hash}`);
  }

  addEventListener("hashchange", () => route());
  addEventListener("online", () => { showStatus(); synchronise(); });
  addEventListener("offline", () => showStatus());
  addEventListener("beforeinstallprompt", (event) => { event.preventDefault(); install = event; if (isOnList()) route({ still: true }); });
  document.addEventListener("visibilitychange", () => { if (!document.hidden) synchroniseIfDue(); });
  setInterval(synchroniseIfDue, RETRY);
  navigator.serviceWorker?.register(page.worker, { scope: location.pathname });
  navigator.storage?.persist?.();
  keepLanguage();
  start().catch(() => field.show([field.title(say("title")), field.make("p", { className: "problem", text: say("no_storage") })]));
})();
