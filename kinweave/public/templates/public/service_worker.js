/* Keeps crisis help on this device: the help page, its style and its typefaces. No other page is ever kept,
   looked at or answered here; what a person writes or reads in their record never passes through a store. */
const STORE = "help-{{ edition }}";
const FILES = new Set({{ files|safe }});

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(STORE).then((store) => store.addAll([...FILES])).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const old = (name) => name.startsWith("help-") && name !== STORE;
  event.waitUntil(
    caches.keys()
      .then((names) => Promise.all(names.filter(old).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

const isHelp = (url) => url.pathname.startsWith("/help/");

async function newestOrKept(request, url) {
  const store = await caches.open(STORE);
  try {
    const answer = await fetch(request);
    if (answer.ok) await store.put(request, answer.clone());
    if (answer.status < 500) return answer;
  } catch {
    /* no network: what is kept follows */
  }
  const kept = (await store.match(request)) ?? (isHelp(url) ? await store.match("/help/") : undefined);
  return kept ?? Response.error();
}

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  const ours = event.request.method === "GET" && url.origin === self.location.origin;
  if (ours && (isHelp(url) || FILES.has(url.pathname))) event.respondWith(newestOrKept(event.request, url));
});
