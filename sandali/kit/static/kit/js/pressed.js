// What somebody presses stays under their finger until they let go: a piece of the page that comes meanwhile waits so long. And what
// they sent off is answered, though its own place was drawn anew meanwhile.
const PRESSED = "a, button, label, summary";
const LONGEST = 10_000; // ms: a press whose end the page never hears
const CLICK = 40; // ms: so soon after the finger the click comes

let pressing = Promise.resolve();
let release = () => {};

addEventListener("pointerdown", ({ target, button }) => {
  release();
  if (button !== 0 || !target.closest?.(PRESSED)) return;
  pressing = new Promise((resolve) => (release = resolve));
  setTimeout(release, LONGEST);
}, { capture: true });

for (const end of ["pointerup", "pointercancel", "contextmenu"]) {
  addEventListener(end, () => setTimeout(release, CLICK), { capture: true });
}

/** Resolves once nothing is pressed. */
const letGo = async () => {
  let last;
  while (last !== pressing) await (last = pressing);
};

// htmx draws as soon as it has the words of an answer, so it gets them once nothing is pressed.
document.addEventListener("htmx:before:response", ({ detail: { ctx } }) => {
  const { raw } = ctx.response;
  raw.text = async () => {
    const words = await Response.prototype.text.call(raw);
    await letGo();
    return words;
  };
});

// htmx drops an answer whose target is gone. An answer in parts names its own places, so it needs none.
document.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
  if (ctx.target?.isConnected === false && ctx.swap === "none") ctx.target = document.body;
});

Object.assign(sandali, { letGo });
