// What the device says above the page pushes the page down, so that it covers no heading: the styles are told its height.
class SLines extends HTMLElement {
  connectedCallback() {
    this.watch = new ResizeObserver(() => this.tell());
    this.watch.observe(this);
  }

  disconnectedCallback() {
    this.watch.disconnect();
  }

  tell() {
    document.documentElement.style.setProperty("--device-lines", `${this.offsetHeight}px`);
  }
}
customElements.define("s-lines", SLines);
