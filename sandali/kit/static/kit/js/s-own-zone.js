// Chooses the browser's own time zone in a list where nothing is chosen yet.
class SOwnZone extends HTMLElement {
  connectedCallback() {
    const list = this.querySelector("select");
    if (!list || list.value) return;
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    if ([...list.options].some((option) => option.value === zone)) list.value = zone;
  }
}
customElements.define("s-own-zone", SOwnZone);
