// On every page: copy and save. What needs a script is hidden in the page and shown here.
"use strict";

(() => {
  /** Put text into the clipboard; browsers that give pages from disk none copy what is selected. */
  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const area = document.createElement("textarea");
      area.value = text;
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
  }

  /** Hand text over as a file. */
  function save(text, name, type = "text/plain") {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  /** Say in place of a button's name that it has done its work. */
  function confirm(button, word) {
    const name = button.textContent;
    button.textContent = word;
    setTimeout(() => { button.textContent = name; }, 1500);
  }

  for (const element of document.querySelectorAll("[data-needs-script]")) element.hidden = false;
  for (const button of document.querySelectorAll("[data-copy], [data-save]")) {
    const source = document.getElementById(button.dataset.copy ?? button.dataset.save);
    button.hidden = false;
    button.addEventListener("click", async () => {
      if (button.dataset.copy) await copy(source.textContent);
      else save(`${source.textContent}\n`, button.dataset.name);
      confirm(button, button.dataset.copy ? "Copied" : "Saved");
    });
  }

  globalThis.SITE = { copy, save, confirm };
})();
