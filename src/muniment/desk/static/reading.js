// A report's marks by keyboard, the panel beside its text, words that are selected for a statement, files that are dropped.
"use strict";

const byId = (id) => document.getElementById(id);

// The words selected last in the text, as a passage of the report.
let chosen = null;

function select() {
  const selection = document.getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return;
  const range = selection.getRangeAt(0), text = byId("text") || byId("words");
  if (!text || !text.contains(range.startContainer) || !text.contains(range.endContainer)) return;
  const start = place(range.startContainer, range.startOffset, text), end = place(range.endContainer, range.endOffset, text);
  if (start === null || end === null || start >= end) return;
  chosen = { start, end, words: selection.toString() };
  const line = byId("selected");
  if (line) line.textContent = chosen.words.length > 300 ? `${chosen.words.slice(0, 300)}…` : chosen.words;
}

// Offsets of the record are code points; those of the page are UTF-16 units.
function offset(node, place) {
  const piece = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest("[data-start]");
  if (!piece) return null;
  const range = document.createRange();
  range.setStart(piece, 0);
  range.setEnd(node, place);
  return Number(piece.dataset.start) + [...range.toString()].length;
}

// A selection may end between two pieces, as when a whole paragraph is taken: then it ends where the next one begins.
function place(node, at, text) {
  const found = offset(node, at);
  if (found !== null) return found;
  const next = node.childNodes[at] || node.nextSibling;
  const piece = next && next.nodeType === Node.ELEMENT_NODE && (next.matches("[data-start]") ? next : next.querySelector("[data-start]"));
  if (piece) return Number(piece.dataset.start);
  const last = [...text.querySelectorAll("[data-start]")].pop();
  return last ? Number(last.dataset.start) + [...last.textContent].length : null;
}

// Words by keyboard: w goes into the text, the arrows go from word to word, and with Shift they take more.

let words = null, from = 0, to = 0;

