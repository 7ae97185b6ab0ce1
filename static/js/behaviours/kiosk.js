// The shared tablet forgets: going back begins anew, and so does a page that was left alone, after a warning.
// A page with `data-alone` (seconds) waits longer: who writes a question stops to think.
const ALONE = 60;
const WARNING = 20; // seconds before

export default function kiosk(body) {
  const start = location.pathname.split("/").slice(0, 4).join("/");
  const begin = () => location.replace(start);
  const alone = 1000 * (body.querySelector("[data-alone]")?.dataset.alone || ALONE);
  const warning = body.querySelector("[data-warning]");
  let timers = [];
  const again = () => {
    timers.forEach(clearTimeout);
    warning.hidden = true;
    timers = [setTimeout(() => (warning.hidden = false), alone - 1000 * WARNING), setTimeout(begin, alone)];
  };
  for (const name of ["pointerdown", "keydown"]) body.addEventListener(name, again);
  history.pushState(null, ""); // the way back ends here instead of at the page of the person before
  addEventListener("popstate", begin);
  addEventListener("pageshow", (event) => { if (event.persisted) begin(); });
  for (const form of body.querySelectorAll("form[method=get]")) {
    form.addEventListener("submit", (event) => {
      event.preventDefault(); // the page of who finished leaves the history
      begin();
    });
  }
  if (body.querySelector("form")) again();
}
