// The order of custom fields: rows are dragged; the menu of each row does the same by keys.
class FieldOrder extends HTMLElement {
  connectedCallback() {
    for (const row of this.querySelectorAll("[data-key]")) row.draggable = true;
    this.addEventListener("dragstart", (event) => {
      this.row = event.target.closest?.("[data-key]");
      this.row?.classList.add("is-dragged");
      if (event.dataTransfer) event.dataTransfer.effectAllowed = "move";
    });
    this.addEventListener("dragover", (event) => {
      const list = event.target.closest?.("[data-group]");
      if (!this.row || !list) return;
      event.preventDefault();
      const over = event.target.closest("[data-key]");
      if (!over) list.append(this.row);
      else if (over !== this.row) {
        const box = over.getBoundingClientRect();
        over[event.clientY < box.top + box.height / 2 ? "before" : "after"](this.row);
      }
    });
    this.addEventListener("drop", (event) => event.preventDefault());
    this.addEventListener("dragend", () => {
      this.row?.classList.remove("is-dragged");
      this.row = null;
      this.save();
    });
  }

  save() {
    const form = document.createElement("form");
    form.method = "post";
    form.action = this.dataset.post;
    form.hidden = true;
    const token = document.querySelector("form[method=post] input[type=hidden]");
    if (token) form.append(token.cloneNode());
    for (const row of this.querySelectorAll("[data-key]")) {
      const input = document.createElement("input");
      input.name = "order";
      input.value = `${row.closest("[data-group]").dataset.group} ${row.dataset.key}`;
      form.append(input);
    }
    document.body.append(form);
    form.submit();
  }
}
customElements.get("field-order") || customElements.define("field-order", FieldOrder);
