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

self.addEventListener("push", (event) => {
  if (event.data) event.waitUntil(showNotice(event.data.json()));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(openNotice(event.notification.data?.url));
});
