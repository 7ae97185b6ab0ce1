// Moves focus to the list of errors; a link in it lands on the field's label, not under the top edge.
export default function errorSummary(box) {
  box.focus();
  box.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    const field = link && document.getElementById(link.hash.slice(1));
    if (!field) return;
    event.preventDefault();
    (field.closest(".field") || field).scrollIntoView({ block: "start" });
    field.focus({ preventScroll: true });
  });
}
