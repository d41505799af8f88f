// Custom fields in forms: conditions evaluated as the server evaluates them, and rich text.
const isEmpty = (fact) => fact === null || fact === "" || (Array.isArray(fact) && !fact.length);
const fold = (text) => String(text).toLowerCase();

function is(value, fact) {
  if (Array.isArray(fact)) return fact.length === 1 && fact[0] === String(value);
  if (typeof fact === "string" && typeof value === "string") return fold(fact) === fold(value);
  return fact === value;
}

function answer(test, fact) {
  switch (test.op) {
    case "empty": return isEmpty(fact);
    case "filled": return !isEmpty(fact);
    case "is": return is(test.value, fact);
    case "is_not": return !is(test.value, fact);
    case "contains":
      if (Array.isArray(fact)) return fact.includes(String(test.value));
      return typeof fact === "string" && fold(fact).includes(fold(test.value));
    default:
      if (typeof fact !== typeof test.value || !["string", "number"].includes(typeof fact)) return false;
      return test.op === "at_least" ? fact >= test.value : fact <= test.value;
  }
}

export function holds(condition, facts) {
  if (!condition || !condition.tests.length) return false;
  const answers = condition.tests.map((test) => answer(test, facts[test.field] ?? null));
  return condition.join === "any" ? answers.some(Boolean) : answers.every(Boolean);
}

function factOf(box, rules) {
  const name = `field.${box.dataset.field}`;
  const inputs = [...box.querySelectorAll("[name]")].filter((input) => input.name === name);
  if (!inputs.length) return undefined;
  const chosen = inputs.flatMap((input) => {
    if (input.type === "checkbox" || input.type === "radio") return input.checked ? [input.value] : [];
    if (input.multiple) return [...input.selectedOptions].map((option) => option.value);
    return input.value === "" ? [] : [input.value];
  });
  if (rules.fact === "list") return chosen;
  if (!chosen.length) return null;
  if (rules.fact === "yes_no") return chosen[0] === "1";
  if (rules.fact === "number") {
    const number = Number(chosen[0].replace(/[\s'’]/g, "").replace(",", "."));
    return Number.isFinite(number) ? Math.round(number * 10 ** rules.scale) : null;
  }
  return chosen[0].trim();
}

class FieldRules extends HTMLElement {
  connectedCallback() {
    this.form = this.closest("form");
    this.update = () => this.apply();
    this.form?.addEventListener("input", this.update);
    this.form?.addEventListener("change", this.update);
    this.apply();
  }

  disconnectedCallback() {
    this.form?.removeEventListener("input", this.update);
    this.form?.removeEventListener("change", this.update);
  }

  apply() {
    const boxes = [...this.querySelectorAll("[data-field]")];
    const rules = new Map(boxes.map((box) => [box, JSON.parse(box.dataset.rules || "{}")]));
    const facts = JSON.parse(this.dataset.facts || "{}");
    for (const name of ["kind", "stage"]) {
      const input = this.form?.querySelector(`[name="${name}"]:checked, select[name="${name}"]`);
      if (input) facts[name] = input.value;
    }
    for (const box of boxes) {
      const fact = factOf(box, rules.get(box));
      if (fact !== undefined) facts[box.dataset.field] = fact;
    }
    for (const [box, rule] of rules) {
      box.hidden = Boolean(rule.visible) && !holds(rule.visible, facts);
      if (rule.required) box.classList.toggle("is-due", holds(rule.required, facts));
      if (rule.closed) box.toggleAttribute("inert", holds(rule.closed, facts));
    }
  }
}
customElements.get("field-rules") || customElements.define("field-rules", FieldRules);

// A textarea of rich text gets a surface to write on; the textarea stays what is sent.
class RichText extends HTMLElement {
  connectedCallback() {
    this.area = this.querySelector("textarea");
    if (!this.area || this.querySelector(".rich-surface")) return;
    const bar = document.createElement("div");
    bar.className = "rich-bar";
    bar.setAttribute("role", "toolbar");
    for (const [command, label] of JSON.parse(this.dataset.words)) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "btn btn-small btn-quiet";
      button.textContent = label;
      button.addEventListener("click", () => {
        this.surface.focus();
        document.execCommand(command, false);
        this.keep();
      });
      bar.append(button);
    }
    this.surface = document.createElement("div");
    this.surface.className = "input rich-surface";
    this.surface.contentEditable = "true";
    this.surface.setAttribute("role", "textbox");
    this.surface.setAttribute("aria-multiline", "true");
    this.surface.setAttribute("aria-label", this.dataset.label);
    this.surface.innerHTML = this.area.value;
    this.surface.addEventListener("input", () => this.keep());
    // What is pasted comes as text: forms from elsewhere would be taken off at the save anyway.
    this.surface.addEventListener("paste", (event) => {
      event.preventDefault();
      document.execCommand("insertText", false, event.clipboardData.getData("text/plain"));
    });
    this.area.hidden = true;
    this.area.before(bar, this.surface);
  }

  keep() {
    this.area.value = this.surface.textContent.trim() ? this.surface.innerHTML : "";
    this.area.dispatchEvent(new Event("input", { bubbles: true }));
  }
}
customElements.get("rich-text") || customElements.define("rich-text", RichText);
