// Moving people in the closeness circle by mouse, finger or arrow keys. The list beside it does the same without script.
//   <figure data-circle> <svg class="circle">…</svg> <form data-circle-form method="post" action="URL">{% csrf_token %}
//     <input type="hidden" name="person"> <input type="hidden" name="ring"> <input type="hidden" name="angle"> </form>
//     <p class="saved" role="status" data-saved></p> </figure>
// The answer to a move is the page itself (after a redirect): picture and list are taken from it, so names find new room.
// Left and right turn a person, up and down bring them closer or further, Enter opens their place in the list.
const CENTRE = 200;
const RIMS = [82, 120, 158, 196];
const MIDDLES = [58, 101, 139, 177];
const WORDS = ["very close", "close", "in my life", "further away"];
const TURN = 6;
const QUIET = 900;

const ringAt = (distance) => { const ring = RIMS.findIndex((rim) => distance <= rim); return ring < 0 ? 4 : ring + 1; };
const spot = (ring, angle) => {
  const turn = (angle * Math.PI) / 180;
  return { x: CENTRE + MIDDLES[ring - 1] * Math.sin(turn), y: CENTRE - MIDDLES[ring - 1] * Math.cos(turn) };
};

class Circle {
  constructor(figure) {
    this.figure = figure;
    this.form = figure.querySelector("form[data-circle-form]");
    this.status = figure.querySelector("[data-saved]");
    this.queue = new Map();
    this.delay = 1000;
    this.take(figure.querySelector("svg.circle"));
    addEventListener("online", () => this.send());
    addEventListener("beforeunload", (event) => { if (this.queue.size || this.busy) event.preventDefault(); });
  }

  take(svg) {
    this.svg = svg;
    svg.classList.add("is-live");
    svg.addEventListener("pointerdown", (event) => this.lift(event));
    svg.addEventListener("keydown", (event) => this.key(event));
    // Some browsers scroll although the style sheet says not to; a move that was refused keeps the finger ours.
    svg.addEventListener("touchmove", (event) => { if (this.lifted) event.preventDefault(); }, { passive: false });
    for (const person of svg.querySelectorAll("[data-person]")) {
      person.setAttribute("aria-keyshortcuts", "ArrowUp ArrowDown ArrowLeft ArrowRight");
      person.setAttribute("draggable", "false");
      person.addEventListener("dragstart", (event) => event.preventDefault());
    }
  }

  at(event) {
    const box = this.svg.getBoundingClientRect();
    const view = this.svg.viewBox.baseVal;
    return {
      x: view.x + ((event.clientX - box.left) / box.width) * view.width,
      y: view.y + ((event.clientY - box.top) / box.height) * view.height,
    };
  }

  lift(event) {
    const person = event.target.closest?.("[data-person]");
    if (!person || event.button) return;
    const from = this.at(event);
    const start = { x: Number(person.dataset.x), y: Number(person.dataset.y) };
    let moved = false;
    this.lifted = true;
    const move = (now) => {
      const to = this.at(now);
      if (!moved && Math.hypot(to.x - from.x, to.y - from.y) < 4) return;
      if (!moved) { moved = true; this.held(person, true); }
      this.show(person, start.x + to.x - from.x, start.y + to.y - from.y);
    };
    const drop = (now) => {
      this.lifted = false;
      person.removeEventListener("pointermove", move);
      person.removeEventListener("pointerup", drop);
      person.removeEventListener("pointercancel", cancel);
      if (!moved) return;
      this.held(person, false);
      person.addEventListener("click", (click) => click.preventDefault(), { once: true });
      const to = this.at(now);
      const x = start.x + to.x - from.x - CENTRE;
      const y = start.y + to.y - from.y - CENTRE;
      this.settle(person, ringAt(Math.hypot(x, y)), ((Math.atan2(x, -y) * 180) / Math.PI + 360) % 360);
    };
    const cancel = () => {
      this.lifted = false;
      person.removeEventListener("pointermove", move);
      person.removeEventListener("pointerup", drop);
      this.held(person, false);
      this.show(person, start.x, start.y);
    };
    person.setPointerCapture(event.pointerId);
    person.addEventListener("pointermove", move);
    person.addEventListener("pointerup", drop);
    person.addEventListener("pointercancel", cancel, { once: true });
  }

