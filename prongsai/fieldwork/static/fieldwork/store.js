// What the device remembers, a box for each person who uses it: nobody's work lies with another's.
// Interviews lie sealed, the call list and drafts under the PIN.
"use strict";
window.field = {};
(() => {
  const PEOPLE = "prongsai-field";
  const STORES = { meta: "name", attempts: "key", answers: "key", local: "case", drafts: "case" };
  const handles = new Map();

  function open(name, stores) {
    if (!handles.has(name)) {
      handles.set(name, new Promise((resolve, reject) => {
        const asked = indexedDB.open(name, 1);
        asked.onupgradeneeded = () => {
          for (const [store, key] of Object.entries(stores)) asked.result.createObjectStore(store, { keyPath: key });
        };
        asked.onsuccess = () => {
          const forget = () => handles.delete(name);
          asked.result.onclose = forget;
          asked.result.onversionchange = () => { asked.result.close(); forget(); };
          resolve(asked.result);
        };
        asked.onerror = () => { handles.delete(name); reject(asked.error); };
      }));
    }
    return handles.get(name);
  }

  // Runs ACT in one transaction and resolves once that is on the disk: all of it, or nothing.
  async function run(opening, names, mode, act) {
    const database = await opening;
    return new Promise((resolve, reject) => {
      const transaction = database.transaction(names, mode, { durability: "strict" });
      const result = act(Object.fromEntries(names.map((one) => [one, transaction.objectStore(one)])), transaction);
      transaction.oncomplete = () => resolve(result?.value);
      transaction.onabort = () => reject(transaction.error ?? new Error("aborted"));
    });
  }

  function ask(request) {
    const answer = { value: undefined };
    request.onsuccess = () => { answer.value = request.result; };
    return answer;
  }

  const inPeople = (mode, act) => run(open(PEOPLE, { people: "id" }), ["people"], mode, (s) => act(s.people));
  const listPeople = async () => (await inPeople("readonly", (people) => ask(people.getAll()))) ?? [];

  // The box of one person. PIN key and salt stay in memory only, see seal.js.
  function openBox(person) {
    const within = (names, mode, act) => run(open(`${PEOPLE}-${person.id}`, STORES), names, mode, act);
    const one = async (store, key) => (await within([store], "readonly", (s) => ask(s[store].get(key)))) ?? null;
    const all = async (store) => (await within([store], "readonly", (s) => ask(s[store].getAll()))) ?? [];
    const put = (store, row) => within([store], "readwrite", (s) => { s[store].put(row); });
    const drop = (store, keys) => within([store], "readwrite", (s) => { keys.forEach((key) => s[store].delete(key)); });
    const count = (store) => within([store], "readonly", (s) => ask(s[store].count()));
    const readMeta = async (name) => (await one("meta", name))?.value ?? null;
    const writeMeta = (name, value) => put("meta", { name, value });

    // An interview or an attempt, with what follows from it, in one step. A case that has ended on
    // this device, in this tab or another, is not ended twice: then nothing is written.
    const finish = ({ item, local, attempt, answer }) => change(item, ["answers", "drafts"], (stores, before) => {
      if (before.final) return false;
      const { state, appointment } = before;
      const last = answer ? null : { key: attempt.key, day: attempt.day, state, appointment };
      stores.local.put({ ...local, attempts: before.attempts + 1, turn: before.turn + 1, last });
      stores.attempts.put({ ...attempt, turn: before.turn + 1 });
      if (answer) stores.answers.put(answer);
      if (local.final) stores.drafts.delete(local.case);
      return true;
    });

    // The last outcome of a case was a mistake: what it changed is undone here, and handed in like
    // an attempt, whether or not that has been sent. Not where the case has changed since.
    const takeBack = ({ item, local, last, key }) => change(item, [], (stores, before) => {
      if (before.last?.key !== last.key) return false;
      stores.local.put({ ...local, attempts: before.attempts - 1, turn: before.turn + 1, last: null });
      stores.attempts.put({ key, case: item.id, takes_back: last.key, turn: before.turn + 1 });
      return true;
    });

    // Lets ACT change a case in one step, from how it stands in the database of the device.
    function change(item, others, act) {
      return within(["attempts", "local", ...others], "readwrite", (stores, transaction) => {
        const done = { value: false };
        const asked = stores.local.get(item.id);
        asked.onsuccess = () => {
          const { state, appointment, last } = item;
          const before = asked.result ?? { state, appointment, last, attempts: 0 };
          // A row from before there were turns: they were the attempts.
          done.value = act(stores, { turn: before.attempts, ...before });
        };
        asked.onerror = () => transaction.abort();
        return done;
      });
    }

    // A fresh list replaces what the device noted itself, except where something still waits.
    // Resolves to false where another tab has set a new PIN meanwhile: SALT is no longer that of the box.
    function replaceList({ blob, salt, key, until }) {
      return within(["meta", "local", "attempts"], "readwrite", (stores) => {
        const done = { value: true };
        const known = stores.meta.get("salt");
        known.onsuccess = () => {
          if (known.result && known.result.value !== salt) { done.value = false; return; }
          for (const [name, value] of Object.entries({ list: blob, salt, key, until })) stores.meta.put({ name, value });
          const waiting = stores.attempts.getAll();
          waiting.onsuccess = () => {
            const busy = new Set(waiting.result.map((row) => row.case));
            const rows = stores.local.getAllKeys();
            rows.onsuccess = () => rows.result.filter((id) => !busy.has(id)).forEach((id) => stores.local.delete(id));
          };
        };
        return done;
      });
    }

    // What opens with the PIN goes; what waits to be sent stays.
    const forgetList = () => within(["meta", "drafts"], "readwrite", (stores) => {
      ["list", "salt", "wrong"].forEach((name) => stores.meta.delete(name));
      stores.drafts.clear();
    });

    const countWaiting = async () => ({ answers: await count("answers"), attempts: await count("attempts") });
    const known = inPeople("readwrite", (people) => { people.put({ id: person.id, name: person.name }); });
    return { person, known, pinKey: null, salt: null, one, all, put, drop, readMeta, writeMeta, finish, takeBack, replaceList, forgetList, countWaiting };
  }

  // After the round the list goes by itself; once nothing waits, nothing shows who was here.
  async function tidy(today) {
    for (const person of await listPeople()) {
      const box = openBox(person);
      const until = await box.readMeta("until");
      if (!until || until >= today) continue;
      await box.forgetList();
      const waiting = await box.countWaiting();
      if (waiting.answers + waiting.attempts === 0) await inPeople("readwrite", (people) => { people.delete(person.id); });
    }
  }

  Object.assign(field, { openBox, listPeople, tidy });
})();
