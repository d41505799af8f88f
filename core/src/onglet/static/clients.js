// The form of a client: a remark's button puts the value it proposes into its field.
document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-put]");
  const input = button && document.getElementById(button.dataset.into);
  if (!input) return;
  input.value = button.dataset.put;
  input.dispatchEvent(new Event("input", { bubbles: true }));
  input.dispatchEvent(new Event("change", { bubbles: true }));
  input.focus();
});
