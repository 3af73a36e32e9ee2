// One question a screen, over a page that already holds all of them.
//   <form data-checkin> <div data-item> <fieldset class="question">…</fieldset> </div> … <div data-item data-last>…submit…</div>
// Each item is shown alone; Next and Back are added; an item without an answer may be passed and is asked for at the end
// by the server, as without script. Saving as one goes is autosave.js on the same form.
const form = document.querySelector("form[data-checkin]");

function button(words, plain) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = plain ? "link-button" : "button";
  made.textContent = words;
  return made;
}

function begin(items) {
  const progress = document.createElement("p");
  progress.className = "label";
  progress.setAttribute("role", "status");
  const ticks = document.createElement("ol");
  ticks.className = "ticks";
  ticks.setAttribute("aria-hidden", "true");
  for (const _ of items) ticks.append(document.createElement("li"));
  const top = document.createElement("div");
  top.className = "stack tight below-5";
  top.append(progress, ticks);
  form.prepend(top);
  form.classList.add("stepped");
  let at = 0;

  const answered = (item) => !item.querySelector("input[type=radio]") || item.querySelector("input:checked");

  function show(index, focus = true) {
    at = index;
    items.forEach((item, i) => {
      item.classList.toggle("is-shown", i === index);
      ticks.children[i].className = i === index ? "here" : answered(item) ? "done" : "";
    });
    progress.textContent = `Question ${index + 1} of ${items.length}`;
    if (!focus) return;
    const heading = items[index].querySelector("legend, h1, h2") ?? items[index];
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
    scrollTo({ top: 0 });
  }

  items.forEach((item, index) => {
    const ways = document.createElement("div");
    ways.className = "cluster";
    if (index < items.length - 1) {
      const next = button("Next question");
      next.addEventListener("click", () => { history.pushState({ item: index + 1 }, ""); show(index + 1); });
      ways.append(next);
    }
    if (index > 0) {
      const back = button(`Back to question ${index}`, true);
      back.addEventListener("click", () => history.back());
      ways.append(back);
    }
    item.append(ways);
  });

  addEventListener("popstate", (event) => show(event.state?.item ?? 0));
  form.addEventListener("invalid", (event) => {
    const item = items.indexOf(event.target.closest("[data-item]"));
    if (item >= 0 && item !== at) show(item);
  }, true);

  const wrong = items.findIndex((item) => item.querySelector(".wrong, [aria-invalid=true]"));
  const open = items.findIndex((item) => !answered(item));
  const start = wrong >= 0 ? wrong : open >= 0 ? open : items.length - 1;
  history.replaceState({ item: 0 }, "");
  for (let item = 1; item <= start; item += 1) history.pushState({ item }, "");
  show(start, false);
}

if (form) {
  const items = [...form.querySelectorAll("[data-item]")];
  if (items.length > 1) begin(items);
}
