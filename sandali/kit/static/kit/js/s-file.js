// A field for files in the page's words: browsers label theirs in their own language. The input itself lies over it, unseen, so that
// pressing, dropping and the keyboard work as they do; without JavaScript it is the browser's.
class SFile extends HTMLElement {
  connectedCallback() {
    const input = this.querySelector("input[type=file]");
    if (!input || this.said) return;
    const button = Object.assign(document.createElement("span"), { className: "button", textContent: this.getAttribute("choose") });
    button.setAttribute("aria-hidden", "true"); // the input speaks for itself
    this.said = Object.assign(document.createElement("span"), { className: "file-said", dir: "auto" });
    this.said.setAttribute("role", "status");
    this.append(button, this.said);
    this.classList.add("is-dressed");
    const say = () => {
      this.said.textContent = [...input.files].map((file) => file.name).join(" · ") || this.getAttribute("none");
      this.classList.toggle("is-chosen", input.files.length > 0);
    };
    input.addEventListener("change", say);
    say();
  }
}
customElements.define("s-file", SFile);