function wordsOf(text) {
  const found = [], walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) for (const word of walker.currentNode.data.matchAll(/[\p{L}\p{N}][\p{L}\p{N}\p{M}'’-]*/gu)) found.push([walker.currentNode, word.index, word.index + word[0].length]);
  return found;
}

function hold() {
  const [first, last] = [words[Math.min(from, to)], words[Math.max(from, to)]];
  document.getSelection().setBaseAndExtent(first[0], first[1], last[0], last[2]);
  words[to][0].parentElement.scrollIntoView({ block: "nearest" });
  select(); // at once: the browser tells of it only later
}

function enterWords(text) {
  const near = text.querySelector(":focus, .now") || text.querySelector(".trigger");
  words = wordsOf(text);
  if (!words.length) return;
  from = to = Math.max(0, words.findIndex(([node]) => near && near.contains(node)));
  text.focus({ preventScroll: true });
  hold();
}

function overWords(event, text) {
  const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!by || !words || document.activeElement !== text) return;
  event.preventDefault();
  to = Math.max(0, Math.min(words.length - 1, to + by));
  if (!event.shiftKey) from = to;
  hold();
}

// Marks

function marks() { return [...document.querySelectorAll("#text a.mark")]; }

function step(by) {
  const all = marks(), here = all.indexOf(document.activeElement);
  const now = here >= 0 ? here : all.findIndex((one) => one.classList.contains("now"));
  const next = all[now < 0 ? (by > 0 ? 0 : all.length - 1) : (now + by + all.length) % all.length];
  if (next) { next.focus(); next.scrollIntoView({ block: "center" }); }
}

async function show(statement) {
  const panel = byId("panel");
  const answer = await fetch(`/reports/${panel.dataset.report}/told/${statement}`);
  if (!answer.ok) { location.search = `?at=${statement}`; return; }
  panel.innerHTML = await answer.text(); // our own page, in which all words of reports are escaped
  for (const one of marks()) one.classList.toggle("now", one.dataset.statements.split(" ").includes(statement));
  history.replaceState(null, "", `?at=${statement}`);
}

function follow(event) {
  const link = event.target.closest("a.mark, a.also");
  if (!link || !link.dataset.statements || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  if (document.getSelection().isCollapsed) show(link.dataset.statements.split(" ")[0]);
}

// A statement that the machine missed

// In the quotation marks of the language that the page is in.
const quoted = (words) => Object.assign(document.createElement("q"), { textContent: words });

const chosenIn = (name) => byId(name).selectedOptions[0].textContent;

function row(table, name, first, words, field) {
  const line = table.tBodies[0].insertRow();
  line.append(Object.assign(document.createElement("input"), { type: "hidden", name, value: first.value }));
  line.insertCell().append(first.title);
  const said = line.insertCell();
  said.dir = "auto";
  said.append(quoted(words));
  line.insertCell().append(field);
  const away = Object.assign(document.createElement("button"), { type: "button", textContent: "×" });
  away.setAttribute("aria-label", `− ${first.title}`);
  away.dataset.away = "";
  line.insertCell().append(away);
}

function meant(name, value, type = "text") {
  const field = Object.assign(document.createElement("input"), { name, value, type, dir: "auto", size: 14 });
  field.setAttribute("aria-label", name.split(":")[1]);
  return field;
}

function commits(name) {
  const field = byId("commits").content.firstElementChild.cloneNode(true);
  field.name = name;
  field.setAttribute("aria-label", "commit");
  return field;
}

const takes = {
  trigger(words) {
    byId("trigger").value = `${words.start}:${words.end}`;
    byId("trigger-words").replaceChildren(quoted(words.words));
  },
  slot(words) {
    const slot = byId("into").value, where = `${slot}:${words.start}:${words.end}`;
    row(byId("slots"), "add", { value: where, title: chosenIn("into") }, words.words, meant(`as:${where}`, words.words.trim()));
  },
  voice(words) {
    const where = `${words.start}:${words.end}`;
    row(byId("slots"), "voice", { value: where, title: byId("missed").querySelector("[data-takes=voice]").dataset.name }, words.words, commits(`commit:${where}`));
  },
};

function take(event) {
  const kind = event.currentTarget.dataset.takes;
  if (kind === "content") {
    const other = byId("other").selectedOptions[0];
    if (!other || !other.value) return;
    const slot = byId("as").value, where = `${slot}:${other.dataset.start}:${other.dataset.end}`;
    const field = meant(`as:${where}`, other.value, "hidden");
    row(byId("slots"), "add", { value: where, title: chosenIn("as") }, other.textContent, field);
  } else if (chosen) takes[kind](chosen);
}

function narrowed() {
  const type = byId("type"), list = byId("types"), kind = byId("kind"), into = byId("into");
  const option = [...list.options].find((one) => one.value === type.value);
  const label = byId("type-label");
  if (label) label.textContent = option ? option.label : "";
  if (into && option) {
    const words = JSON.parse(into.dataset.words);
    const slots = option.dataset.slots.split(" ").filter((slot) => ![...byId("as").options].some((one) => one.value === slot));
    if (slots.join() !== [...into.options].map((one) => one.value).join()) into.replaceChildren(...slots.map((slot) => new Option(words[slot], slot)));
  }
  if (kind) for (const one of list.options) one.disabled = Boolean(kind.value) && one.dataset.kind !== kind.value;
}

// What a statement is amended by

function kept(table, name, value, title, ...cells) {
  const keep = Object.assign(document.createElement("input"), { type: "checkbox", name, value, checked: true });
  keep.setAttribute("aria-label", title);
  const line = table.tBodies[0].insertRow();
  for (const one of [keep, ...cells]) line.insertCell().append(one);
}

function slot() {
  if (!chosen) return;
  const into = byId("slot").value, where = `${into}:${chosen.start}:${chosen.end}`, field = meant(`as:${where}`, chosen.words.trim());
  kept(byId("amend").querySelector("table"), "add", where, chosen.words, chosenIn("slot"), quoted(chosen.words), field);
  field.focus();
}

function voice() {
  if (!chosen) return;
  const where = `${chosen.start}:${chosen.end}`;
  kept(byId("voices"), "voice", where, chosen.words, quoted(chosen.words), commits(`commit:${where}`));
}

// Files

function dropped(event) {
  event.preventDefault();
  const form = byId("adding");
  form.classList.remove("over");
  form.querySelector("input[type=file]").files = event.dataTransfer.files;
  named();
}

function named() {
  const files = [...document.querySelectorAll("#adding input[type=file]")].flatMap((one) => [...one.files]);
  const line = byId("chosen");
  line.textContent = files.length ? `${line.dataset.some}${files.slice(0, 5).map((one) => one.name).join(", ")}${files.length > 5 ? ` + ${files.length - 5}` : ""}` : line.dataset.none;
}

// Keys

function key(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  const onMark = event.target.matches("a.mark"), text = byId("words") || byId("text");
  if (event.key === "w" && text) { event.preventDefault(); enterWords(text); }
  if (text) overWords(event, text);
  if (byId("text")) {
    if (event.key === "j" || (onMark && (event.key === "ArrowDown" || event.key === "ArrowRight"))) { event.preventDefault(); step(1); }
    if (event.key === "k" || (onMark && (event.key === "ArrowUp" || event.key === "ArrowLeft"))) { event.preventDefault(); step(-1); }
    if (event.key === "s" && byId("missed")) {
      event.preventDefault();
      byId("missed").open = true;
      if (chosen && !byId("trigger").value) takes.trigger(chosen);
      byId("type").focus();
    }
  }
}

document.addEventListener("selectionchange", select);
document.addEventListener("keydown", key);
for (const one of document.querySelectorAll("[data-takes], #add, #add-voice")) one.addEventListener("mousedown", (event) => event.preventDefault());
for (const one of document.querySelectorAll("[data-takes]")) one.addEventListener("click", take);
for (const one of document.querySelectorAll("[data-shows]")) one.addEventListener("click", () => byId(one.dataset.shows).showModal());
document.addEventListener("click", (event) => { if (event.target.matches("[data-away]")) event.target.closest("tr").remove(); });
if (byId("panel")) document.addEventListener("click", follow);
if (byId("add")) byId("add").addEventListener("click", slot);
if (byId("add-voice")) byId("add-voice").addEventListener("click", voice);
if (byId("type")) for (const one of ["type", "kind"]) byId(one)?.addEventListener("input", narrowed);
const form = byId("adding");
if (form) {
  named();
  form.addEventListener("change", named);
  form.addEventListener("dragover", (event) => { event.preventDefault(); form.classList.add("over"); });
  form.addEventListener("dragleave", () => form.classList.remove("over"));
  form.addEventListener("drop", dropped);
}
