// The keys, and how far a task has come. Every page works without it but for these.
"use strict";

const typing = (node) => node.matches("input:not([type=checkbox]):not([type=radio]), select, textarea");

function press(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape" && typing(event.target)) { event.target.blur(); return; }
  if (event.key === "Enter" && event.target.matches("input:not([type=radio])") && event.target.form?.querySelector(".still")) {
    const opened = event.target.closest("fieldset");
    if (!event.target.list) event.preventDefault(); // a list may be about to take the suggestion
    if (opened && !event.target.list) opened.querySelector("[name=ruling]").click(); else if (!opened) event.target.blur();
    return;
  }
  if (event.key === "Escape") {
    document.querySelectorAll("fieldset[id]").forEach((one) => { one.hidden = true; });
    document.activeElement.blur();
    return;
  }
  if (typing(event.target) || document.querySelector("dialog[open]")) return;
  const reject = document.getElementById("reject");
  if (reject && !reject.hidden && /^[1-9]$/.test(event.key)) {
    const chosen = reject.querySelectorAll("input[type=radio]")[Number(event.key) - 1];
    if (chosen) { chosen.checked = true; chosen.focus(); event.preventDefault(); }
    return;
  }
  const target = [...document.querySelectorAll(`[data-key="${CSS.escape(event.key)}"]`)].find((one) => one.offsetParent !== null);
  if (!target || (event.key === "Enter" && event.target.matches("a, button"))) return;
  event.preventDefault();
  if (target.matches("input, select")) target.focus(); else target.click();
}

function open(event) {
  const name = event.target.dataset && event.target.dataset.opens;
  if (!name) return;
  document.querySelectorAll("fieldset[id]").forEach((one) => { one.hidden = one.id !== name; });
  const first = document.getElementById(name).querySelector("input, select");
  if (first) first.focus();
}

async function watch(line) {
  const state = await (await fetch("/tasks")).json();
  if (!state.waiting) { location.reload(); return; }
  line.textContent = state.step ? `${state.step}: ${state.done}${state.total ? ` / ${state.total}` : ""} (${state.gone})` : "…";
  setTimeout(() => watch(line), 700);
}

document.addEventListener("keydown", press);
document.addEventListener("click", open);
const line = document.getElementById("task");
if (line && line.dataset.running === "yes") watch(line);
