// Dialogs and drawers. Anything with data-opens="id" opens one, data-closes closes the nearest; a press on the backdrop closes too.
const FIRST = "[autofocus], input:not([type=hidden]), textarea, select";

class SDialog extends HTMLElement {
  connectedCallback() {
    const dialog = this.querySelector("dialog");
    if (!dialog || this.wired) return;
    this.wired = true;
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog) dialog.close();
    });
    if (!this.hasAttribute("opened")) return;
    dialog.showModal();
    dialog.querySelector(FIRST)?.focus();
  }
}
customElements.define("s-dialog", SDialog);

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-opens]");
  const dialog = opener && document.getElementById(opener.dataset.opens);
  if (dialog?.showModal) {
    event.preventDefault();
    opener.closest("dialog[open]")?.close();
    dialog.showModal();
    dialog.querySelector(FIRST)?.focus();
    return;
  }
  if (event.target.closest("[data-closes]")) event.target.closest("dialog")?.close();
});

// A form inside a dialog that the server accepted closes it: the answer went elsewhere on the page.
document.addEventListener("htmx:after:request", (event) => {
  const { ctx } = event.detail;
  const form = ctx.sourceElement?.closest?.("dialog[open] form[data-closes-on-success]");
  if (form && ctx.response?.status < 400) form.closest("dialog").close();
});
