// Tells at once about a mistyped follow code, before asking the server. Never blocks sending.
const { search } = new URL(import.meta.url);
const { problemWith } = await import(new URL(`../follow-code.js${search}`, import.meta.url));

export default function checkCode(input) {
  const place = document.createElement("p");
  place.className = "field__error";
  place.setAttribute("role", "status");
  place.id = `${input.id}-local`;
  input.after(place);
  place.hidden = true;
  input.setAttribute("aria-describedby", `${input.getAttribute("aria-describedby") || ""} ${place.id}`.trim());

  function show() {
    const problem = problemWith(input.value);
    place.textContent = problem;
    place.hidden = problem === "";
  }
  input.addEventListener("change", show);
  input.addEventListener("input", () => { if (!place.hidden) show(); });
}