  held(person, is) {
    person.classList.toggle("is-held", is);
    const tie = this.svg.querySelector(`[data-tie-of="${CSS.escape(person.dataset.person)}"]`);
    if (tie) tie.style.visibility = is ? "hidden" : "";
  }

  key(event) {
    const person = event.target.closest?.("[data-person]");
    const step = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -TURN], ArrowRight: [0, TURN] }[event.key];
    if (!person || !step || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const ring = Math.min(4, Math.max(1, Number(person.dataset.ring) + step[0]));
    this.settle(person, ring, (Number(person.dataset.angle) + step[1] + 360) % 360);
  }

  show(person, x, y) {
    person.setAttribute("transform", `translate(${x - Number(person.dataset.x)} ${y - Number(person.dataset.y)})`);
  }

  settle(person, ring, angle) {
    const before = Number(person.dataset.ring);
    person.dataset.ring = ring;
    person.dataset.angle = angle.toFixed(1);
    const to = spot(ring, angle);
    this.show(person, to.x, to.y);
    this.held(person, true);
    person.classList.remove("is-held");
    this.say("saving", `${person.dataset.name}: ${WORDS[ring - 1]}${ring === before ? ", turned" : ""}`);
    this.queue.set(person.dataset.person, { ring, angle: person.dataset.angle });
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), QUIET);
  }

  say(kind, words) {
    if (!this.status) return;
    this.status.className = `saved${kind ? ` is-${kind}` : ""}`;
    this.status.textContent = words;
  }

  send() {
    if (this.busy || !this.queue.size) return;
    const [person, place] = this.queue.entries().next().value;
    const body = new FormData(this.form);
    body.set("person", person);
    body.set("ring", place.ring);
    body.set("angle", place.angle);
    const request = new XMLHttpRequest();
    request.open("POST", this.form.action);
    request.responseType = "document";
    request.timeout = 15000;
    this.busy = true;
    request.onload = () => this.heard(request, person, place);
    request.onerror = request.ontimeout = () => this.again();
    request.send(body);
  }

  again() {
    this.busy = false;
    this.say("waiting", "Not saved yet: no connection. Keep this page open; we keep trying.");
    this.delay = Math.min(60000, this.delay * 2);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), this.delay);
  }

  heard(request, person, place) {
    this.busy = false;
    const fresh = request.response?.querySelector("[data-circle] svg.circle");
    if (request.status >= 500) return this.again();
    if (request.status >= 400 || !fresh) {
      this.queue.clear();
      return this.say("stopped", "Not saved. Load the page again to see where everyone is.");
    }
    this.delay = 1000;
    if (this.queue.get(person) === place) this.queue.delete(person);
    if (this.queue.size) return this.send();
    this.swap(fresh, request.response);
    const moved = this.svg.querySelector(`[data-person="${CSS.escape(person)}"]`);
    return this.say("", `Saved. ${moved?.dataset.name ?? ""}: ${WORDS[place.ring - 1]}`);
  }

  swap(fresh, page) {
    const focused = document.activeElement?.closest?.("[data-person]")?.dataset.person;
    const token = page.querySelector("[data-circle] [name=csrfmiddlewaretoken]");
    if (token) this.form.elements.namedItem("csrfmiddlewaretoken").value = token.value;
    const picture = document.importNode(fresh, true);
    this.svg.replaceWith(picture);
    this.take(picture);
    for (const list of document.querySelectorAll("[data-circle-list]")) {
      const twin = page.querySelector(`[data-circle-list="${CSS.escape(list.dataset.circleList)}"]`);
      if (twin) list.replaceWith(document.importNode(twin, true));
    }
    if (focused) picture.querySelector(`[data-person="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
  }
}

for (const figure of document.querySelectorAll("[data-circle]")) {
  if (figure.querySelector("form[data-circle-form]")) new Circle(figure);
}
