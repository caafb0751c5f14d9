// Solves the work of the open link beside the page: many small puzzles of SHA-256.
"use strict";
const K = new Uint32Array(64);
const START = new Uint32Array(8);
(function constants() {
  const root = (n, power) => (Math.pow(n, 1 / power) * 4294967296) >>> 0;
  for (let n = 2, found = 0; found < 64; n += 1) {
    let prime = true;
    for (let by = 2; by * by <= n; by += 1) if (n % by === 0) prime = false;
    if (!prime) continue;
    if (found < 8) START[found] = root(n, 2);
    K[found] = root(n, 3);
    found += 1;
  }
})();
const words = new Uint32Array(64);
const turn = (x, by) => (x >>> by) | (x << (32 - by));

// The digest of a short text of ASCII letters: one block.
function digest(bytes, length) {
  const state = START.slice();
  for (let i = 0; i < 16; i += 1) {
    let word = 0;
    for (let at = i * 4; at < i * 4 + 4; at += 1) {
      word = (word << 8) | (at < length ? bytes[at] : at === length ? 128 : 0);
    }
    words[i] = word;
  }
  words[15] = length * 8;
  compress(state);
  return state;
}

function compress(state) {
  for (let i = 16; i < 64; i += 1) {
    const x = words[i - 15];
    const y = words[i - 2];
    const low = turn(x, 7) ^ turn(x, 18) ^ (x >>> 3);
    const high = turn(y, 17) ^ turn(y, 19) ^ (y >>> 10);
    words[i] = words[i - 16] + low + words[i - 7] + high;
  }
  let [a, b, c, d, e, f, g, h] = state;
  for (let i = 0; i < 64; i += 1) {
    const one = turn(e, 6) ^ turn(e, 11) ^ turn(e, 25);
    const t1 = (h + one + ((e & f) ^ (~e & g)) + K[i] + words[i]) | 0;
    const two = turn(a, 2) ^ turn(a, 13) ^ turn(a, 22);
    const t2 = (two + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g; g = f; f = e; e = (d + t1) | 0; d = c; c = b; b = a; a = (t1 + t2) | 0;
  }
  [a, b, c, d, e, f, g, h].forEach((value, i) => { state[i] += value; });
}

function solvePart(head, bits) {
  const bytes = new Uint8Array(64);
  for (let i = 0; i < head.length; i += 1) bytes[i] = head.charCodeAt(i);
  for (let counter = 0; ; counter += 1) {
    const text = counter.toString(16);
    for (let i = 0; i < text.length; i += 1) bytes[head.length + i] = text.charCodeAt(i);
    if (digest(bytes, head.length + text.length)[0] >>> (32 - bits) === 0) return text;
  }
}

const hex = (numbers, width) =>
  Array.from(numbers, (each) => each.toString(16).padStart(width, "0")).join("");

self.onmessage = (event) => {
  const { challenge, channel, bits, parts } = event.data;
  const nonce = hex(crypto.getRandomValues(new Uint8Array(12)), 2);
  const text = `${challenge}.${channel}.${nonce}`;
  const bytes = Uint8Array.from(text, (letter) => letter.charCodeAt(0));
  const seed = hex(digest(bytes, text.length).slice(0, 4), 8);
  const counters = [];
  for (let part = 0; part < parts; part += 1) counters.push(solvePart(`${seed}.${part}.`, bits));
  self.postMessage(`${challenge}.${nonce}.${counters.join("-")}`);
};
