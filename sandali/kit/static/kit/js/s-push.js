// Notices on this device. Nothing is asked of the browser before a press of the button; which of the listed browsers is this
// one, the browser alone knows. The words are in the page, one for each state (data-when).
class SPush extends HTMLElement {
  connectedCallback() {
    this.button = this.querySelector("[data-when=off] button");
    this.button?.addEventListener("click", () => this.turnOn());
    this.addEventListener("submit", (event) => this.leave(event), true);
    this.look();
  }

  /** Show what holds now. */
  async look() {
    const able = "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;
    if (!able) return this.show("unsupported");
    const own = await this.subscription();
    const line = own && [...this.querySelectorAll("[data-endpoint]")].find((one) => one.dataset.endpoint === own.endpoint);
    if (line) line.querySelector(".this-browser").hidden = false;
    if (!line) this.show(Notification.permission === "denied" ? "denied" : "off");
  }

  show(state) {
    for (const part of this.querySelectorAll("[data-when]")) {
      if (part.dataset.when !== "none") part.hidden = part.dataset.when !== state;
    }
  }

  async subscription() {
    const registration = await navigator.serviceWorker.getRegistration("/");
    return registration?.pushManager.getSubscription();
  }

  async turnOn() {
    this.button.disabled = true;
    try {
      if ((await Notification.requestPermission()) !== "granted") return await this.look();
      await navigator.serviceWorker.register(this.getAttribute("worker"));
      const { pushManager } = await navigator.serviceWorker.ready;
      const key = this.getAttribute("key");
      // One that was made for another key of ours, or that the server forgot, is of no use any more.
      await (await pushManager.getSubscription())?.unsubscribe();
      const made = await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: this.bytes(key) });
      const { endpoint, keys } = made.toJSON();
      const answer = await sandali.post(this.getAttribute("url"), { endpoint, key: keys.p256dh, secret: keys.auth });
      if (!answer.ok) throw new Error(`the server answered ${answer.status}`);
      sandali.refresh(this, location.href, "outerHTML"); // a swap style of htmx: the part comes from a template
    } catch (error) {
      console.warn(error);
      this.show("failed");
      this.button.parentElement.hidden = false;
    } finally {
      this.button.disabled = false;
    }
  }

  /** This browser is removed: it forgets too. The page goes on only then. */
  async leave(event) {
    const line = event.target.closest("[data-endpoint]");
    if (!line || this.left || !event.target.action.includes("/removal/")) return;
    event.preventDefault();
    event.stopPropagation();
    const own = await this.subscription().catch(() => null);
    if (own?.endpoint === line.dataset.endpoint) await own.unsubscribe().catch(() => null);
    this.left = true;
    event.target.requestSubmit();
  }

  /** Base64url to bytes. */
  bytes(text) {
    const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
    return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
  }
}
customElements.define("s-push", SPush);
