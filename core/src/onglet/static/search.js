// The box over every page: what drops down from it while one types, walked through by arrows.
// Without this file the box is a form that leads to the page of results.

const input = () => document.getElementById("top-search");
const box = () => document.getElementById("top-hits");
const isOpen = () => box()?.matches(":popover-open");
const lines = () => [...box().querySelectorAll("a[href]")];

function open() {
  const hits = box();
  if (!hits.childElementCount || !input().value.trim()) return close();
  if (!isOpen()) hits.showPopover({ source: input() });
  if (!CSS.supports("position-area", "bottom")) {
    const at = input().getBoundingClientRect();
    hits.style.left = `${at.left}px`;
    hits.style.top = `${at.bottom}px`;
  }
  return undefined;
}
function close() {
  if (isOpen()) box().hidePopover();
}

document.addEventListener("htmx:after:swap", (event) => {
  const { target } = event.detail.ctx;
  if (target !== box()) return;
  if (input().closest("form").contains(document.activeElement)) open();
});
document.addEventListener("input", (event) => {
  if (event.target === input() && !event.target.value.trim()) close();
});
document.addEventListener("focusin", (event) => {
  if (event.target === input()) open();
  else if (isOpen() && !input().closest("form").contains(event.target)) close();
});
document.addEventListener("pointerdown", (event) => {
  if (isOpen() && !input().closest("form").contains(event.target)) close();
});
document.addEventListener("keydown", (event) => {
  const { key, target } = event;
  if (!box() || !(target === input() || box().contains(target))) return;
  if (key === "Escape" && isOpen()) {
    event.preventDefault();
    input().focus();
    close();
  }
  if (key !== "ArrowDown" && key !== "ArrowUp") {
    if (target !== input() && key.length === 1 && !event.ctrlKey && !event.metaKey) input().focus();
    return;
  }
  if (!isOpen()) return;
  event.preventDefault();
  const places = [input(), ...lines()];
  const step = key === "ArrowDown" ? 1 : places.length - 1;
  places[(places.indexOf(target) + step) % places.length].focus();
});
