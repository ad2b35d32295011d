// Shows a password while its button is pressed in. The button is made here: without JavaScript there is none to press in vain.
class SPassword extends HTMLElement {
  connectedCallback() {
    const input = this.querySelector("input[type=password]");
    if (!input || this.button) return;
    this.button = document.createElement("button");
    Object.assign(this.button, { type: "button", className: "button ghost small", textContent: this.getAttribute("show") });
    this.button.setAttribute("aria-pressed", "false");
    this.button.addEventListener("click", () => {
      const hidden = input.type === "password";
      input.type = hidden ? "text" : "password";
      this.button.setAttribute("aria-pressed", String(hidden));
      this.button.textContent = this.getAttribute(hidden ? "hide" : "show");
    });
    input.after(this.button);
  }
}
customElements.define("s-password", SPassword);
