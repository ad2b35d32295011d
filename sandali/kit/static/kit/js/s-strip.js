// A row that scrolls sideways where there is little room: the current entry stands in its middle from the first moment on.
// Where it is a column that is longer than the screen, an entry that would be out of sight stands in its middle too.
class SStrip extends HTMLElement {
  connectedCallback() {
    this.centre();
    document.fonts.ready.then(() => this.centre()); // until then the letters of another font stand there, wider or narrower
  }

  centre() {
    const row = this.firstElementChild;
    const current = row?.querySelector("[aria-current]");
    if (!current) return;
    const [outer, inner] = [row, current].map((element) => element.getBoundingClientRect());
    if (row.scrollWidth > row.clientWidth) row.scrollLeft += inner.x + inner.width / 2 - (outer.x + outer.width / 2);
    if (inner.bottom > outer.bottom) row.scrollTop += inner.y + inner.height / 2 - (outer.y + outer.height / 2);
  }
}
customElements.define("s-strip", SStrip);
