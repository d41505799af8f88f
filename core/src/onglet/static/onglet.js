// What the pages do in the browser beyond links and forms: messages, dialogs, menus, tips, drafts.
// Everything here completes HTML that already works. Plugins import it from
// /static/onglet/v1/onglet.js, whose address never changes.

const $ = (selector, root = document) => root.querySelector(selector);
const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
const words = () => $("#words")?.dataset ?? {};
const on = (type, listener, options) => document.addEventListener(type, listener, options);
const onClick = (selector, act) =>
  on("click", (event) => {
    const found = event.target.closest?.(selector);
    if (found) act(found, event);
  });

// ---------------------------------------------------------------- messages
const TOAST_TIME = 6000;
const UNDO_TIME = 15000;

/**
 * Show a message over the page. Failures stay until they are closed; no message leaves under the
 * pointer or the keyboard. `undo` is where to post to take back what the message tells.
 */
export function toast(message, kind = "ok", undo = "") {
  const box = $("#toasts");
  if (!box || !message) return;
  const line = document.createElement("div");
  line.className = "toast";
  line.dataset.kind = kind;
  const dot = document.createElement("span");
  dot.className = "dot";
  const text = document.createElement("span");
  text.textContent = message;
  const close = document.createElement("button");
  close.type = "button";
  close.setAttribute("aria-label", words().close ?? "");
  close.textContent = "×";
  line.append(dot, text, ...(undo ? [undoForm(undo)] : []), close);
  const leave = () => {
    line.classList.add("is-leaving");
    setTimeout(() => {
      line.remove();
      if (!box.childElementCount && box.matches(":popover-open")) box.hidePopover();
    }, 240);
  };
  const leaveUnlessUsed = () => {
    if (line.matches(":hover, :focus-within")) setTimeout(leaveUnlessUsed, 1000);
    else leave();
  };
  close.addEventListener("click", leave);
  box.append(line);
  if (undo) {
    window.htmx?.process(line);
    line.addEventListener("submit", () => setTimeout(leave));
  }
  while (box.childElementCount > 4) box.firstElementChild.remove();
  // Shown anew each time, so that it lies above a dialog opened meanwhile.
  if (box.matches(":popover-open")) box.hidePopover();
  box.showPopover?.();
  if (kind !== "bad") setTimeout(leaveUnlessUsed, undo ? UNDO_TIME : TOAST_TIME);
}

function undoForm(href) {
  const form = document.createElement("form");
  form.method = "post";
  form.action = href;
  form.setAttribute("hx-post", href);
  form.setAttribute("hx-swap", "none");
  const button = document.createElement("button");
  button.className = "toast-undo";
  button.textContent = words().undo ?? "";
  form.append(button);
  return form;
}

on("toast", ({ detail }) => toast(detail.message, detail.kind, detail.undo));
on("htmx:error", () => toast(words().offline, "bad"));
on("htmx:response:error", (event) => {
  const { hx, text, request, response } = event.detail.ctx;
  const unseen = request.method === "GET" ? !text?.trim() : response.status !== 422;
  if (unseen && !hx?.trigger) toast(words().failed, "bad");
});

// ---------------------------------------------------------------- dialogs
/** The page's dialog, opened over what is there. */
export function openDialog() {
  const dialog = $("#dialog");
  if (dialog && !dialog.open) dialog.showModal();
}

/** Close the page's dialog and forget what it held. */
export function closeDialog() {
  const dialog = $("#dialog");
  if (dialog?.open) dialog.close();
}

/** Ask a question; resolves to true when the person confirms. */
export function ask({ title, text, button, danger = false }) {
  const dialog = $("#confirm");
  if (!dialog) return Promise.resolve(true);
  $("[data-confirm-title]", dialog).textContent = title || text;
  $("[data-confirm-text]", dialog).textContent = title ? text : "";
  const yes = $("[data-confirm-yes]", dialog);
  yes.textContent = button || words().confirm;
  yes.className = danger ? "btn btn-danger" : "btn btn-primary";
  dialog.returnValue = "no";
  dialog.showModal();
  $("[value=no]", dialog).focus();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
  });
}

