// The shared tablet forgets: going back begins anew, and so does a page that was left alone.
const ALONE = 60000;

export default function kiosk(body) {
  const start = location.pathname.split("/").slice(0, 4).join("/");
  const begin = () => location.replace(start);
  let timer;
  const again = () => {
    clearTimeout(timer);
    timer = setTimeout(begin, ALONE);
  };
  for (const name of ["pointerdown", "keydown"]) body.addEventListener(name, again);
  history.pushState(null, ""); // the way back ends here instead of at the page of the person before
  addEventListener("popstate", begin);
  addEventListener("pageshow", (event) => { if (event.persisted) begin(); });
  if (body.querySelector("form")) again();
}
