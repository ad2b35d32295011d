// Signing out leaves nothing of a person on the device: drafts and waiting answers are erased first, and notices end. When
// something never reached the server, it asks before.
class SLeave extends HTMLElement {
  connectedCallback() {
    this.stop = new AbortController();
    document.addEventListener("submit", (event) => this.leaving(event), { signal: this.stop.signal });
  }

  disconnectedCallback() {
    this.stop.abort();
  }

  async leaving(event) {
    const form = event.target;
    if (event.defaultPrevented || new URL(form.action, location.href).pathname !== this.getAttribute("sign-out")) return;
    event.preventDefault();
    const unsent = sandali.drafts.all().length + (await sandali.outbox.all().catch(() => [])).length;
    if (unsent && !this.contains(form)) return this.querySelector("dialog").showModal();
    sandali.drafts.erase();
    sandali.setWriter(null);
    sessionStorage.clear(); // places in lists (s-place.js)
    await sandali.outbox.erase().catch(() => {}); // a browser that keeps nothing has nothing to erase
    await this.hush(form).catch(() => {}); // without push there is nothing to end
    form.submit();
  }

  /** No notice of theirs stands or comes on this device any more; the server forgets the browser with the same form. */
  async hush(form) {
    const registration = await navigator.serviceWorker?.getRegistration("/");
    for (const notice of (await registration?.getNotifications()) ?? []) notice.close();
    const subscription = await registration?.pushManager?.getSubscription();
    if (!subscription) return;
    const told = Object.assign(document.createElement("input"), { type: "hidden", name: "browser", value: subscription.endpoint });
    form.append(told);
    await subscription.unsubscribe();
  }
}
customElements.define("s-leave", SLeave);
