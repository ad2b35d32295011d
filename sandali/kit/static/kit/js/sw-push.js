// The service worker's part for push: shows what came, and leads to it. Loaded by sw.js.

/** Show a notice, unless somebody is looking at Sandali right now: then the bell has told them. */
async function showNotice(said) {
  const open = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  if (said.tag !== "trial" && open.some((one) => one.focused)) return;
  await self.registration.showNotification(said.title, {
    body: said.body,
    lang: said.language,
    dir: said.direction,
    tag: said.tag, // a newer notice about the same takes the older one's place
    renotify: true,
    icon: said.icon,
    data: { url: said.url },
  });
}

/** A page that shows it already, else one that is open, else a new one. Only addresses of ours. */
async function openNotice(address) {
  const url = new URL(address || "/", self.location.origin);
  const target = url.origin === self.location.origin ? url.href : self.location.origin;
  const open = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const there = open.find((one) => one.url === target) ?? open[0];
  if (!there) return self.clients.openWindow(target);
  await there.focus();
  // A page that this worker does not control cannot be led anywhere.
  if (there.url !== target) await there.navigate(target).catch(() => self.clients.openWindow(target));
}

/** The browser gave its subscription another address: the server is told, or notices would go nowhere from now on. */
async function renew({ oldSubscription, newSubscription }) {
  const { key, url, token } = SANDALI.renewal;
  const made = newSubscription ?? (await self.registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key }));
  const asked = await fetch(token, { credentials: "same-origin", cache: "no-store" });
  // Nobody is signed in here any more, so nobody is to be told anything.
  if (!asked.ok || asked.redirected) return made.unsubscribe();
  const { endpoint, keys } = made.toJSON();
  const body = new URLSearchParams({ endpoint, key: keys.p256dh, secret: keys.auth, replaces: oldSubscription?.endpoint ?? "" });
  const headers = { "X-CSRFToken": (await asked.json()).token };
  const answer = await fetch(url, { method: "POST", credentials: "same-origin", headers, body });
  if (!answer.ok) throw new Error(`the server answered ${answer.status}`);
}

self.addEventListener("push", (event) => {
  if (event.data) event.waitUntil(showNotice(event.data.json()));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(openNotice(event.notification.data?.url));
});

self.addEventListener("pushsubscriptionchange", (event) => event.waitUntil(renew(event)));