on("dialog:close", closeDialog);
on("session:ended", async (event) => {
  const dialog = $("#session-ended");
  if (!dialog || dialog.open || (await renewToken())) return;
  if (event.detail?.href) $("[data-sign-in]", dialog).href = event.detail.href;
  dialog.showModal();
});
// Somebody who signed in again in another tab comes back to a page that can save.
addEventListener("focus", () => {
  if ($("#session-ended")?.open) renewToken();
});
async function renewToken() {
  const answer = await fetch("/sign-in/token", { credentials: "same-origin" }).catch(() => null);
  const { csrf = "" } = answer?.ok ? await answer.json() : {};
  const meta = $('meta[name="csrf-token"]');
  if (!csrf || !meta || csrf === meta.content) return false;
  meta.content = csrf;
  $$('input[name="csrf"]').forEach((input) => { input.value = csrf; });
  $("#session-ended")?.close();
  toast(words().sessionRenewed, "info");
  return true;
}
onClick("[data-dialog-close]", async (button, event) => {
  const dialog = button.closest("dialog");
  if (!dialog) return;
  event.preventDefault();
  if (await mayLeave(dialog)) dialog.close();
});
on("click", async (event) => {
  const dialog = event.target;
  if (dialog.tagName !== "DIALOG" || dialog.id !== "dialog") return;
  if (await mayLeave(dialog)) dialog.close();
});
on("cancel", async (event) => {
  if (event.target.id !== "dialog" || !dirtyIn(event.target)) return;
  event.preventDefault();
  if (await mayLeave(event.target)) event.target.close();
}, true);
on("close", (event) => {
  if (event.target.id === "dialog") event.target.replaceChildren();
}, true);

