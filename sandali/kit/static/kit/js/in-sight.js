// Small screens: what one fills in, and what came of it, stays in sight.
const OPENED = "#work-open, #reminder-open"; // where the forms of the customer's panel open

const nearest = (part) => part?.scrollIntoView({ block: "nearest" });

// The keyboard came up and took half of the page: a field stays in sight, in a menu with its button.
addEventListener("resize", () => {
  const field = document.activeElement;
  if (sandali.isWriting(field)) nearest(field.closest(".menu form") ?? field);
});

/** A form that was sent leaves the panel, which then shows what lay below it: its section is shown. One that opened is shown too. */
const showPart = async (section) => {
  await sandali.letGo(); // nothing moves away from under a finger
  nearest(section.isConnected ? section : document.getElementById(section.id));
  for (const opened of document.querySelectorAll(OPENED)) if (opened.childElementCount) nearest(opened);
};

document.addEventListener("htmx:after:request", (event) => {
  const { ctx } = event.detail;
  const section = event.target.closest?.(".panel section");
  // News, and what is found while somebody types, move nothing.
  if (!section || ctx.quiet || sandali.isWriting(event.target) || ctx.response?.status >= 400) return;
  document.addEventListener("htmx:after:swap", () => setTimeout(showPart, 60, section), { once: true });
});
