"use strict";
(() => {
  const reader = document.getElementById("reader");
  const words = document.getElementById("words");
  let came = null;

  function open(ids, from) {
    const first = document.getElementById(ids[0]);
    if (!first) return false;
    const report = first.closest("details.report");
    words.replaceChildren();
    const heading = document.createElement("h3");
    heading.dir = "auto";
    heading.textContent = report.querySelector("summary .title").textContent;
    words.append(heading);
    const text = report.querySelector(".text").cloneNode(true);
    text.querySelectorAll("[id]").forEach((node) => node.removeAttribute("id"));
    let shown = null;
    text.querySelectorAll("a.mark").forEach((mark) => {
      const held = mark.dataset.statements.split(" ");
      if (ids.some((id) => held.includes(id))) {
        mark.classList.add("shown");
        shown = shown || mark;
      }
    });
    words.append(text);
    const others = new Set();
    ids.forEach((id) => {
      const card = document.getElementById("card-" + id);
      if (!card) return;
      const copy = card.cloneNode(true);
      copy.removeAttribute("id");
      words.append(copy);
      const home = card.closest("details.report");
      if (home !== report) others.add(home);
    });
    if (others.size) {
      const note = document.createElement("p");
      note.className = "note";
      note.textContent = "Statements of " + (others.size + 1) + " reports are listed; the text above is the first one's.";
      heading.after(note);
    }
    reader.hidden = false;
    document.body.classList.add("reading");
    came = from;
    if (shown) shown.scrollIntoView({ block: "center" });
    words.focus({ preventScroll: true });
    return true;
  }

  function close(back = true) {
    reader.hidden = true;
    document.body.classList.remove("reading");
    if (came && back) came.focus();
    came = null;
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-statements]");
    if (link) {
      if (open(link.dataset.statements.split(" "), link)) event.preventDefault();
      return;
    }
    const plain = event.target.closest('a[href^="#"]');
    if (!plain || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const id = plain.getAttribute("href").slice(1);
    if (!document.getElementById(id)) return;
    event.preventDefault();
    if (location.hash !== "#" + id) location.hash = id;
    else go(id);
  });
  document.getElementById("close").addEventListener("click", () => close());
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !reader.hidden) close();
  });

  function unfold(target) {
    for (let node = target; node; node = node.parentElement) if (node.tagName === "DETAILS") node.open = true;
    if (!reader.hidden) close(false);
  }

  // What is folded or far away is laid out only when it comes near, which moves what stands below it: so again until it stays.
  function go(id) {
    const target = document.getElementById(id);
    if (!target) return;
    unfold(target);
    let mark = target;
    while (mark && mark.matches("a[id]:not([href])")) mark = mark.nextElementSibling;
    const marked = mark && mark.matches("a.mark");
    document.querySelectorAll("main .mark.shown").forEach((one) => one.classList.remove("shown"));
    if (marked) {
      mark.classList.add("shown");
      mark.focus({ preventScroll: true });
    }
    let before = null, still = 0, left = 60;
    (function settle() {
      (marked ? mark : target).scrollIntoView({ behavior: "instant", block: marked ? "center" : "start" });
      const now = window.scrollY + target.getBoundingClientRect().top;
      still = now === before ? still + 1 : 0;
      before = now;
      if (still < 3 && (left -= 1)) requestAnimationFrame(settle);
    })();
  }

  window.addEventListener("beforeprint", () => document.querySelectorAll("details.incident").forEach((one) => (one.open = true)));
  window.addEventListener("hashchange", () => go(location.hash.slice(1)));
  if (location.hash) go(location.hash.slice(1));
})();
