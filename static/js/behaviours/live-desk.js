// Says beside the desk that something changed; nothing moves under the hand until the person asks for it.
const ROOT = "/vivo/datos/";
const EACH = 1000;
const SHOWN = 10; // places of the queue that the page shows

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
  const often = setInterval(feed.ask, EACH); // the few who conduct see a change within two seconds
  addEventListener("pagehide", () => { clearInterval(often); feed.stop(); });
}
