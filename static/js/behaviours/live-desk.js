// Says beside the desk that something changed; nothing moves under the hand until the person asks for it.
const ROOT = "/vivo/datos/";
const SHOWN = 15; // places of the queue that the page shows

export default async function liveDesk(desk) {
  const version = new URL(import.meta.url).search;
  const { follow } = await import(new URL(`../live/feed.js${version}`, import.meta.url));
  const news = desk.querySelector("[data-news]");
  const words = desk.querySelector("[data-news-words]");
  let first = "";
  const feed = follow(ROOT, desk.dataset.code, (state, { isStale }) => {
    if (!state || isStale) return;
    const seen = JSON.stringify([state.state, state.now, state.next, state.order.slice(0, SHOWN)]);
    first ||= seen;
    if (seen === first || !news.hidden) return;
    words.textContent = state.state === "closed" ? "La audiencia terminó. Actualizar" : "Hay cambios. Actualizar";
    news.hidden = false;
  });
  let heard = 0;
  const stream = new EventSource(`${ROOT}${desk.dataset.code}/eventos`);
  const tell = () => { heard = Date.now(); feed.ask(); };
  for (const name of ["message", "version"]) stream.addEventListener(name, tell);
  stream.addEventListener("error", () => { if (!heard) stream.close(); }); // without streams, the files are enough
  addEventListener("pagehide", () => { stream.close(); feed.stop(); });
}
