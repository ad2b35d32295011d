// A button that prints the page, where there is a script to do it.
class SPrint extends HTMLElement {
  connectedCallback() {
    this.querySelector("button").addEventListener("click", () => print());
  }
}
customElements.define("s-print", SPrint);
