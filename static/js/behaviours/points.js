// Says how many points are left while they are shared out. The server says the same when they do not add up.
export default function points(root) {
  const total = Number(root.dataset.total);
  const seen = root.querySelector("[data-left]");
  const said = root.querySelector("[data-said]");
  let pause;

  function words() {
    const given = [...root.querySelectorAll("input")].map((field) => field.value.trim());
    if (given.some((text) => text && !/^\d+$/.test(text))) return "Escriba los puntos con números enteros, sin signos.";
    const left = total - given.reduce((sum, text) => sum + Number(text), 0);
    const count = `${Math.abs(left)} ${Math.abs(left) === 1 ? "punto" : "puntos"}`;
    if (left === 0) return "Repartió todos los puntos.";
    if (left < 0) return `${left === -1 ? "Sobra" : "Sobran"} ${count}. Deben sumar ${total}.`;
    return `${left === 1 ? "Le queda" : "Le quedan"} ${count} por repartir. Deben sumar ${total}.`;
  }

  function show() {
    const now = words();
    seen.textContent = now;
    seen.classList.toggle("field__count--over", now.startsWith("Sobra"));
    clearTimeout(pause);
    pause = setTimeout(() => (said.textContent = now), 1000);
  }

  root.addEventListener("input", show);
  show();
}
