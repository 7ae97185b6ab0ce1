// follow("/vivo/datos/", "SALA7", (state, { age, isStale, isGone }) => …) asks again and again for what changed.
// `state`: snapshot.json, or null. `age`: seconds since the publisher spoke. `isGone`: there are no files.
const HIDDEN = 20;
const JITTER = 0.25;
const LONGEST = 60;
const FIRST = 4;
const PATIENCE = 10000;
const OLD = 45; // seconds
const FRESH = 20;
const SPREAD = 2;

export function follow(root, code, show) {
  const folder = `${root}${code}/`;
  let state = null, timer = 0, failures = 0, isStopped = false, isAsking = false, isMissed = false, isGone = false;
  let saidAt = NaN; // when the publisher spoke last, by the clock of this device

  const age = () => (Number.isNaN(saidAt) ? Infinity : Math.max(0, Math.round((Date.now() - saidAt) / 1000)));
  const tell = () => show(state, { age: age(), isStale: failures > 0 || age() > Math.max(OLD, 4 * poll()), isGone });
  const poll = () => (state?.poll > 0 ? state.poll : FIRST);

  function pause() {
    const quiet = document.hidden || navigator.connection?.saveData ? Math.max(HIDDEN, poll()) : poll();
    const seconds = failures ? Math.min(LONGEST, quiet * 2 ** failures) : quiet;
    return seconds * (1 + JITTER * (2 * Math.random() - 1));
  }

  async function read(name) {
    const answer = await fetch(folder + name, { cache: "no-cache", credentials: "omit", signal: AbortSignal.timeout?.(PATIENCE) });
    if (answer.status === 404) return null;
    if (!answer.ok) throw new Error(`status ${answer.status}`);
    const told = await answer.json(), served = Date.parse(answer.headers.get("Date") ?? "");
    return { told, saidAt: Date.now() - (Number.isNaN(served) ? 0 : Math.max(0, served - Date.parse(told.at))) };
  }

  // What leads to another version may be old and true: what follows the last one tells of now.
  async function renew() {
    const had = state?.v, changes = state && await read(`delta-${had}.json`), found = changes ?? await read("snapshot.json");
    isGone = !found;
    state = changes ? patched(state, changes.told) : found.told;
    saidAt = found.saidAt;
    if (state.v !== had && age() > FRESH) await renew();
  }

  async function ask() {
    clearTimeout(timer);
    if (isStopped) return;
    if (isAsking) return void (isMissed = true);
    isAsking = true;
    isGone = false;
    try {
      await renew();
      failures = 0;
    } catch {
      failures = Math.min(failures + 1, 6);
    }
    isAsking = false;
    if (isStopped) return;
    tell();
    wait(isMissed && !failures ? 0 : pause());
    isMissed = false;
  }

  function wait(seconds) {
    clearTimeout(timer);
    if (!isStopped) timer = setTimeout(ask, seconds * 1000);
  }

  const comeBack = () => wait(SPREAD * Math.random());
  const look = () => { if (!document.hidden) comeBack(); };
  addEventListener("online", comeBack);
  document.addEventListener("visibilitychange", look);
  ask();

  return {
    age,
    ask,
    stop() {
      isStopped = true;
      clearTimeout(timer);
      removeEventListener("online", comeBack);
      document.removeEventListener("visibilitychange", look);
    },
  };
}

// The same as `patched` of participa/hearings/snapshot.py.
export function patched(snapshot, { from, gone, q, c = [], ...head }) {
  const cards = new Map([...snapshot.q, ...q].map((card) => [card.i, card]));
  for (const change of c) cards.set(change.i, { ...cards.get(change.i), ...change });
  for (const number of gone) cards.delete(number);
  return { ...head, q: [...cards.values()] };
}
