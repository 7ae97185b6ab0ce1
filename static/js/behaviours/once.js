// Marks a form as being sent and ignores a second tap. Opens again after a while, so a retry is always possible.
const WAIT = 10000;

export default function once(form) {
  let sending = false;
  let timer;
  const buttons = () => form.querySelectorAll("button:not([type=button]), input[type=submit]");

  function open() {
    clearTimeout(timer);
    sending = false;
    for (const button of buttons()) {
      button.removeAttribute("aria-disabled");
      if (button.dataset.words) button.textContent = button.dataset.words;
      delete button.dataset.words;
    }
  }

  form.addEventListener("submit", (event) => {
    if (sending) {
      event.preventDefault();
      return;
    }
    sending = true;
    // after the browser has read which button was used
    setTimeout(() => {
      if (event.defaultPrevented) return open();
      for (const button of buttons()) button.setAttribute("aria-disabled", "true");
      const used = event.submitter;
      if (used && used.tagName === "BUTTON") {
        used.dataset.words = used.textContent;
        used.textContent = "Enviando…";
      }
      timer = setTimeout(open, WAIT);
    });
  });
  addEventListener("pageshow", open);
}
