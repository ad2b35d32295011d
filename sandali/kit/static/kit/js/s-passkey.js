// A passkey: the browser is asked for one, and what it gives is posted by the form inside. Hidden where the browser knows none.
class SPasskey extends HTMLElement {
  connectedCallback() {
    const knows = window.PublicKeyCredential?.parseCreationOptionsFromJSON && navigator.credentials;
    this.form = this.querySelector("form");
    this.button = this.querySelector("button[type=button]");
    this.problem = this.querySelector("[role=alert]");
    if (!knows || !this.form || !this.button) return;
    this.hidden = false;
    this.button.addEventListener("click", () => this.ask());
    this.form.addEventListener("submit", (event) => {
      // Enter in the name's field: the key is asked for first.
      if (this.form.elements.credential.value) return;
      event.preventDefault();
      this.ask();
    });
  }

  async options() {
    if (this.getAttribute("kind") !== "login") return JSON.parse(this.querySelector("script[type='application/json']").textContent);
    const answer = await fetch(this.form.action, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(`the server answered ${answer.status}`);
    return answer.json();
  }

  async ask() {
    this.problem.hidden = true;
    this.button.disabled = true;
    try {
      const credential = await (this.getAttribute("kind") === "add" ? this.made() : this.found());
      this.form.elements.credential.value = JSON.stringify(credential.toJSON());
      this.form.requestSubmit();
    } catch (error) {
      // Closed by the person, too slow, or no key here: browsers do not tell these apart on purpose.
      console.warn(error);
      this.problem.textContent = this.getAttribute("unknown");
      this.problem.hidden = false;
    } finally {
      this.button.disabled = false;
    }
  }

  async made() {
    const { publicKey } = (await this.options()).creation_options;
    const alone = Boolean(this.form.elements.passwordless?.checked);
    const selection = { ...publicKey.authenticatorSelection, residentKey: alone ? "required" : "discouraged", requireResidentKey: alone };
    if (alone) selection.userVerification = "required";
    const wanted = { ...publicKey, authenticatorSelection: selection };
    return navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(wanted) });
  }

  async found() {
    const { publicKey } = (await this.options()).request_options;
    return navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(publicKey) });
  }
}
customElements.define("s-passkey", SPasskey);
