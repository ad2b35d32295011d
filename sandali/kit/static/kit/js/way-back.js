// The arrow over a case on phones leads to its list. Whoever came from elsewhere (what a search found, a customer, the notices) goes
// back there, as long as they did not walk on to another case meanwhile.
const came = location.href;

const cameFromElsewhere = () => {
  const from = document.referrer && new URL(document.referrer);
  return Boolean(from) && from.origin === location.origin && !from.pathname.startsWith("/cases/");
};

document.addEventListener("click", (event) => {
  if (!event.target.closest(".case-head .back") || location.href !== came || !cameFromElsewhere()) return;
  if (event.ctrlKey || event.metaKey || performance.getEntriesByType("navigation")[0]?.type !== "navigate") return;
  event.preventDefault();
  history.back();
});
