// Drawing on a sheet with mouse, finger or pen. Without this script the words beside the sheet do.
//   <div data-drawing data-most-lines="400" data-most-points="8000"><svg viewBox="0 0 1000 700">…</svg>
//     <input type="hidden" name="picture.strokes" value="[[x,y,x,y],…]"> <p data-drawing-tools hidden>…</p></div>
// Each line is kept as whole numbers on the sheet. The field says "input" after each one, so that it is saved.
const NEAR = 4;

class Sheet {
  constructor(paper) {
    this.svg = paper.querySelector("svg");
    this.field = paper.querySelector("input[type=hidden]");
    this.said = paper.querySelector("[data-drawing-said]");
    this.most = { lines: Number(paper.dataset.mostLines), points: Number(paper.dataset.mostPoints) };
    this.lines = this.kept();
    this.line = null;
    paper.classList.add("is-live");
    paper.querySelector("[data-drawing-tools]").hidden = false;
    paper.querySelector("[data-drawing-back]").addEventListener("click", () => this.back());
    paper.querySelector("[data-drawing-clear]").addEventListener("click", () => this.clear());
    this.svg.addEventListener("pointerdown", (event) => this.down(event));
    this.svg.addEventListener("pointermove", (event) => this.move(event));
    for (const over of ["pointerup", "pointercancel"]) this.svg.addEventListener(over, (event) => this.up(event));
  }

  kept() {
    try {
      return JSON.parse(this.field.value || "[]");
    } catch {
      return [];
    }
  }

  at(event) {
    const box = this.svg.getBoundingClientRect();
    const { width, height } = this.svg.viewBox.baseVal;
    const inside = (part, most) => Math.min(most, Math.max(0, Math.round(part * most)));
    return [inside((event.clientX - box.left) / box.width, width), inside((event.clientY - box.top) / box.height, height)];
  }

  full() { return this.lines.length >= this.most.lines || this.points() >= this.most.points; }

  points() { return this.lines.reduce((sum, line) => sum + line.length / 2, (this.line?.length ?? 0) / 2); }

  down(event) {
    if (!event.isPrimary || event.button !== 0 || this.line) return;
    if (this.full()) {
      this.said.textContent = "The sheet is full. Take some lines back.";
      return;
    }
    event.preventDefault();
    this.svg.setPointerCapture(event.pointerId);
    this.pointer = event.pointerId;
    this.line = this.at(event);
    this.path = document.createElementNS(this.svg.namespaceURI, "path");
    this.svg.append(this.path);
    this.show();
  }

  move(event) {
    if (!this.line || event.pointerId !== this.pointer) return;
    for (const each of event.getCoalescedEvents?.() ?? [event]) this.to(this.at(each));
    this.show();
  }

  to([x, y]) {
    const [before, above] = this.line.slice(-2);
    if (Math.abs(x - before) + Math.abs(y - above) < NEAR || this.points() >= this.most.points) return;
    this.line.push(x, y);
  }

  show() {
    const [x, y, ...rest] = this.line;
    let d = `M${x} ${y}`;
    for (let n = 0; n < rest.length; n += 2) d += `L${rest[n]} ${rest[n + 1]}`;
    this.path.setAttribute("d", rest.length ? d : `${d}h0`);
  }

  up(event) {
    if (!this.line || event.pointerId !== this.pointer) return;
    this.lines.push(this.line);
    this.line = null;
    this.changed("");
  }

  back() {
    if (!this.lines.pop()) return;
    [...this.svg.querySelectorAll("path")].at(-1)?.remove();
    this.changed(`The last line is taken back. ${this.lines.length} left.`);
  }

  clear() {
    if (!this.lines.length) return;
    this.lines = [];
    for (const path of this.svg.querySelectorAll("path")) path.remove();
    this.changed("The sheet is empty again.");
  }

  changed(words) {
    this.field.value = this.lines.length ? JSON.stringify(this.lines) : "";
    this.said.textContent = words;
    this.field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

for (const paper of document.querySelectorAll("[data-drawing]")) new Sheet(paper);
