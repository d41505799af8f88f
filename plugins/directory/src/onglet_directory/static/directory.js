// Choosing a firm while a client is created: its facts go into the form beside, and what was typed
// in other fields stays. Without this module the link opens the form, filled.
const FORM = "client-form";

function fill(form, fields) {
  let first = null;
  for (const [name, value] of Object.entries(fields)) {
    const input = form.elements.namedItem(name);
    if (!(input instanceof HTMLElement) || !("value" in input)) continue;
    input.value = value;
    input.closest("details")?.setAttribute("open", "");
    first ??= input;
  }
  first?.dispatchEvent(new Event("input", { bubbles: true }));
  first?.dispatchEvent(new Event("change", { bubbles: true }));
  first?.focus();
}

// The results make room for what was done: the form below is what matters now.
function say(text, tone) {
  const place = document.getElementById("directory-results");
  if (!place || !text) return;
  const banner = document.createElement("p");
  banner.className = `banner tone-${tone}`;
  banner.setAttribute("role", tone === "ok" ? "status" : "alert");
  banner.textContent = text;
  place.replaceChildren(banner);
}

document.addEventListener("click", async (event) => {
  const link = event.target.closest?.("a[data-directory-pick]");
  const form = document.getElementById(FORM);
  const elsewhere = event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0;
  if (!link || !form || elsewhere) return;
  event.preventDefault();
  link.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(link.href, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(String(answer.status));
    const { fields, message, kind, notice } = await answer.json();
    say(notice || message, kind);
    fill(form, fields);
  } catch {
    window.location.assign(link.href);
  } finally {
    link.removeAttribute("aria-busy");
  }
});
