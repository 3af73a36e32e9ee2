// Saving as one writes. Without this script the form's own button saves.
//   <form data-autosave="URL" data-sign-in="URL"> {% csrf_token %} <input type="hidden" name="version" value="3">
//     … <p class="saved" role="status" data-saved>Saved 10:24</p>
// Sends all fields, the token, the version and a key that is the same for every retry of the same words.
// The server answers JSON: 200 {"version": 4, "saved": "10:24"}; 409 {"merge": "URL"}; 400 {"errors": {"field": "words"}}.
// 401, 403 or a redirect mean signed out. Words stay in the page only: clinical text is not put in the browser's storage.
const PAUSE = 1200;
const LONGEST = 60000;
const WORDS = {
  saving: "Saving",
  waiting: "Not saved yet: no connection. Keep this page open; we keep trying.",
  trouble: "Not saved yet: the service did not answer. Keep this page open; we keep trying.",
  signedOut: "Not saved: you are signed out. Your words are still here.",
  conflict: "Not saved: this was changed in another place. Nothing is lost.",
  wrong: "Not saved: something needs another look.",
};

class Saving {
  constructor(form) {
    this.form = form;
    this.status = form.querySelector("[data-saved]") ?? form.querySelector(".saved");
    this.sent = this.words();
    this.key = null;
    this.delay = 1000;
    this.timer = 0;
    this.since = 0;
    this.busy = false;
    this.stopped = false;
    form.addEventListener("input", () => this.changed());
    form.addEventListener("change", () => this.changed());
    form.addEventListener("focusout", () => this.soon(0));
    form.addEventListener("submit", (event) => this.submitted(event));
    document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") this.last(); });
    addEventListener("online", () => this.soon(0));
    addEventListener("focus", () => { if (this.stopped === "signed-out") this.resume(); });
    addEventListener("beforeunload", (event) => { if (this.unsaved() && !this.leaving) event.preventDefault(); });
  }

  fields() {
    const data = new FormData(this.form);
    for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
    return data;
  }

  words() {
    const data = this.fields();
    data.delete("version");
    data.delete("csrfmiddlewaretoken");
    return new URLSearchParams(data).toString();
  }

  unsaved() { return this.words() !== this.sent; }

  changed() {
    this.leaving = false;
    if (this.stopped === "wrong") this.stopped = false;
    if (!this.since) this.since = Date.now();
    // Never more than two seconds behind, even for someone who does not pause.
    this.soon(Math.max(0, Math.min(PAUSE, this.since + 2000 - Date.now())));
  }

  soon(wait) {
    if (this.stopped || (wait === 0 && !this.unsaved())) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), wait);
  }

  say(kind, words, link) {
    if (!this.status) return;
    this.status.className = `saved${kind ? ` is-${kind}` : ""}`;
    this.status.replaceChildren(words);
    if (!link) return;
    const anchor = document.createElement("a");
    anchor.href = link.href;
    anchor.textContent = link.words;
    if (link.away) { anchor.target = "_blank"; anchor.rel = "noopener"; }
    this.status.append(" ", anchor);
  }

  body(now) {
    if (this.key?.words !== now) this.key = { words: now, id: crypto.randomUUID() };
    const body = new URLSearchParams(this.fields());
    body.set("idempotency_key", this.key.id);
    return body;
  }

  // Kept alive past the page where browsers allow it: all such requests together may hold 64 kB.
  send(now) {
    const body = this.body(now);
    return fetch(this.form.dataset.autosave, {
      method: "POST", body, keepalive: body.toString().length < 60000, redirect: "manual", credentials: "same-origin",
      headers: { Accept: "application/json", "X-Requested-With": "autosave" },
    });
  }

  // The form's own button waits for words that are on their way: sent beside them, they would look like a second writer.
  submitted(event) {
    clearTimeout(this.timer);
    if (!navigator.onLine) {
      event.preventDefault(); // the browser would put its own error page in the place of the words
      this.again(WORDS.waiting);
      return;
    }
    this.leaving = true;
    if (!this.busy) return;
    event.preventDefault();
    if (this.pressed) return;
    this.pressed = true;
    const { submitter } = event;
    const late = new Promise((passed) => { setTimeout(passed, 5000); });
    Promise.race([this.going, late]).then(() => {
      this.busy = false;
      this.pressed = false;
      this.form.requestSubmit(submitter);
    });
  }

  save() {
    this.since = 0;
    if (this.busy || this.stopped || this.leaving || !this.unsaved()) return;
    this.busy = true;
    this.going = this.carry(this.words());
  }

  async carry(now) {
    if (this.delay === 1000) this.say("saving", WORDS.saving);
    try {
      await this.heard(await this.send(now), now);
    } catch {
      this.again(WORDS.waiting);
    } finally {
      this.busy = false;
    }
    if (!this.stopped && !this.leaving && this.delay === 1000 && this.unsaved()) this.soon(PAUSE);
  }

  async heard(answer, now) {
    if (answer.ok) {
      const { version, saved } = await answer.json();
      const field = this.form.elements.namedItem("version");
      if (field && version !== undefined) field.value = version;
      this.sent = now;
      this.key = null;
      this.delay = 1000;
      this.since = this.unsaved() ? Date.now() : 0;
      this.marked({});
      this.say("", `Saved ${saved ?? ""}`.trim());
    } else if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) {
      this.stop("signed-out", WORDS.signedOut, { href: this.form.dataset.signIn ?? "/", words: "Sign in in a new tab", away: true });
    } else if (answer.status === 409) {
      const { merge } = await answer.json();
      this.stop("conflict", WORDS.conflict, { href: merge, words: "See both and choose", away: true });
    } else if (answer.status === 400 || answer.status === 422) {
      this.marked((await answer.json()).errors ?? {});
      this.stop("wrong", WORDS.wrong);
    } else {
      this.again(WORDS.trouble);
    }
  }

  stop(why, words, link) {
    this.stopped = why;
    this.say("stopped", words, link);
  }

  marked(errors) {
    for (const old of this.form.querySelectorAll("[data-autosave-error]")) old.remove();
    for (const [name, words] of Object.entries(errors)) {
      const field = [this.form.elements.namedItem(name)].flat()[0];
      const line = document.createElement("p");
      line.className = "wrong-text";
      line.dataset.autosaveError = name;
      line.textContent = words;
      field?.closest?.(".field, fieldset")?.append(line);
    }
  }

  again(words) {
    this.say("waiting", words);
    this.delay = Math.min(LONGEST, this.delay * 2);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), this.delay * (0.75 + Math.random() / 2));
  }

  // The page may be going away: send now, and let the browser finish it.
  last() {
    clearTimeout(this.timer);
    this.save();
  }

  // Signed in again elsewhere: the page's own address gives a fresh token, and saving goes on with the words here.
  resume() {
    const page = new XMLHttpRequest();
    page.open("GET", location.href);
    page.responseType = "document";
    page.onload = () => {
      const fresh = page.response?.querySelector("form[data-autosave] [name=csrfmiddlewaretoken]");
      const mine = this.form.elements.namedItem("csrfmiddlewaretoken");
      if (!fresh || !mine) return;
      mine.value = fresh.value;
      this.stopped = false;
      this.soon(0);
    };
    page.send();
  }
}

for (const form of document.querySelectorAll("form[data-autosave]")) new Saving(form);
