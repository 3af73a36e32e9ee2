// Leaving at once: the link works without this; with it, no way back leads here. Escape three times does the same.
const WITHIN = 1500;
const link = document.querySelector("a.exit");

let left = false;

function leave() {
  left = true;
  document.documentElement.hidden = true;
  location.replace(link.href);
}

if (link) {
  let presses = [];
  link.addEventListener("click", (event) => {
    event.preventDefault();
    leave();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    presses = [...presses.filter((at) => event.timeStamp - at < WITHIN), event.timeStamp];
    if (presses.length >= 3) leave();
  });
  // A page that was left and is shown again from the browser's memory asks the server first.
  addEventListener("pageshow", (event) => {
    if (event.persisted && left) location.reload();
  });
}
