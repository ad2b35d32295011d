// What visits and calls have in common that wait on this device (s-visit.js has the form, s-visits.js the list).
const PLACE = "/visits/";

/** A record of the counter's page from what was typed; everything else of it as given. */
const asVisit = (record) => ({
  ...record,
  fields: record.fields.some(([name]) => name === "key") ? record.fields : [...record.fields, ["key", sandali.newKey()]],
  visit: true, case: `visit-${sandali.field(record, "key")}`, page: PLACE, url: PLACE,
});

/** A visit or call whose case cannot be written in any more becomes one of the counter's page, which asks where it belongs. */
const ofNoCase = (record) => {
  const number = record.case.replace("case-", "");
  const fields = record.fields.filter(([name]) => !["kind", "number", "customer", "returned"].includes(name));
  fields.push(["number", number]);
  if (record.customer) fields.push(["customer", record.customer]);
  return asVisit({ ...record, fields, why: "", despite: "" });
};

/** The record with other values in these fields; an empty value takes the field out. */
const withFields = (record, values) => {
  const names = Object.keys(values);
  const others = record.fields.filter(([name]) => !names.includes(name));
  return { ...record, fields: [...others, ...Object.entries(values).filter(([, value]) => value)] };
};

/** A form for a new case that could not be sent goes to the list of visits, which opens without a connection too. */
const keepVisit = async (ctx, tried) => {
  const fields = [...ctx.request.body].filter(([name, value]) => name !== "csrfmiddlewaretoken" && value);
  await sandali.outbox.add(asVisit({ fields, tried, label: ctx.sourceElement.dataset.visit }));
  location.assign(PLACE);
};

/** How many visits and calls wait, said by s-outbox where their list is not on the page. */
const sayVisits = (box, records) => {
  const away = records.filter((record) => sandali.isContact(record) && !document.querySelector(`s-visits, s-waiting[case="${record.case}"]`));
  const stopped = away.filter((record) => record.why).length;
  if (away.length > stopped && !box.signedOut) box.say("visits", away.length - stopped, PLACE);
  if (stopped) box.say("visitstopped", stopped, PLACE);
};

Object.assign(sandali, { keepVisit, sayVisits, asVisit, ofNoCase, withFields });
