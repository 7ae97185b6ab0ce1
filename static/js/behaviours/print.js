// A button that opens the print dialogue; it stays hidden (class js-only) where there is none.
export default function print(button) {
  if (typeof window.print !== "function") return;
  button.classList.add("is-ready");
  button.addEventListener("click", () => window.print());
}
