// A link that brought its code (code-from-link writes it into the field and says so) opens the door without another tap,
// however late its script arrives. A code that somebody types waits for the button.
export default function openDoor(form) {
  const field = form.querySelector("[name=code]");
  function open() {
    if (field.value && !field.defaultValue && document.activeElement !== field) form.requestSubmit();
  }
  form.addEventListener("code-from-link", open, { once: true });
  open();
}
