// When a passkey comes to nothing, the page says so; allauth's own script tells only the console.
//   <p role="alert" data-passkey-said></p>
const WORDS = {
  NotAllowedError: "That came to nothing: there is no passkey for this service on this device, or it was stopped. Try again, or use another way.",
  InvalidStateError: "This device already has a passkey for your account.",
  SecurityError: "A passkey works only at the name of the service, over a secure connection.",
};

document.addEventListener("allauth.error", (event) => {
  const place = document.querySelector("[data-passkey-said]");
  if (!place) return;
  event.preventDefault();
  place.textContent = WORDS[event.detail.exception?.name] ?? "That did not work on this device. Try again, or use another way.";
});