const asked = new WeakSet();
on("submit", async (event) => {
  const form = event.target;
  const submitter = event.submitter;
  const told = submitter?.dataset.confirm === undefined ? form.dataset : submitter.dataset;
  const { confirm, confirmTitle, confirmButton } = told;
  if (confirm === undefined || asked.delete(form)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const danger = "confirmDanger" in told;
  if (await ask({ title: confirmTitle, text: confirm, button: confirmButton, danger })) {
    asked.add(form);
    form.requestSubmit(submitter);
  }
}, true);

// ---------------------------------------------------------------- htmx
on("htmx:config:request", (event) => {
  const token = $('meta[name="csrf-token"]')?.content;
  const { request } = event.detail.ctx;
  if (token && request.method !== "GET") request.headers["X-CSRF-Token"] = token;
});
// Lines that arrive in an open menu would move the others away under the pointer, and a click meant
// for one would land on the next: what comes by itself for a menu under the pointer waits until it
// has left. What somebody asked for, by typing or by a choice, does not.
on("htmx:before:swap", ({ detail: { ctx, tasks } }) => {
  if (ctx?.swap !== "none") return;
  const place = ({ target }) => (typeof target === "string" ? $(target) : target);
  const used = (task) => place(task)?.closest?.(".menu:popover-open:hover");
  (tasks ?? []).filter(used).forEach((task) => {
    tasks.splice(tasks.indexOf(task), 1);
    const target = place(task);
    const menu = target.closest(".menu");
    const arrived = document.createElement("div");
    arrived.append(task.fragment);
    const done = new AbortController();
    const show = () => {
      done.abort();
      window.htmx.swap({ text: arrived.innerHTML, target, swap: "innerMorph", sourceElement: target });
    };
    menu.addEventListener("pointerleave", show, { signal: done.signal });
    menu.addEventListener("toggle", show, { signal: done.signal });
  });
});
on("htmx:after:swap", (event) => {
  const { ctx } = event.detail;
  if (ctx.target?.id === "dialog" && ctx.response?.status !== 204 && ctx.target.childElementCount) {
    openDialog();
  }
  // Only the answer to an entry of a menu closes it: what else arrives, a tab or the later parts of
  // a page, leaves alone the menu that somebody has opened meanwhile.
  const { sourceElement: from, target: into } = ctx;
  if (from?.closest?.("[data-menu]") && !into?.closest?.("[data-menu]")) closeMenus();
  if (ctx.target?.dataset?.opens !== undefined) openBeside(ctx.target, ctx.sourceElement);
  enhance();
});
on("htmx:after:history:push", () => enhance());

// ---------------------------------------------------------------- at once, and back if it fails
const undo = new WeakMap();
const changes = {
  pressed(element) {
    const button = element.matches("button") ? element : $("[aria-pressed]", element);
    const was = button.getAttribute("aria-pressed");
    button.setAttribute("aria-pressed", was === "true" ? "false" : "true");
    return () => button.setAttribute("aria-pressed", was);
  },
  badge(element) {
    const badge = $(`${element.dataset.optimisticTarget} .count`);
    if (!badge) return () => {};
    const was = badge.textContent;
    badge.textContent = String(Number(was) + Number(element.dataset.optimisticBy ?? 1));
    return () => { badge.textContent = was; };
  },
  remove(element) {
    const row = element.closest("tr, li, article, .card");
    row.hidden = true;
    return () => { row.hidden = false; };
  },
};
on("htmx:before:request", (event) => {
  const { ctx } = event.detail;
  const source = ctx.sourceElement;
  if (source?.matches?.("[data-tab]")) undo.set(ctx, markTab(source.dataset.tab));
  const change = changes[source?.dataset?.optimistic];
  if (change) undo.set(ctx, change(source));
});
for (const failure of ["htmx:response:error", "htmx:error"]) {
  on(failure, (event) => undo.get(event.detail.ctx)?.());
}

// ---------------------------------------------------------------- menus
const openMenus = () => $$("[data-menu]:popover-open");
const closeMenus = () => openMenus().forEach((menu) => menu.hidePopover());
const opener = (menu) => $(`[popovertarget="${CSS.escape(menu.id)}"]`);
const reachable = (menu) => $$("a[href], button:not([disabled])", menu);

on("toggle", (event) => {
  const menu = event.target;
  if (!menu.matches?.("[data-menu]")) return;
  if (event.newState !== "open") return;
  if (!CSS.supports("position-area", "bottom")) placeBeside(menu, opener(menu));
  if (opener(menu)?.matches(":focus-visible")) reachable(menu)[0]?.focus();
}, true);
on("keydown", (event) => {
  const menu = event.target.closest?.("[data-menu]");
  const from = event.target.closest?.("[popovertarget][aria-haspopup]");
  if (!menu && from && event.key === "ArrowDown") {
    event.preventDefault();
    const opened = document.getElementById(from.getAttribute("popovertarget"));
    opened.showPopover({ source: from });
    reachable(opened)[0]?.focus();
  }
  if (!menu) return;
  const items = reachable(menu);
  const here = items.indexOf(event.target);
  const typing = event.target.matches("input, select");
  const steps = { ArrowDown: here + 1, ArrowUp: here - 1 };
  if (!typing) Object.assign(steps, { Home: 0, End: items.length - 1 });
  if (event.key in steps && event.target.type !== "date") {
    event.preventDefault();
    items.at(steps[event.key] % items.length)?.focus();
  } else if (!typing && event.key.length === 1 && !event.ctrlKey && !event.metaKey && /\S/.test(event.key)) {
    const begins = (item) => item.textContent.trim().toLowerCase().startsWith(event.key.toLowerCase());
    [...items.slice(here + 1), ...items].find(begins)?.focus();
  }
});
onClick("[data-menu] a", closeMenus);

function openBeside(box, anchor) {
  if (!box.childElementCount) return;
  box.showPopover({ source: anchor });
  if (!CSS.supports("position-area", "bottom")) placeBeside(box, anchor);
  const field = $("input[type=search], input[type=text]", box);
  if (field) field.focus();
  else if (anchor?.matches(":focus-visible")) reachable(box)[0]?.focus();
}
function placeBeside(box, anchor) {
  if (!anchor || innerWidth < 720) return;
  const at = anchor.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = box;
  const start = box.classList.contains("menu-start");
  const left = start ? at.left : at.right - width;
  const below = at.bottom + 6 + height <= innerHeight || at.top < height;
  box.style.left = `${Math.max(12, Math.min(left, innerWidth - width - 12))}px`;
  box.style.top = below ? `${at.bottom}px` : `${at.top - height - 12}px`;
}

// ---------------------------------------------------------------- tips
let tipTimer = 0;
const showTip = (target) => {
  const tip = $("#tip");
  const text = target.dataset.tip ?? (innerWidth < 1100 && innerWidth >= 720 ? target.dataset.tipSide : "");
  if (!tip || !text) return;
  tip.textContent = text;
  if (tip.matches(":popover-open")) tip.hidePopover();
  tip.showPopover();
  const at = target.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = tip;
  const above = at.top - height - 6;
  const middle = at.left + at.width / 2 - width / 2;
  tip.style.left = `${Math.max(6, Math.min(middle, innerWidth - width - 6))}px`;
  tip.style.top = `${above > 4 ? above : at.bottom + 6}px`;
};
const foldTip = () => {
  const tip = $("#tip");
  if (tip?.matches(":popover-open")) tip.hidePopover();
};
const hideTip = () => {
  clearTimeout(tipTimer);
  foldTip();
};
on("pointerover", (event) => {
  const target = event.target.closest?.("[data-tip], [data-tip-side]");
  hideTip();
  if (target && event.pointerType === "mouse") tipTimer = setTimeout(showTip, 350, target);
});
on("focusin", (event) => {
  hideTip();
  const target = event.target.closest?.("[data-tip], [data-tip-side]");
  if (target && event.target.matches(":focus-visible")) showTip(target);
});
on("focusout", hideTip);
on("pointerdown", hideTip);
on("scroll", foldTip, { capture: true, passive: true });

// ---------------------------------------------------------------- keys
on("keydown", (event) => {
  if (event.key === "Escape") hideTip();
  const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !$("dialog[open]")) {
    const search = $("#top-search");
    if (!search?.offsetParent) return;
    event.preventDefault();
    search.focus();
    search.select();
  }
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.target.closest?.("form[data-send-key]")?.requestSubmit();
  }
});

