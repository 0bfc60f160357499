// Moving a telling out of an incident, by drag or by key: either fills in the form that is there without it.
"use strict";

const move = document.getElementById("move"), said = document.getElementById("moved");
const tellings = [...document.querySelectorAll("[data-telling]")], targets = [...document.querySelectorAll("[data-to]")];
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
  targets.forEach((one) => one.classList.remove("over"));
  document.body.classList.remove("moving");
  taken = null; over = -1;
}

function point(place) {
  targets.forEach((one) => one.classList.remove("over"));
  over = (place + targets.length) % targets.length;
  targets[over].classList.add("over");
  targets[over].focus();
  say("over", named(targets[over]));
}

function put(target) {
  if (!taken) return;
  move.elements.telling.value = taken.dataset.telling;
  move.elements.to.value = target.dataset.to;
  move.elements.number.value = "";
  letGo();
  say("put");
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
  } else if (taken && targets.length && ["ArrowDown", "ArrowRight", "ArrowUp", "ArrowLeft"].includes(event.key)) {
    point(over < 0 && event.key !== "ArrowUp" ? 0 : over + (["ArrowDown", "ArrowRight"].includes(event.key) ? 1 : -1));
    event.preventDefault();
  } else if (taken && over >= 0 && event.key === "Enter") {
    put(targets[over]); event.preventDefault();
  }
}

if (move) {
  document.addEventListener("keydown", press);
  for (const one of tellings) {
    one.addEventListener("dragstart", (event) => { event.dataTransfer.setData("text/plain", one.dataset.telling); event.dataTransfer.effectAllowed = "move"; take(one); });
    one.addEventListener("dragend", letGo);
  }
  for (const one of targets) {
    one.addEventListener("dragover", (event) => { event.preventDefault(); one.classList.add("over"); });
    one.addEventListener("dragleave", () => one.classList.remove("over"));
    one.addEventListener("drop", (event) => { event.preventDefault(); put(one); });
    one.addEventListener("click", (event) => { if (taken && !event.target.matches("a")) put(one); });
  }
}
