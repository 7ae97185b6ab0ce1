// Remaining characters of a textarea. Seen always; announced only near the limit, after a pause.
const number = new Intl.NumberFormat("es-CO");

export default function counter(textarea) {
  const top = Number(textarea.dataset.max);
  const seen = document.getElementById(`${textarea.id}-count`);
  const heard = document.getElementById(`${textarea.id}-left`);
  if (!top || !seen) return;
  const near = Math.max(20, Math.round(top * 0.1));
  let pause;

  function words(left) {
    const n = Math.abs(left);
    const unit = n === 1 ? "letra" : "letras";
    if (left < 0) return `${n === 1 ? "Sobra" : "Sobran"} ${number.format(n)} ${unit}.`;
    return `${n === 1 ? "Le queda" : "Le quedan"} ${number.format(n)} ${unit}.`;
  }

  function show() {
    const left = top - textarea.value.length;
    seen.textContent = words(left);
    seen.classList.toggle("field__count--near", left >= 0 && left <= near);
    seen.classList.toggle("field__count--over", left < 0);
    clearTimeout(pause);
    if (heard) pause = setTimeout(() => { heard.textContent = left <= near ? words(left) : ""; }, 1000);
  }

  textarea.addEventListener("input", show);
  show();
}
