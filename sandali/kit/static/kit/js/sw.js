// The service worker. It keeps what was built (styles, scripts, fonts, icons), the page that says there is no connection, the form
// for visits and calls, and nothing else: never a page, an answer or a file with people in it. The view puts SANDALI before this text.
const { version, assets, offline, visits, written, usual, push } = SANDALI;
const CACHE = `sandali-${version}`;
const LANGUAGE = "sandali-language";
// A name that carries its content's hash can never stand for another content.
const HASHED = /\.[0-9a-f]{12}\.\w+$/;

if (push) importScripts(push);

/** Fetch everything of this version; a piece that is missing fails the installation, and the worker before it goes on. */
async function prepare() {
  const cache = await caches.open(CACHE);
  await Promise.all([...assets, ...Object.values(offline), ...Object.values(visits)].map(async (url) => {
    // Without credentials, so that nothing of somebody who is signed in can come along.
    const answer = await fetch(url, { cache: HASHED.test(url) ? "default" : "reload", credentials: "omit" });
    if (!answer.ok || answer.redirected) throw new Error(`${url} answered ${answer.status}`);
    await cache.put(url, answer);
  }));
}

/** Throw away what earlier versions kept. */
async function tidy() {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith("sandali-") && name !== CACHE && name !== LANGUAGE);
  await Promise.all(old.map((name) => caches.delete(name)));
  // The request for a page leaves while this worker is still waking up.
  await self.registration.navigationPreload?.enable();
}

/** A page always comes from the server; without a connection a kind word stands in its place, or a form for visits and calls. */
async function page(event) {
  try {
    return (await event.preloadResponse) ?? (await fetch(event.request));
  } catch {
    const cache = await caches.open(CACHE);
    const kept = written.includes(new URL(event.request.url).pathname) ? visits : offline;
    return (await cache.match(kept[await language()] ?? kept[usual])) ?? Response.error();
  }
}

/** Hashed names from here, others from the server while it answers. */
async function asset(request) {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(request.url);
  if (kept && HASHED.test(new URL(request.url).pathname)) return kept;
  try {
    return await fetch(request);
  } catch (problem) {
    if (kept) return kept;
    throw problem;
  }
}

/** The language that pages were last read in. */
async function language() {
  const cache = await caches.open(LANGUAGE);
  const kept = await cache.match("/");
  return kept ? kept.text() : usual;
}

self.addEventListener("install", (event) => event.waitUntil(prepare().then(() => self.skipWaiting())));
self.addEventListener("activate", (event) => event.waitUntil(tidy().then(() => self.clients.claim())));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode === "navigate") {
    if (request.destination === "document") event.respondWith(page(event));
  } else if (assets.includes(url.pathname)) {
    event.respondWith(asset(request));
  }
});

self.addEventListener("message", (event) => {
  const said = event.data?.language;
  if (!(said in offline)) return;
  event.waitUntil(caches.open(LANGUAGE).then((cache) => cache.put("/", new Response(said))));
});