// ---------------------------------------------------------------- theme
on("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-theme-form]") || !event.submitter) return;
  event.preventDefault();
  const theme = event.submitter.value;
  document.documentElement.dataset.theme = theme;
  $$("[name=theme][aria-pressed]").forEach((button) =>
    button.setAttribute("aria-pressed", String(button.value === theme)));
  fetch(form.action, {
    method: "POST",
    body: new URLSearchParams(new FormData(form, event.submitter)),
    headers: { "X-CSRF-Token": $('meta[name="csrf-token"]')?.content ?? "" },
    redirect: "manual",
  }).catch(() => toast(words().offline, "bad"));
});

// ---------------------------------------------------------------- forms: unsaved and drafts
const DRAFT = "onglet:draft:";
const PENDING = "onglet:draft-sent";
const DRAFT_DAYS = 7;
const touched = new WeakSet();
const leaving = new WeakSet();
const dirtyIn = (root) =>
  $$("form[data-guard]", root).find((form) => touched.has(form) && !leaving.has(form));

async function mayLeave(root) {
  const form = dirtyIn(root);
  if (!form) return true;
  const yes = await ask({
    title: words().leaveTitle, text: words().leave, button: words().leaveButton, danger: true,
  });
  if (yes) touched.delete(form);
  return yes;
}

