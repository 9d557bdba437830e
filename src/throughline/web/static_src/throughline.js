// What a browser with JavaScript gets on top. Every page works without it.
"use strict";

const exit = document.querySelector(".tl-exit");

function leave() {
  // Blank first, end the session on the server, then go where this page's place in the history is taken over.
  document.documentElement.innerHTML = "";
  document.title = "";
  const gone = () => location.replace(exit.dataset.exit);
  fetch(exit.action, { keepalive: true, redirect: "manual", cache: "no-store" }).then(gone, gone);
  setTimeout(gone, 400);
}

if (exit) {
  let presses = 0;
  let waiting;
  exit.addEventListener("submit", (event) => { event.preventDefault(); leave(); });
  document.addEventListener("keyup", (event) => {
    presses = event.key === "Shift" ? presses + 1 : 0;
    clearTimeout(waiting);
    waiting = setTimeout(() => { presses = 0; }, 5000);
    if (presses === 3) leave();
  });
}

// A page that comes back out of the browser's memory is asked for again.
window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });

document.querySelectorAll("[data-focus]").forEach((element) => element.focus());

// Uploads say how far they are. The form is the same one, sent by other means.
document.querySelectorAll("form[data-progress]").forEach((form) => {
  form.addEventListener("submit", (event) => {
    const files = form.querySelector('input[type="file"]');
    if (!files || !files.files.length) return;
    event.preventDefault();
    const bar = form.querySelector("progress");
    const said = form.querySelector("[data-said]");
    bar.hidden = false;
    const sending = new XMLHttpRequest();
    sending.open("POST", form.action || location.href);
    sending.upload.addEventListener("progress", (now) => {
      if (!now.lengthComputable) return;
      bar.value = now.loaded / now.total;
      said.textContent = `${Math.round(100 * bar.value)} % sent`;
    });
    sending.addEventListener("load", () => {
      if (sending.responseURL && sending.responseURL !== location.href && sending.status < 400) { location.href = sending.responseURL; return; }
      document.open(); document.write(sending.responseText); document.close();
    });
    sending.addEventListener("error", () => { said.textContent = "The connection was lost. Nothing was kept of this file. Try again when you are back online."; });
    sending.send(new FormData(form));
  });
});

// A page on which something is being read asks how far it is, quietly; when there is more to see it is loaded anew.
document.querySelectorAll("[data-far]").forEach((element) => {
  let isLeaving = false;  // a form was sent: loading the page anew would take its answer away
  document.addEventListener("submit", () => { isLeaving = true; });
  const ask = () => fetch(element.dataset.far, { cache: "no-store" }).then(async (answer) => {
    const said = await answer.text();
    if (isLeaving || answer.status === 404) return;
    if (answer.status === 204 || answer.redirected) { location.reload(); return; }
    if (answer.ok) element.innerHTML = said;
    setTimeout(ask, answer.ok ? 2000 : 10000);
  }).catch(() => setTimeout(ask, 10000));
  setTimeout(ask, 1000);
});

// What is being typed is kept sealed on the server every few seconds, so that a lock or a lost connection loses nothing.
document.querySelectorAll("form[data-draft]").forEach((form) => {
  let changed = false;
  form.addEventListener("input", () => { changed = true; });
  setInterval(() => {
    if (!changed) return;
    changed = false;
    const typed = new FormData(form);
    form.querySelectorAll('input[type="file"]').forEach((input) => typed.delete(input.name));
    fetch(form.dataset.draft, { method: "POST", body: typed, redirect: "manual" }).catch(() => { changed = true; });
  }, 4000);
});
