// Secrets of the device: interviews are sealed so that not even this device can open them again;
// the call list and drafts open with the PIN.
"use strict";
(() => {
  const text = new TextEncoder();
  const ROUNDS = 600000;
  const LEFT_OUT = 255;
  const CURVE = { name: "ECDH", namedCurve: "P-256" };

  const join = (...parts) => {
    const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.byteLength, 0));
    parts.reduce((at, part) => { whole.set(new Uint8Array(part.buffer ?? part), at); return at + part.byteLength; }, 0);
    return whole;
  };
  const toBase64 = (bytes) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  const fromBase64 = (words) => Uint8Array.from(atob(words), (letter) => letter.charCodeAt(0));

  function pack({ agency, answers, profile, pace }) {
    const head = new DataView(new ArrayBuffer(9));
    head.setUint8(0, 1);
    head.setUint32(1, agency);
    [LEFT_OUT, pace, answers.length, profile.length].forEach((value, at) => head.setUint8(5 + at, value));
    return join(head, Uint8Array.from(answers), Uint8Array.from(profile));
  }

  async function sealInterview(interview, key) {
    const theirs = fromBase64(key.public);
    const fresh = await crypto.subtle.generateKey(CURVE, false, ["deriveBits"]);
    const point = new Uint8Array(await crypto.subtle.exportKey("raw", fresh.publicKey));
    const publicKey = await crypto.subtle.importKey("raw", theirs, CURVE, false, []);
    const shared = await crypto.subtle.deriveBits({ name: "ECDH", public: publicKey }, fresh.privateKey, 256);
    const base = await crypto.subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]);
    const how = { name: "HKDF", hash: "SHA-256", salt: join(point, theirs), info: text.encode("prongsai field interview") };
    const sealing = await crypto.subtle.deriveKey(how, base, { name: "AES-GCM", length: 256 }, false, ["encrypt"]);
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const label = text.encode(String(key.id));
    const body = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: label }, sealing, pack(interview));
    return { key: crypto.randomUUID(), key_id: key.id, body: toBase64(join(point, iv, new Uint8Array(body))) };
  }

  async function derivePinKey(pin, salt) {
    const base = await crypto.subtle.importKey("raw", text.encode(pin), "PBKDF2", false, ["deriveKey"]);
    const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations: ROUNDS };
    return crypto.subtle.deriveKey(how, base, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  }

  // A new PIN has a new salt; the list is then written under it at once.
  async function setPin(box, pin) {
    const salt = crypto.getRandomValues(new Uint8Array(16));
    Object.assign(box, { pinKey: await derivePinKey(pin, salt), salt: toBase64(salt) });
  }

  async function close(box, value) {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    return { iv, body: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, box.pinKey, text.encode(JSON.stringify(value))) };
  }

  async function openWith(key, blob) {
    const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv: blob.iv }, key, blob.body);
    return JSON.parse(new TextDecoder().decode(plain));
  }

  // Returns the list, or null where the PIN is wrong or the list is gone.
  async function unlock(box, pin) {
    const [salt, blob] = [await box.readMeta("salt"), await box.readMeta("list")];
    if (!salt || !blob) return null;
    const key = await derivePinKey(pin, fromBase64(salt));
    try {
      const list = await openWith(key, blob);
      Object.assign(box, { pinKey: key, salt });
      return list;
    } catch {
      return null;
    }
  }

  // Returns what was closed, or null where it was closed under a PIN that is no longer known.
  const open = (box, blob) => openWith(box.pinKey, blob).catch(() => null);
  const lock = (box) => Object.assign(box, { pinKey: null, salt: null });

  Object.assign(field, { sealInterview, setPin, unlock, close, open, lock, LEFT_OUT });
})();
