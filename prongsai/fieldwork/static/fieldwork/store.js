// What the device remembers. Interviews lie sealed, the call list and drafts under the PIN.
"use strict";
window.field = {};
(() => {
  const STORES = { meta: "name", attempts: "key", answers: "key", local: "case", drafts: "case" };
  let opening = null;

  function open() {
    opening ??= new Promise((resolve, reject) => {
      const asked = indexedDB.open("prongsai-field", 1);
      asked.onupgradeneeded = () => {
        for (const [store, key] of Object.entries(STORES)) asked.result.createObjectStore(store, { keyPath: key });
      };
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => reject(asked.error);
    });
    return opening;
  }

  // Runs ACT in one transaction and resolves once that is on the disk: all of it, or nothing.
  async function within(stores, mode, act) {
    const database = await open();
    return new Promise((resolve, reject) => {
      const transaction = database.transaction(stores, mode, { durability: "strict" });
      const result = act(Object.fromEntries(stores.map((one) => [one, transaction.objectStore(one)])), transaction);
      transaction.oncomplete = () => resolve(result?.value);
      transaction.onabort = () => reject(transaction.error ?? new Error("aborted"));
    });
  }

  function ask(request) {
    const answer = { value: undefined };
    request.onsuccess = () => { answer.value = request.result; };
    return answer;
  }

  const one = async (store, key) => (await within([store], "readonly", (s) => ask(s[store].get(key)))) || null;
  const all = async (store) => (await within([store], "readonly", (s) => ask(s[store].getAll()))) || [];
  const put = (store, row) => within([store], "readwrite", (s) => { s[store].put(row); });
  const drop = (store, keys) => within([store], "readwrite", (s) => { keys.forEach((key) => s[store].delete(key)); });

  const readMeta = async (name) => (await one("meta", name))?.value ?? null;
  const writeMeta = (name, value) => put("meta", { name, value });

  // An interview or an attempt, with what follows from it, in one step. A case that has ended on
  // this device, in this tab or another, is not ended twice: then nothing is written.
  function finish({ local, attempt, answer }) {
    return within(["attempts", "answers", "local", "drafts"], "readwrite", (stores, transaction) => {
      const done = { value: true };
      const asked = stores.local.get(local.case);
      asked.onsuccess = () => {
        if (asked.result?.final) { done.value = false; return; }
        stores.local.put({ ...local, attempts: (asked.result?.attempts ?? 0) + 1 });
        stores.attempts.put(attempt);
        if (answer) stores.answers.put(answer);
        if (local.final) stores.drafts.delete(local.case);
      };
      asked.onerror = () => transaction.abort();
      return done;
    });
  }

  // A fresh list replaces what the device noted itself, except where something still waits.
  function replaceList(blob, who, key) {
    return within(["meta", "local", "attempts"], "readwrite", (stores) => {
      for (const [name, value] of Object.entries({ list: blob, who, key })) stores.meta.put({ name, value });
      const waiting = stores.attempts.getAll();
      waiting.onsuccess = () => {
        const busy = new Set(waiting.result.map((row) => row.case));
        const rows = stores.local.getAllKeys();
        rows.onsuccess = () => rows.result.filter((id) => !busy.has(id)).forEach((id) => stores.local.delete(id));
      };
    });
  }

  function forgetList() {
    return within(["meta", "drafts"], "readwrite", (stores) => {
      ["list", "salt", "wrong"].forEach((name) => stores.meta.delete(name));
      stores.drafts.clear();
    });
  }

  Object.assign(field, { one, all, put, drop, readMeta, writeMeta, finish, replaceList, forgetList });
})();
