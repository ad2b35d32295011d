// When the session has ended under an open page: it is said once, nothing leads away, and everything typed stays as it is. Whoever
// signs in again in another window comes back to this page as it was left; somebody else gets a page of their own.
const SIGN_IN = "/account/login/";

class SSession extends HTMLElement {
  connectedCallback() {
    this.stop = new AbortController();
    const { signal } = this.stop;
    document.addEventListener("htmx:before:response", (event) => this.answered(event), { signal });
    addEventListener("focus", () => this.ask(), { signal });
    document.addEventListener("visibilitychange", () => this.ask(), { signal });
  }

  disconnectedCallback() {
    this.stop.abort();
  }

  /** What a page asks by itself never leads away from it; what somebody sends off stays on the page when nobody is signed in. */
  answered(event) {
    const { ctx } = event.detail;
    if (ctx.quiet && ctx.request.method === "POST" && ctx.response.status === 403) {
      event.preventDefault(); // the token of an earlier session: no word every twenty seconds, but a new token
      return this.renew();
    }
    const way = ctx.hx?.redirect;
    if (!way) return;
    const isOver = way.startsWith(SIGN_IN);
    if (!ctx.quiet && !(isOver && ctx.request.method !== "GET")) return;
    event.preventDefault();
    if (isOver) this.over();
  }

  over() {
    if (sandali.signedOut) return;
    sandali.signedOut = true;
    const line = this.querySelector("template").content.firstElementChild.cloneNode(true);
    line.querySelector("a").href += encodeURIComponent(location.pathname + location.search);
    this.append(line);
  }

  /** Somebody comes back to this window: perhaps they signed in elsewhere. */
  ask() {
    if (sandali.signedOut && !document.hidden) this.renew();
  }

  async renew() {
    const answer = await fetch(this.getAttribute("token-url"), { headers: { Accept: "application/json" } }).catch(() => null);
    if (answer?.redirected) return this.over();
    if (!answer?.ok) return;
    const { person, token } = await answer.json();
    if (String(person) !== this.getAttribute("person")) location.reload();
    else this.goOn(token);
  }

  /** The same person: the forms get the token of the new session. */
  goOn(token) {
    for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = token;
    document.body.setAttribute("hx-headers:inherited", JSON.stringify({ "X-CSRFToken": token }));
    this.querySelector(".banner")?.remove();
    sandali.signedOut = false;
    document.querySelector("s-live")?.again();
  }
}
customElements.define("s-session", SSession);
