// A button that copies what its input holds; without JavaScript the input can be selected by hand.
class SCopy extends HTMLElement {
  connectedCallback() {
    const input = this.querySelector("input");
    if (!input || this.button || !navigator.clipboard) return;
    this.button = document.createElement("button");
    Object.assign(this.button, { type: "button", className: "button", textContent: this.getAttribute("label") });
    this.button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(input.value);
      this.button.textContent = this.getAttribute("done");
    });
    input.addEventListener("focus", () => input.select());
    this.append(this.button);
  }
}
customElements.define("s-copy", SCopy);
