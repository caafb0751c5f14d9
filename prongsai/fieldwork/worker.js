// Keeps the app for a day without a network. Data is never kept here: it lies encrypted in IndexedDB.
"use strict";
const { kept, version, home } = self.facts;
const name = `prongsai-field-${version}`;

self.addEventListener("install", (event) => {
  const fresh = kept.map((url) => new Request(url, { cache: "reload" }));
  event.waitUntil(caches.open(name).then((cache) => cache.addAll(fresh)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const old = (all) => all.filter((one) => one.startsWith("prongsai-field-") && one !== name);
  event.waitUntil(
    caches.keys().then((all) => Promise.all(old(all).map((one) => caches.delete(one)))).then(() => self.clients.claim()),
  );
});

async function find(request) {
  const url = new URL(request.url);
  const cache = await caches.open(name);
  if (request.mode === "navigate") {
    const language = url.searchParams.get("lang") === "en" ? "en" : "th";
    return (await cache.match(`${home}?lang=${language}`)) ?? fetch(request);
  }
  return (await cache.match(request)) ?? fetch(request);
}

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  const isPage = event.request.mode === "navigate" && url.pathname === home;
  if (event.request.method === "GET" && (isPage || kept.includes(url.pathname))) event.respondWith(find(event.request));
});
