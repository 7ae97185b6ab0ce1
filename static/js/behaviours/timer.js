// Seconds that are left, counted on from what the server said. It never speaks by itself.
export default function timer(element) {
  const began = performance.now();
  const left = Number(element.dataset.left);
  const show = () => {
    const now = left - Math.floor((performance.now() - began) / 1000);
    const seconds = Math.abs(now);
    const clock = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    element.textContent = `${now < 0 ? "Se pasó" : "Quedan"} ${clock}`;
    element.classList.toggle("timer--over", now < 0);
  };
  setInterval(show, 1000);
}
