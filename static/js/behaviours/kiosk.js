// The shared tablet forgets: a page that comes back from memory is loaded again, and one left alone begins anew.
const ALONE = 60000;

export default function kiosk(body) {
  const start = location.pathname.split("/").slice(0, 4).join("/");
  let timer;
  const again = () => {
    clearTimeout(timer);
    timer = setTimeout(() => location.replace(start), ALONE);
  };
  for (const name of ["pointerdown", "keydown"]) body.addEventListener(name, again);
  addEventListener("pageshow", (event) => { if (event.persisted) location.replace(start); });
  if (body.querySelector("form")) again();
}
