// In fast typing, Enter sends the form and Shift+Enter begins a new line.
export default function enterSaves(area) {
  area.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    area.form.requestSubmit();
  });
}
