// The hand of the hour moves by itself; without this script it stands where it was when the page came.
const hour = document.querySelector("[data-hour]");

function move() {
  const length = Number(hour.dataset.length);
  const minute = Math.max(0, Math.floor((Date.now() - Date.parse(hour.dataset.began)) / 60000));
  const at = `${Math.min(100, (100 * minute) / length).toFixed(1)}%`;
  const hand = hour.querySelector(".hand line");
  hand?.setAttribute("x1", at);
  hand?.setAttribute("x2", at);
  hour.querySelector(".hand svg")?.setAttribute("x", at);
  document.querySelector("[data-minute]").textContent = minute;
  const over = minute - length;
  document.querySelector("[data-left]").textContent =
    over > 0 ? `${over} over, it was to end at ${hour.dataset.until}` : `${-over} left, until ${hour.dataset.until}`;
  const marks = [...hour.querySelectorAll("[data-from]")];
  for (const mark of marks) {
    const from = Number(mark.dataset.from);
    const until = from + Number(mark.dataset.for);
    const here = minute >= from && (minute < until || mark === marks.at(-1));
    mark.classList.toggle("here", here);
    mark.classList.toggle("done", !here && minute >= until);
    if (here) mark.setAttribute("aria-current", "step");
    else mark.removeAttribute("aria-current");
  }
}

if (hour) {
  // A demonstration's clock may stand at another time: then the page's own minute is left alone.
  const shown = Number(document.querySelector("[data-minute]").textContent);
  const real = Math.floor((Date.now() - Date.parse(hour.dataset.began)) / 60000);
  if (Math.abs(real - shown) < 2) setInterval(move, 15000);
}
