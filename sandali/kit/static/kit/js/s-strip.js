// A row that scrolls sideways where there is little room: the current entry stands in its middle from the first moment on.
class SStrip extends HTMLElement {
  connectedCallback() {
    this.centre();
    document.fonts.ready.then(() => this.centre()); // until then the letters of another font stand there, wider or narrower
  }

  centre() {
    const row = this.firstElementChild;
    const current = row?.querySelector("[aria-current]");
    if (!current || row.scrollWidth <= row.clientWidth) return;
    const [outer, inner] = [row, current].map((element) => element.getBoundingClientRect());
    row.scrollLeft += inner.x + inner.width / 2 - (outer.x + outer.width / 2);
  }
}
customElements.define("s-strip", SStrip);
