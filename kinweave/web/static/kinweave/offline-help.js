/* Keeps the help page on this device, so that it opens without a network. Nothing else is ever kept. */
if ("serviceWorker" in navigator) {
  const url = globalThis.trustedTypes
    ? trustedTypes.createPolicy("offline-help", { createScriptURL: (path) => path }).createScriptURL("/service-worker.js")
    : "/service-worker.js";
  navigator.serviceWorker.register(url, { scope: "/" }).catch(() => {});
}
