// Rows a person can add and take away. The server accepts any number of rows and the page holds a few empty
// ones, so all of this can be done without script too.
//   <ul class="row-set" data-rows="people"> <li>…</li> … </ul>
//   <template data-row-for="people"><li>… name="who" … id="who-__n__" … <button type="button" data-remove-row></li></template>
//   <button type="button" data-add-row="people" hidden>Add a row</button>
// data-most on the list says how many the server takes: then nothing more is offered.
// A formset's management field is found as input[data-row-count="people"].
const said = document.createElement("p");
said.className = "vh";
said.setAttribute("role", "status");

const named = (kind, name) => document.querySelector(`[${kind}="${CSS.escape(name)}"]`);

function numbered(row, n) {
  for (const part of [row, ...row.querySelectorAll("*")]) {
    for (const attribute of [...part.attributes]) {
      if (attribute.value.includes("__n__")) part.setAttribute(attribute.name, attribute.value.replaceAll("__n__", n));
    }
  }
  return row;
}

function counted(name, change) {
  const field = named("data-row-count", name);
  if (field) field.value = Number(field.value) + change;
}

function offered(name, set) {
  const button = named("data-add-row", name);
  if (button) button.hidden = set.children.length >= Number(set.dataset.most ?? Infinity);
}

function add(name) {
  const set = named("data-rows", name);
  const template = named("data-row-for", name);
  const n = Number(set.dataset.next ?? set.children.length);
  set.dataset.next = n + 1;
  const row = numbered(document.importNode(template.content, true).firstElementChild, n);
  set.append(row);
  counted(name, 1);
  offered(name, set);
  row.querySelector("input:not([type=hidden]), select, textarea")?.focus();
  said.textContent = `Row ${set.children.length} added`;
}

function remove(button) {
  const row = button.closest("[data-rows] > *");
  const set = row.parentElement;
  const next = row.nextElementSibling ?? row.previousElementSibling;
  const deleted = row.querySelector("input[name$=-DELETE]");
  if (deleted) {
    // A formset row keeps its place so that its siblings keep their numbers.
    deleted.checked = true;
    deleted.value = "on";
    row.hidden = true;
  } else {
    row.remove();
    offered(set.dataset.rows, set);
  }
  const focus = next?.querySelector("input:not([type=hidden]), select, textarea") ?? named("data-add-row", set.dataset.rows);
  focus?.focus();
  set.dispatchEvent(new Event("input", { bubbles: true }));
  said.textContent = "Row removed";
}

const adders = document.querySelectorAll("[data-add-row]");
if (adders.length) document.body.append(said);
for (const button of adders) {
  button.hidden = false;
  button.addEventListener("click", () => add(button.dataset.addRow));
}
document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-remove-row]");
  if (button) remove(button);
});
