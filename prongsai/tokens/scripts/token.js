// Gets a blind-signed token (RFC 9474): drawn, blinded and kept here; the server sees it only blinded.
import { RSABSSA } from "@cloudflare/blindrsa-ts/lib/src/index.js";
import { renderSVG } from "uqr";

const box = document.getElementById("token");
const find = (id) => document.getElementById(id);
const place = `prongsai-token:${box?.dataset.channel}`;
const suite = RSABSSA.SHA384.PSS.Randomized();
const PREFIX = 32;

const toText = (bytes) => btoa(String.fromCharCode(...bytes));
const toBytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
const toUrl = (bytes) => toText(bytes).replaceAll("+", "-").replaceAll("/", "_");

function read() {
  try { return JSON.parse(localStorage.getItem(place)) ?? {}; } catch { return {}; }
}
const write = (kept) => localStorage.setItem(place, JSON.stringify(kept));

// The key must be the one that is published for everybody; asked without cookies or address.
async function getKey() {
  const answer = await fetch(box.dataset.keys, { credentials: "omit", referrerPolicy: "no-referrer" });
  const { rounds } = await answer.json();
  const published = rounds.find((round) => round.link === box.dataset.channel);
  if (published?.key !== box.dataset.key) throw new Error(box.dataset.changed);
  const algorithm = { name: "RSA-PSS", hash: "SHA-384" };
  return crypto.subtle.importKey("spki", toBytes(published.key), algorithm, true, ["verify"]);
}

// What is sent is kept first: if the reply is lost, the same request gives the same signature.
async function prepare(key) {
  const kept = read();
  if (kept.blinded) return kept;
  const context = new TextEncoder().encode(`prongsai token ${box.dataset.channel}`);
  const message = suite.prepare(context);
  const { blindedMsg, inv } = await suite.blind(key, message);
  const fresh = { message: toText(message), inverse: toText(inv), blinded: toText(blindedMsg) };
  write(fresh);
  return fresh;
}

async function ask(blinded) {
  const answer = await fetch(box.dataset.sign, {
    method: "POST",
    headers: { "X-CSRFToken": box.querySelector("[name=csrfmiddlewaretoken]").value },
    body: new URLSearchParams({ blinded }),
  });
  const reply = await answer.json();
  if (!answer.ok) throw new Error(reply.message);
  return toBytes(reply.signature);
}

async function getToken() {
  const key = await getKey();
  const { message, inverse, blinded } = await prepare(key);
  const signed = await ask(blinded);
  const signature = await suite.finalize(key, toBytes(message), signed, toBytes(inverse));
  const token = new Uint8Array([...toBytes(message).slice(0, PREFIX), ...signature]);
  // From here on nothing is left of what was sent: only the token.
  write({ token: toUrl(token) });
}

function show() {
  const { token } = read();
  find("token-ask").hidden = Boolean(token);
  find("token-have").hidden = !token;
  if (!token) return;
  const link = `${box.dataset.answer}#${token}`;
  const drawing = new DOMParser().parseFromString(renderSVG(link, { border: 2 }), "image/svg+xml");
  find("token-qr").replaceChildren(document.importNode(drawing.documentElement, true));
  find("token-link").textContent = link;
  if (find("token-open")) find("token-open").href = link;
}

function complain(error) {
  const problem = find("token-problem");
  const ours = error instanceof Error && error.name === "Error" && error.message;
  problem.textContent = ours || box.dataset.trouble;
  problem.hidden = false;
}

function run() {
  box.hidden = false;
  if (!crypto.subtle) return complain(new Error(box.dataset.old));
  show();
  find("token-get")?.addEventListener("click", async (event) => {
    const button = event.currentTarget;
    button.disabled = true;
    find("token-problem").hidden = true;
    try {
      await getToken();
      show();
      find("token-title").focus();
    } catch (error) {
      complain(error);
    }
    button.disabled = false;
  });
  find("token-copy").addEventListener("click", async (event) => {
    await navigator.clipboard.writeText(find("token-link").textContent);
    event.target.closest("button").querySelector("span").textContent = find("token-copy").dataset.done;
  });
  find("token-drop").addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button.dataset.armed) {
      button.dataset.armed = "1";
      button.querySelector("span").textContent = button.dataset.sure;
      return;
    }
    localStorage.removeItem(place);
    location.reload();
  });
}

if (box) run();
