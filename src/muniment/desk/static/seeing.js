// The map under wheel, drag and arrow keys: each asks for another frame of the same question and puts its page in place.
"use strict";

const figure = document.querySelector(".mapped");

function frameOf(figure) {
  const [west, south, east, north] = figure.dataset.frame.split(",").map(Number);
  return { west, south, east, north };
}

// Moved by shares of its width and height, and made larger (above 1) or smaller about a point in it.
function moved(frame, { right = 0, up = 0, by = 1, x = 0.5, y = 0.5 }) {
  const broad = frame.east - frame.west, tall = frame.north - frame.south;
  const lon = frame.west + broad * (x + right), lat = frame.north - tall * (y - up);
  const clip = (value, most) => Math.max(-most, Math.min(most, value));
  return {
    west: clip(lon - broad * by * x, 180), east: clip(lon + broad * by * (1 - x), 180),
    north: clip(lat + tall * by * y, 90), south: clip(lat - tall * by * (1 - y), 90),
  };
}

let asked = 0;

async function show(figure, frame) {
  if (frame.east - frame.west < 0.02 || frame.north - frame.south < 0.01) return;
  const address = new URL(location.href);
  address.searchParams.set("frame", [frame.west, frame.south, frame.east, frame.north].map((one) => one.toFixed(4)).join(","));
  for (const name of ["pin", "wide", "nowhere", "page"]) address.searchParams.delete(name);
  address.hash = "";
  const mine = ++asked;
  const answer = await fetch(address);
  if (!answer.ok || mine !== asked) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const part of [".mapped .steps", ".mapped .drawing", ".mapped figcaption", ".beside"]) {
    const fresh = page.querySelector(part), held = document.querySelector(part);
    if (fresh && held) held.replaceChildren(...fresh.childNodes);
  }
  figure.dataset.frame = page.querySelector(".mapped").dataset.frame;
  const told = document.getElementById("told");
  if (told) told.remove();
  history.replaceState(null, "", address);
}

if (figure) {
  const drawing = figure.querySelector(".drawing");
  drawing.tabIndex = 0;
  drawing.setAttribute("role", "group");
  drawing.setAttribute("aria-label", document.querySelector("h1").textContent);
  const arrows = { ArrowLeft: { right: -0.3 }, ArrowRight: { right: 0.3 }, ArrowUp: { up: 0.3 }, ArrowDown: { up: -0.3 } };
  drawing.addEventListener("keydown", (event) => {
    if (!arrows[event.key]) return;
    event.preventDefault();
    show(figure, moved(frameOf(figure), arrows[event.key]));
  });
  let turned = 0, waits = 0;
  drawing.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && document.activeElement !== drawing) return; // the page scrolls past a map that nobody has entered
    event.preventDefault();
    turned += event.deltaY;
    const box = drawing.getBoundingClientRect();
    const at = { x: (event.clientX - box.left) / box.width, y: (event.clientY - box.top) / box.height };
    clearTimeout(waits);
    waits = setTimeout(() => {
      show(figure, moved(frameOf(figure), { by: turned > 0 ? 1.6 : 0.625, ...at }));
      turned = 0;
    }, 120);
  }, { passive: false });
  let from = null, dragged = false;
  drawing.addEventListener("pointerdown", (event) => { if (event.button === 0 && event.pointerType === "mouse") from = event; dragged = false; });
  window.addEventListener("pointerup", (event) => {
    if (!from) return;
    const box = drawing.getBoundingClientRect(), right = (from.clientX - event.clientX) / box.width, up = (event.clientY - from.clientY) / box.height;
    from = null;
    dragged = Math.hypot(right, up) > 0.02;
    if (dragged) show(figure, moved(frameOf(figure), { right, up }));
  });
  drawing.addEventListener("click", (event) => { if (dragged) event.preventDefault(); dragged = false; });
  drawing.addEventListener("dragstart", (event) => event.preventDefault());
}
