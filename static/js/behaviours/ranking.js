// Orders a list in place: ↑ and ↓ move an option, its select takes it to a place. Without this file the same buttons
// send the form and the page comes back with the new order.
export default function ranking(root) {
  const list = root.querySelector("ol");
  const said = root.querySelector("[data-said]");
  const stays = root.querySelector("[data-stays]");
  const rows = () => [...list.children];
  const select = (row) => row.querySelector("select");

  function draw(isOrdered) {
    const all = rows();
    all.forEach((row, index) => {
      const place = row.querySelector(".ranking__place");
      place.textContent = index + 1;
      place.classList.toggle("ranking__place--chance", !isOrdered);
      select(row).value = isOrdered ? String(index + 1) : "";
      for (const button of row.querySelectorAll("[data-move]")) limit(button, row, index, all.length);
    });
    root.querySelector("[data-chance]").hidden = isOrdered;
    stays.hidden = isOrdered;
    select(all[0]).dispatchEvent(new Event("input")); // for the draft
  }

  function limit(button, row, index, many) {
    const isUp = button.dataset.move === "arriba";
    const isEdge = isUp ? index === 0 : index === many - 1;
    const verb = `${isUp ? "Subir" : "Bajar"} «${row.dataset.label}»`;
    button.toggleAttribute("aria-disabled", isEdge);
    if (isEdge) button.setAttribute("aria-disabled", "true");
    button.setAttribute("aria-label", isEdge ? `${verb}. ${button.dataset.why}` : verb);
  }

  const say = (row) => {
    const all = rows();
    said.textContent = `${row.dataset.label}, puesto ${all.indexOf(row) + 1} de ${all.length}`;
  };

  function take(row, place, focused) {
    const others = rows().filter((other) => other !== row);
    list.insertBefore(row, others[place] ?? null);
    draw(true);
    focused.focus(); // a moved element loses it
    say(row);
  }

  list.addEventListener("click", (event) => {
    const button = event.target.closest("[data-move]");
    if (!button) return;
    event.preventDefault();
    if (button.hasAttribute("aria-disabled")) return (said.textContent = button.dataset.why);
    const row = button.closest("li");
    take(row, rows().indexOf(row) + (button.dataset.move === "arriba" ? -1 : 1), button);
  });

  list.addEventListener("change", (event) => {
    const row = event.target.closest("li");
    if (event.target.value) return take(row, Number(event.target.value) - 1, event.target);
    draw(false);
    said.textContent = "Quitó el orden.";
  });

  stays.addEventListener("click", (event) => {
    event.preventDefault();
    draw(true);
    select(rows()[0]).focus();
    said.textContent = "Este es su orden.";
  });

  // places that came back from the draft of this device, or half given on the page without this file
  function settle() {
    const given = rows().map((row) => Number(select(row).value) || Infinity);
    if (!given.some(Number.isFinite)) return;
    const order = rows().map((row, index) => [given[index], index, row]).sort((a, b) => a[0] - b[0] || a[1] - b[1]);
    list.append(...order.map(([, , row]) => row));
    if (new Set(given).size === given.length && given.every(Number.isFinite)) draw(true);
  }

  root.closest("form")?.addEventListener("restored", settle);
  settle();
}