on("input", (event) => {
  const form = event.target.closest?.("form");
  if (!form) return;
  if (form.matches("[data-guard]")) touched.add(form);
  if (form.dataset.draft) saveDraftSoon(form);
});
on("submit", (event) => {
  const form = event.target;
  leaving.add(form);
  if (form.dataset.draft) sessionStorage.setItem(PENDING, form.dataset.draft);
  if ("leaving" in form.dataset) forgetDrafts();
});
on("htmx:finally:request", (event) => {
  const form = event.detail.ctx.request?.form;
  const { response } = event.detail.ctx;
  if (!form) return;
  leaving.delete(form);
  if (form.dataset.draft) sessionStorage.removeItem(PENDING);
  if (response && response.status < 400) {
    touched.delete(form);
    if (form.dataset.draft) forgetDraft(form.dataset.draft);
  }
});
addEventListener("beforeunload", (event) => {
  if (dirtyIn(document)) event.preventDefault();
});
on("click", async (event) => {
  const link = event.target.closest?.("a[hx-get]");
  const where = link?.getAttribute("hx-target");
  const target = where?.startsWith("#") ? $(where) : null;
  if (!target || !dirtyIn(target) || target.contains(link.closest("form"))) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (await mayLeave(target)) link.click();
}, true);

const timers = new WeakMap();
function saveDraftSoon(form) {
  clearTimeout(timers.get(form));
  timers.set(form, setTimeout(saveDraft, 600, form));
}
function saveDraft(form) {
  const kept = [];
  for (const [name, value] of new FormData(form)) {
    const input = form.elements.namedItem(name);
    if (typeof value !== "string" || name === "csrf") continue;
    if (input?.type === "password" || input?.type === "hidden") continue;
    kept.push([name, value]);
  }
  try {
    localStorage.setItem(DRAFT + form.dataset.draft, JSON.stringify({ at: Date.now(), kept }));
  } catch {
    return; // Storage is full or refused: the form works without a draft.
  }
  const time = new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
  const note = $("[data-draft-note]", form);
  if (note) note.textContent = (words().draftSaved ?? "").replace("#", time);
}
function restoreDraft(form) {
  const held = localStorage.getItem(DRAFT + form.dataset.draft);
  if (!held || form.dataset.draftRead || $(".error-summary", form)) return;
  form.dataset.draftRead = "1";
  const { at, kept } = JSON.parse(held);
  if (Date.now() - at > DRAFT_DAYS * 86400000) return forgetDraft(form.dataset.draft);
  const texts = new Map();
  for (const [name, value] of kept) texts.set(name, [...(texts.get(name) ?? []), value]);
  let changed = false;
  for (const input of form.elements) {
    if (!input.name || ["hidden", "password", "file", "submit", "button"].includes(input.type)) continue;
    const values = texts.get(input.name) ?? [];
    const before = `${input.value}|${input.checked}`;
    if (input.type === "checkbox" || input.type === "radio") input.checked = values.includes(input.value);
    else if (input.multiple) for (const option of input.options) option.selected = values.includes(option.value);
    else if (values.length) input.value = values.shift();
    changed ||= before !== `${input.value}|${input.checked}`;
  }
  if (!changed) return undefined;
  touched.add(form);
  return offerFreshStart(form);
}
function offerFreshStart(form) {
  const note = $("[data-draft-note]", form);
  if (!note) return;
  const drop = document.createElement("button");
  drop.type = "button";
  drop.className = "link";
  drop.textContent = words().draftDrop;
  drop.addEventListener("click", () => {
    forgetDraft(form.dataset.draft);
    form.reset();
    touched.delete(form);
    note.replaceChildren();
  });
  note.replaceChildren(`${words().draftFound} `, drop);
}
const forgetDraft = (key) => localStorage.removeItem(DRAFT + key);
function forgetDrafts() {
  Object.keys(localStorage).filter((key) => key.startsWith(DRAFT)).forEach((key) => localStorage.removeItem(key));
}
function settleSentDraft() {
  const key = sessionStorage.getItem(PENDING);
  if (!key) return;
  sessionStorage.removeItem(PENDING);
  const refused = $("body.quiet, .trouble, .error-summary");
  if (!refused) forgetDraft(key);
}

