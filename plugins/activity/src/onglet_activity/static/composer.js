// The text being written follows the reader from one composer to the next, and takes the focus.
class ActivityComposer extends HTMLElement {
  connectedCallback() {
    this.addEventListener("change", this);
  }

  disconnectedCallback() {
    this.removeEventListener("change", this);
  }

  handleEvent(event) {
    if (event.target.name !== "composer-mode") return;
    const forms = [...this.querySelectorAll("form.mode-fields")];
    const wanted = event.target.value;
    const chosen = forms.find((form) => form.elements.composer.value === wanted);
    if (!chosen) return;
    const text = chosen.querySelector("[data-carried]");
    const written = forms
      .filter((form) => form !== chosen)
      .map((form) => form.querySelector("[data-carried]"))
      .find((area) => area && area.value.trim());
    if (text && written && !text.value.trim()) {
      text.value = written.value;
      written.value = "";
    }
    const first = chosen.querySelector("input:not([type=hidden]), textarea, select");
    if (event.detail !== "quiet") first?.focus({ preventScroll: true });
  }
}

if (!customElements.get("activity-composer")) {
  customElements.define("activity-composer", ActivityComposer);
}
