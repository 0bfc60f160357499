// Moving a telling out of an incident, by drag or by key: either fills in the form that is there without it.
"use strict";

const move = document.getElementById("move"), said = document.getElementById("moved");
const tellings = [...document.querySelectorAll("[data-telling]")], tray = document.querySelector(".tray");
const targets = () => [...document.querySelectorAll("[data-to]")];
let taken = null, over = -1;

const say = (name, word = "") => { said.textContent = said.dataset[name].replace("%s", word); };
const named = (target) => target.textContent.trim().replace(/\s+/g, " ");

function take(telling) {
  letGo();
  taken = telling;
  telling.classList.add("taken");
  document.body.classList.add("moving");
  say("taken", telling.dataset.name);
}

function letGo() {
  if (taken) taken.classList.remove("taken");
  targets().forEach((one) => one.classList.remove("over"));
  document.body.classList.remove("moving");
  taken = null; over = -1;
}

function point(place) {
  const all = targets();
  all.forEach((one) => one.classList.remove("over"));
  over = (place + all.length) % all.length;
  all[over].classList.add("over");
  all[over].focus();
  say("over", named(all[over]));
}

function put(target) {
  if (!taken) return;
  move.elements.telling.value = taken.dataset.telling;
  const offered = [...move.elements.to.options].some((one) => one.value === target.dataset.to);
  if (offered) move.elements.to.value = target.dataset.to;
  move.elements.number.value = offered ? "" : target.dataset.to;
  const words = `${taken.dataset.name} → ${named(target)}`;
  letGo();
  say("put", words);
  move.classList.add("filled");
  move.elements.reason.focus();
}

function press(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, select, textarea")) return;
  if (event.key === "m" && tellings.length) {
    take(document.activeElement.closest("[data-telling]") || tellings[0]);
    event.preventDefault();
  } else if (taken && event.key === "Escape") {
    letGo(); say("left");
  } else if (taken && targets().length && ["ArrowDown", "ArrowRight", "ArrowUp", "ArrowLeft"].includes(event.key)) {
    point(over < 0 && event.key !== "ArrowUp" ? 0 : over + (["ArrowDown", "ArrowRight"].includes(event.key) ? 1 : -1));
    event.preventDefault();
  } else if (taken && over >= 0 && event.key === "Enter") {
    put(targets()[over]); event.preventDefault();
  }
}

if (move) {
  document.addEventListener("keydown", press);
  for (const one of tellings) {
    one.addEventListener("dragstart", (event) => { event.dataTransfer.setData("text/plain", one.dataset.telling); event.dataTransfer.effectAllowed = "move"; take(one); });
    one.addEventListener("dragend", letGo);
  }
  const target = (event) => event.target.closest("[data-to]");
  tray.addEventListener("dragover", (event) => { if (target(event)) { event.preventDefault(); target(event).classList.add("over"); } });
  tray.addEventListener("dragleave", (event) => { if (target(event)) target(event).classList.remove("over"); });
  tray.addEventListener("drop", (event) => { if (target(event)) { event.preventDefault(); put(target(event)); } });
  tray.addEventListener("click", (event) => { if (taken && target(event) && !event.target.matches("a")) put(target(event)); });
  const sought = document.getElementById("others"), found = document.getElementById("found");
  sought.addEventListener("input", async () => {
    const words = sought.value.trim(), answer = words ? await fetch(`${sought.dataset.from}?q=${encodeURIComponent(words)}`) : null;
    if (sought.value.trim() === words) found.innerHTML = answer && answer.ok ? await answer.text() : ""; // our own page, in which all words of reports are escaped
  });
}
