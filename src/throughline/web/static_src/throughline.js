// What a browser with JavaScript gets on top. Every page works without it.
"use strict";

const exit = document.querySelector(".tl-exit");
const notice = document.querySelector("[data-notice]");

function leave() {
  // Blank first, end the session on the server, then go where this page's place in the history is taken over.
  document.documentElement.innerHTML = "";
  document.title = "";
  let left = false;  // a second replace would break off the first
  const gone = () => { if (!left) location.replace(exit.dataset.exit); left = true; };
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

function tell(words, action) {
  if (!notice) return;
  notice.replaceChildren();
  if (!words) return;
  const said = document.createElement("p");
  said.className = "govuk-inset-text tl-said";
  said.append(`${words} `);
  if (action) said.append(action);
  notice.append(said);
}

// What is said is given by the page, in its language.
const spoken = document.body.dataset;

// What is being typed is kept sealed on the server every few seconds, so that a lock or a lost connection loses nothing.
let keep = () => Promise.resolve();
const typed = document.querySelector("form[data-draft]");
if (typed) {
  let changed = false;
  let isOffline = false;
  keep = () => {
    if (!changed) return Promise.resolve();
    changed = false;
    const form = new FormData(typed);
    typed.querySelectorAll('input[type="file"]').forEach((input) => form.delete(input.name));
    return fetch(typed.dataset.draft, { method: "POST", body: form, redirect: "manual" }).then(
      () => { if (isOffline) tell(""); isOffline = false; },
      (fault) => { changed = true; isOffline = true; tell(spoken.lost); throw fault; },
    );
  };
  typed.addEventListener("input", () => { changed = true; });
  setInterval(() => { keep().catch(() => {}); }, 4000);
  if (!typed.hasAttribute("data-progress")) {
    let isKept = false;
    let isSending = false;
    typed.addEventListener("submit", (event) => {
      if (isKept || (event.submitter && event.submitter.hasAttribute("data-lock"))) return;
      event.preventDefault();
      if (isSending) return;
      isSending = true;
      changed = true;
      // Only what reached the service is sent off, so that no page of the browser's own takes the place of this one.
      keep().then(() => { isKept = true; typed.requestSubmit(event.submitter); }, () => { isSending = false; });
    });
  }
}

// Nobody is here for a while: say so a minute before, then lock as the button does. Typing counts as being here.
const locksAfter = Number(document.body.dataset.locksAfter);
if (locksAfter) {
  let here = Date.now();
  let isWarned = false;
  const stay = document.createElement("button");
  stay.type = "button";
  stay.className = "tl-plain";
  stay.textContent = spoken.stay;
  stay.addEventListener("click", () => {
    fetch(location.pathname, { method: "HEAD", redirect: "manual", cache: "no-store" }).catch(() => {});
    here = Date.now();
    isWarned = false;
    tell("");
  });
  document.addEventListener("input", () => { here = Date.now(); });
  setInterval(() => {
    const quiet = (Date.now() - here) / 1000;
    if (quiet > locksAfter) { document.querySelector("[data-lock]").click(); here = Date.now(); return; }
    if (quiet > locksAfter - 60 && !isWarned) {
      isWarned = true;
      tell(spoken.locksSoon, stay);
    }
  }, 5000);
}

// Uploads say how far they are. The form is the same one, sent by other means.
document.querySelectorAll("form[data-progress]").forEach((form) => {
  form.addEventListener("submit", (event) => {
    if (event.submitter && event.submitter.hasAttribute("data-lock")) return;
    const files = form.querySelector('input[type="file"]');
    if (!files || !files.files.length) return;
    event.preventDefault();
    const bar = form.querySelector("progress");
    const said = form.querySelector("[data-said]");
    bar.hidden = false;
    const sending = new XMLHttpRequest();
    sending.open("POST", form.getAttribute("action") || location.href);
    sending.upload.addEventListener("progress", (now) => {
      if (!now.lengthComputable) return;
      bar.value = now.loaded / now.total;
      said.textContent = bar.value < 1 ? `${spoken.sending} ${Math.floor(100 * bar.value)} %` : spoken.allSent;
    });
    sending.addEventListener("load", () => {
      if (sending.responseURL && sending.responseURL !== location.href && sending.status < 400) { location.href = sending.responseURL; return; }
      document.open(); document.write(sending.responseText); document.close();
    });
    sending.addEventListener("error", () => {
      bar.hidden = true;
      said.textContent = spoken.broken;
    });
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
