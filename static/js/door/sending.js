// Takes the arrivals of this device to the server, one at a time. The same key again is the same arrival.
const FINAL = new Set(["noted", "already", "not_expected", "unknown", "twin"]);
export class Shut extends Error {}

export async function fetchList(url) {
  const answer = await fetch(url, { redirect: "manual", headers: { Accept: "application/json" } });
  if (answer.type === "opaqueredirect" || [401, 403, 404].includes(answer.status)) throw new Shut();
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  return answer.json();
}

// The row as it is afterwards; the same row when it must wait. Throws Shut when this device may not send any more.
export async function send(url, token, row) {
  const fields = { csrf_token: token, sent_at: new Date().toISOString() };
  for (const name of ["entry_key", "way", "at", "person", "first_name", "last_name", "contact", "attends"]) {
    fields[name] = row[name] ?? "";
  }
  if (!fields.attends) delete fields.attends;
  const answer = await fetch(url, { method: "POST", redirect: "manual", body: new URLSearchParams(fields) });
  if (answer.type === "opaqueredirect" || [401, 403, 404].includes(answer.status)) throw new Shut();
  if (answer.headers.get("Content-Type")?.startsWith("application/json") !== true) return row;
  const said = await answer.json();
  if (answer.ok && FINAL.has(said.outcome)) {
    const { contact, ...kept } = row; // once it has arrived, the device forgets how to reach the person
    return { ...kept, state: said.outcome, sent_at: fields.sent_at, undo: said.undo ?? "" };
  }
  return answer.status < 500 ? { ...row, state: "refused", note: said.message ?? "" } : row;
}
