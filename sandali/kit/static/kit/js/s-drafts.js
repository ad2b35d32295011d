// What was begun in other cases and never reached the server: that of a moment ago goes there quietly, the rest is offered.
const FRESH = 10 * 60_000;

class SDrafts extends HTMLElement {
  async connectedCallback() {
    const fromSignIn = document.referrer.startsWith(`${location.origin}/account/`);
    for (const [name, draft] of sandali.drafts.all()) {
      if (document.querySelector(`s-composer[key="${name}"]`)) continue; // it stands in its form again
      const young = !fromSignIn && draft.url && Date.now() - draft.at < FRESH;
      if (young && (await sandali.keepsDraft(draft.url, { text: draft.text, kind: draft.kind, seen: draft.seen ?? "" }))) sandali.drafts.drop(name);
      else if (draft.page) this.offer(draft);
    }
  }

  offer(draft) {
    const line = this.querySelector("template").content.firstElementChild.cloneNode(true);
    line.querySelector("a").href = draft.page;
    line.querySelector("[data-text]").textContent = draft.text.slice(0, 60);
    line.querySelector("[data-closes]").addEventListener("click", () => line.remove());
    this.append(line);
  }
}
customElements.define("s-drafts", SDrafts);
