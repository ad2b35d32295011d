// The window and the page that holds it: they speak by messages whose origin both look at.
document.documentElement.style.setProperty("--chat", document.documentElement.dataset.colour);

function begin({ token = "", user = "", signature = "", name = "", page = "" } = {}) {
  const words = (value, most) => (typeof value === "string" ? value.slice(0, most) : "");
  chat.identity = { user: words(user, 80), signature: words(signature, 128), name: words(name, 160), page: words(page, 500) };
  chat.settle(words(token, 100));
  document.documentElement.toggleAttribute("data-known", Boolean(chat.identity.user));
  document.dispatchEvent(new CustomEvent("chat:begin"));
}

function opened() {
  document.documentElement.dataset.open = "";
  document.querySelector("textarea").focus();
  document.dispatchEvent(new CustomEvent("chat:seen"));
}

const HEARS = {
  begin: (data) => {
    begin(data);
    if (data.open) opened();
  },
  opened,
  closed: () => delete document.documentElement.dataset.open,
};

if (chat.host && window.parent !== window) {
  window.addEventListener("message", ({ source, origin, data }) => {
    if (source !== window.parent || origin !== chat.host) return;
    if (typeof data === "object" && data !== null && Object.hasOwn(HEARS, data.sandali)) HEARS[data.sandali](data);
  });
  document.addEventListener("keydown", (event) => event.key === "Escape" && chat.say({ sandali: "close" }));
  document.querySelector("[data-close]").addEventListener("click", () => chat.say({ sandali: "close" }));
  chat.say({ sandali: "ready" });
} else {
  document.querySelector("[data-close]").hidden = true;
  document.documentElement.dataset.open = "";
  begin();
}