// ---------------------------------------------------------------- small things
onClick("[data-copy]", async (button) => {
  await navigator.clipboard?.writeText(button.dataset.copy);
  toast(words().copied, "info");
});
onClick("[data-reveal]", (button) => {
  const input = document.getElementById(button.dataset.reveal);
  const shown = input.type === "password";
  input.type = shown ? "text" : "password";
  button.setAttribute("aria-pressed", String(shown));
  input.focus();
});
onClick("[data-dismiss]", (button) => button.closest(".banner")?.remove());
on("change", (event) => {
  const { target } = event;
  if (target.dataset?.checkAll) {
    $$(`input[name="${CSS.escape(target.dataset.checkAll)}"]`, target.closest("table"))
      .forEach((box) => { box.checked = target.checked; });
  }
  if (target.closest?.(".c-check")) countChecked(target.closest("table"));
  if (target.closest?.(".mode")) {
    const text = $(".composer-text", target.closest(".composer") ?? document);
    if (text && target.dataset.placeholder) text.placeholder = target.dataset.placeholder;
  }
});
on("reset", (event) => setTimeout(() => {
  const table = $(".table", event.target);
  if (table) countChecked(table);
}));
function countChecked(table) {
  const boxes = $$("tbody .c-check input", table);
  const checked = boxes.filter((box) => box.checked).length;
  const all = $("[data-check-all]", table);
  if (all) {
    all.checked = checked > 0 && checked === boxes.length;
    all.indeterminate = checked > 0 && checked < boxes.length;
  }
  const told = $("[data-bulk-count]", table.closest("form") ?? document);
  if (told) told.textContent = checked === 1 ? told.dataset.one : told.dataset.many.replace("#", checked);
}
on("submit", (event) => {
  if (event.target.matches("[data-live]") && $("input[hx-get]", event.target)) event.preventDefault();
});

// ---------------------------------------------------------------- tabs and lists of blocks
function markTab(slug) {
  const was = $(".tabs [data-tab][aria-current]")?.dataset.tab;
  const show = (wanted) => $$(".tabs [data-tab]").forEach((tab) => {
    if (tab.dataset.tab === wanted) tab.setAttribute("aria-current", "page");
    else tab.removeAttribute("aria-current");
  });
  show(slug);
  revealTab();
  return () => show(was);
}
function revealTab() {
  const current = $(".tabs-list [aria-current]");
  const list = current?.closest(".tabs-list");
  if (!list) return;
  const room = list.clientWidth - 56;
  const from = (tab) => tab.offsetLeft - list.offsetLeft;
  const end = from(current) + current.offsetWidth;
  if (from(current) >= list.scrollLeft && end <= list.scrollLeft + room) return;
  // The tab before stays in sight when both fit: it says that there is more on that side.
  const before = current.parentElement.previousElementSibling?.firstElementChild;
  list.scrollTo({ left: before && end - from(before) <= room ? from(before) : from(current) });
}
let watcher;
function watchBlocks() {
  watcher?.disconnect();
  const links = new Map($$(".block-list a").map((link) => [link.hash.slice(1), link]));
  if (!links.size) return;
  watcher = new IntersectionObserver((entries) => {
    const seen = entries.find((entry) => entry.isIntersecting);
    if (!seen) return;
    links.forEach((link) => link.removeAttribute("aria-current"));
    links.get(seen.target.id)?.setAttribute("aria-current", "step");
  }, { rootMargin: "-80px 0px -60% 0px" });
  links.forEach((_, id) => {
    const block = document.getElementById(id);
    if (block) watcher.observe(block);
  });
}
onClick(".block-list a", (link) => {
  const block = document.getElementById(link.hash.slice(1));
  if (block?.tagName === "DETAILS") block.open = true;
});

// ---------------------------------------------------------------- each time something arrives
function enhance() {
  $$("[data-reveal][hidden], [data-dismiss][hidden]").forEach((button) => { button.hidden = false; });
  $$("[data-flashes]").forEach((box) => {
    $$("[data-kind]", box).forEach((line) => toast(line.textContent.trim(), line.dataset.kind));
    box.remove();
  });
  $$("form[data-draft]").forEach(restoreDraft);
  const summary = $("[data-focus]:not([data-focused])");
  if (summary) {
    summary.dataset.focused = "1";
    summary.focus();
  }
  revealTab();
  watchBlocks();
}

settleSentDraft();
enhance();
