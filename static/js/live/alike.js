// Those that resemble what somebody wrote: a support of one may take the place of the text. Loaded only with them.
const LEFT = "Su texto sigue aquí: intente otra vez o elija «La mía es distinta».";
const SENT = "Su texto ya se había enviado. Sumamos también su apoyo";
const JOINED = "Su texto ya no está en este teléfono. Sumamos su apoyo";

function make(tag, values, ...parts) {
  const made = Object.assign(document.createElement(tag), values);
  made.append(...parts);
  return made;
}

// `support` tells what stands in the way, or nothing once the server has it.
export function offer(row, box, { outbox, support, send, leave }) {
  const { questions } = box.closest("[data-questions]").dataset;
  const part = (name) => box.querySelector(`[data-part="${name}"]`);
  part("alike-list").replaceChildren(...row.alike.map((one) => make("li", {}, ...choice(one))));
  part("mine-too").onclick = () => send(row);
  box.dataset.key = row.key;
  box.hidden = false;
  box.querySelector("h2").focus();

  function choice(one) {
    const words = make("p", { textContent: one.text, id: `parecida-${one.number}` });
    if (!one.gathers) {
      const link = make("a", { href: questions + one.radicado, textContent: `Ver la ${one.radicado}` });
      return [words, make("p", { textContent: "Ahora no reúne apoyos. " }, link)];
    }
    const button = make("button", { type: "button", className: "button button--quiet", textContent: "Sumar mi apoyo" });
    const trouble = make("p", {});
    button.setAttribute("aria-describedby", words.id);
    trouble.setAttribute("role", "status");
    button.addEventListener("click", async () => {
      const why = await support(one.number);
      trouble.textContent = why && `${why} ${LEFT}`;
      if (!why) await join();
    });
    return [words, button, trouble];
  }

  // Unless something else was chosen meanwhile. What this phone could not keep is not in its list.
  async function join() {
    if (box.hidden || box.dataset.key !== row.key) return;
    const kept = (await outbox.all()).find(({ key }) => key === row.key);
    const isSent = kept?.state === "received" || kept?.state === "rehearsed";
    box.hidden = true;
    if (!isSent) await outbox.remove(row.key);
    await leave(row.key, isSent ? SENT : JOINED);
  }
}
