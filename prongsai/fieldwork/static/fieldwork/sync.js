// Handing in what waits. Repeating does no harm; nothing is dropped before the server has said "kept".
"use strict";
(() => {
  const BASE = location.pathname;
  const CHUNK = 100;
  // Interviews travel in company, so that none arrives together with its own attempt.
  const COMPANY = 3;
  // Where there is hardly a signal, waiting longer helps nobody; the next try sends it all again.
  const PATIENCE = { GET: 15_000, POST: 60_000 };

  class SignedOut extends Error {}
  class SomebodyElse extends Error {}

  async function ask(path, options = {}) {
    const signal = AbortSignal.timeout(PATIENCE[options.method ?? "GET"]);
    const answer = await fetch(BASE + path, { redirect: "manual", credentials: "same-origin", cache: "no-store", signal, ...options });
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

  async function send(box, store, rows, token) {
    const refused = {};
    for (let at = 0; at < rows.length; at += CHUNK) {
      const answer = await ask(store, {
        method: "POST",
        headers: { "content-type": "application/json", "x-csrftoken": token },
        body: JSON.stringify({ who: box.person.id, [store]: rows.slice(at, at + CHUNK) }),
      });
      await box.drop(store, answer.kept);
      Object.assign(refused, answer.refused);
    }
    return Object.entries(refused).map(([key, why]) => ({ store, key, why }));
  }

  // Attempts go in the order in which they were made, interviews in none.
  async function sendAll(box, { force, hello }) {
    const attempts = (await box.all("attempts")).sort((one, other) => one.turn - other.turn);
    const refused = await send(box, "attempts", attempts, hello.token);
    const answers = shuffle(await box.all("answers"));
    const isDue = force || answers.length >= COMPANY || answers.some((row) => row.key_id !== hello.key);
    return isDue ? refused.concat(await send(box, "answers", answers, hello.token)) : refused;
  }

  // Only the work of the person who is signed in is sent. BOX is the one in use, if any; HELD says
  // that its owner is working with it, and then no other is opened in its place.
  function sync(box, { force = false, held = false } = {}) {
    const work = async () => {
      const hello = await ask("hello");
      const isOther = box && box.person.id !== hello.who.id;
      if (isOther && held) return { state: "other", box, who: hello.who };
      const own = !box || isOther ? field.openBox(hello.who) : box;
      await own.known;
      const refused = await sendAll(own, { force, hello });
      const list = await ask("list");
      if (list.who.id !== own.person.id) throw new SomebodyElse();
      if (!own.pinKey && await own.readMeta("list")) await own.writeMeta("key", list.key);
      const isFresh = !own.pinKey || await keepList(own, list);
      return { state: isFresh ? "sent" : "stale", box: own, refused, list, day: hello.day };
    };
    const guarded = async () => {
      try {
        return await work();
      } catch (error) {
        if (error instanceof SomebodyElse) return { state: "other", box };
        return { state: error instanceof SignedOut ? "signed-out" : "offline", box };
      }
    };
    // One tab at a time; a second one finds nothing left to do.
    return navigator.locks ? navigator.locks.request("prongsai-field", guarded) : guarded();
  }

  const keepList = async (box, list) =>
    box.replaceList({ blob: await field.close(box, list), salt: box.salt, key: list.key, until: list.until });

  // Tells whether trying by itself would send anything.
  const isDue = async (box) => {
    const { attempts, answers } = await box.countWaiting();
    return attempts > 0 || answers >= COMPANY;
  };

  Object.assign(field, { sync, keepList, isDue });
})();
