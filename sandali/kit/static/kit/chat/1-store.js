// Who the visitor is: a token of 256 bits that this browser draws for itself. The window keeps it; where third parties may keep
// nothing, the website's page keeps it for us.
const KEPT = "sandali-chat-token";
const GOOD = /^[\w-]{43,86}$/;

self.chat = {
  token: "",
  identity: {}, // what the website says of its user; the server asks for a signature
  /** Where messages to the page that holds us go; "" for a window of its own. Never to everybody. */
  host: document.documentElement.dataset.host,
  key: document.documentElement.dataset.key,

  say(message) {
    if (this.host && window.parent !== window) window.parent.postMessage(message, this.host);
  },

  /** Settle on a token: our own, else what the page kept, else a new one. */
  settle(fromPage) {
    const own = this.own();
    this.token = own ?? "";
    if (!GOOD.test(this.token)) this.token = GOOD.test(fromPage) ? fromPage : this.draw();
    if (own === null || !this.keepOwn()) this.say({ sandali: "keep", token: this.token });
  },

  /** The kept token, "" for none, null where nothing may be kept. */
  own() {
    try {
      return localStorage.getItem(`${KEPT}-${this.key}`) ?? "";
    } catch {
      return null;
    }
  },

  keepOwn() {
    try {
      localStorage.setItem(`${KEPT}-${this.key}`, this.token);
      return true;
    } catch {
      return false;
    }
  },

  draw() {
    const bytes = crypto.getRandomValues(new Uint8Array(32));
    return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  },

  /** Ask our server, as this visitor. */
  ask(url, more = {}) {
    const { user = "", signature = "" } = this.identity;
    const headers = { "X-Visitor": this.token, "X-Language": document.documentElement.lang, ...(user && { "X-User": encodeURIComponent(user), "X-Signature": signature }) };
    return fetch(url, { ...more, headers: { ...headers, ...more.headers }, cache: "no-store" });
  },
};
