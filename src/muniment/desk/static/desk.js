// The keys, and how far a task has come. Every page works without it but for these.
"use strict";

const typing = (node) => node.matches("input:not([type=checkbox]):not([type=radio]), select, textarea");

function press(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape" && typing(event.target)) { event.target.blur(); return; }
  if (event.key === "Enter" && event.target.matches("input:not([type=radio])") && event.target.form?.querySelector(".still")) {
    const opened = event.target.closest("fieldset"), kept = document.getElementById("keep-note");
    event.preventDefault();
    if (event.target.list) first(event.target);
    else if (opened) opened.querySelector("[name=ruling]").click();
    else if (event.target.id === "note" && event.target.value.trim() && kept) kept.click();
    else event.target.blur();
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

// Enter in a search chooses the first that fits what was typed; it never sends the form.
function first(field) {
  const words = field.value.trim().toLowerCase(), options = [...field.list.options].filter((one) => !one.disabled);
  const fits = (one) => `${one.value} ${one.label}`.toLowerCase();
  const found = options.find((one) => one.value === field.value) || options.find((one) => one.label.toLowerCase() === words)
    || options.find((one) => words.split(/\s+/).every((word) => fits(one).split(/[\s._-]+/).some((part) => part.startsWith(word))))
    || options.find((one) => fits(one).includes(words));
  if (!words || !found) return;
  field.value = found.value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

// A note that was not sent stays with its statement, in this window, until it goes with a ruling.
function noted(field) {
  const key = `note:${field.dataset.of}`, line = document.getElementById("with-note");
  const keep = () => {
    if (field.value) sessionStorage.setItem(key, field.value); else sessionStorage.removeItem(key);
    line.hidden = !field.value;
  };
  field.value ||= sessionStorage.getItem(key) || "";
  keep();
  field.addEventListener("input", keep);
  field.form.addEventListener("submit", () => sessionStorage.removeItem(key));
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
// Where the list of pages is wider than the screen, the one at hand is in sight.
const bar = document.querySelector(".side-bar nav"), at = bar && bar.querySelector("[aria-current=page]");
if (at && bar.scrollWidth > bar.clientWidth) bar.scrollLeft += at.getBoundingClientRect().left - bar.getBoundingClientRect().left - bar.clientWidth / 3;
if (document.getElementById("note")) noted(document.getElementById("note"));
const line = document.getElementById("task");
if (line && line.dataset.running === "yes") watch(line);
