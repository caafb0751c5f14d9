// Handing in what waits. Repeating does no harm; nothing is dropped before the server has said "kept".
"use strict";
(() => {
  const BASE = location.pathname;
  const CHUNK = 100;
  // Interviews travel in company, so that none arrives together with its own attempt.
  const COMPANY = 3;

  class SignedOut extends Error {}

  async function ask(path, options = {}) {
    const answer = await fetch(BASE + path, { redirect: "manual", credentials: "same-origin", cache: "no-store", ...options });
    if (answer.type === "opaqueredirect" || [401, 403, 404].includes(answer.status)) throw new SignedOut();
    if (!answer.ok) throw new Error(`status ${answer.status}`);
    return answer.json();
  }

  function shuffle(rows) {
    for (let last = rows.length - 1; last > 0; last -= 1) {
      const at = crypto.getRandomValues(new Uint32Array(1))[0] % (last + 1);
      [rows[last], rows[at]] = [rows[at], rows[last]];
    }
    return rows;
  }

  async function send(store, token) {
    const rows = shuffle(await field.all(store));
    const refused = {};
    for (let at = 0; at < rows.length; at += CHUNK) {
      const answer = await ask(store, {
        method: "POST",
        headers: { "content-type": "application/json", "x-csrftoken": token },
        body: JSON.stringify({ [store]: rows.slice(at, at + CHUNK) }),
      });
      await field.drop(store, answer.kept);
      Object.assign(refused, answer.refused);
    }
    return Object.values(refused);
  }

  async function isDue(force, key) {
    const rows = await field.all("answers");
    return rows.length > 0 && (force || rows.length >= COMPANY || rows.some((row) => row.key_id !== key.id));
  }

  // One tab at a time; a second one finds nothing left to do.
  function sync({ force = false } = {}) {
    const work = async () => {
      const fresh = await ask("list");
      const owner = await field.readMeta("who");
      const waiting = (await field.all("attempts")).length + (await field.all("answers")).length;
      if (owner && owner.id !== fresh.who.id && waiting) return { state: "other", name: owner.name };
      const refused = await send("attempts", fresh.token);
      if (await isDue(force, fresh.key)) refused.push(...await send("answers", fresh.token));
      const list = await ask("list");
      if (owner && owner.id !== fresh.who.id) { await field.forgetList(); field.lock(); }
      if (field.isUnlocked()) await field.replaceList(await field.close(list), list.who, list.key);
      else if (await field.readMeta("list")) await field.writeMeta("key", list.key);
      return { state: "sent", refused, list };
    };
    const guarded = async () => {
      try {
        return await work();
      } catch (error) {
        return { state: error instanceof SignedOut ? "signed-out" : "offline" };
      }
    };
    return navigator.locks ? navigator.locks.request("prongsai-field", guarded) : guarded();
  }

  Object.assign(field, { sync });
})();
