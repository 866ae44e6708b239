/* A long unit comes in steps: what is marked or written for a return goes along when another one is opened. */

const named = (form, name) => Array.from(form.querySelectorAll(name));

function isMarked(form) {
  return named(form, "input[name=baris]").some((box) => box.checked) || named(form, "textarea").some((field) => field.value.trim());
}

/* The form goes to the page's own address, which keeps what is in it and answers with that step. */
function carry(form, address) {
  form.action = address;
  form.requestSubmit();
}

export function watchSteps(page) {
  const form = document.getElementById("tinjau");
  const places = page.querySelectorAll("[data-carry]");
  // What was marked when the page came and is no more has to be told, too.
  const was = isMarked(form);
  const goesAlong = () => was || isMarked(form);
  places.forEach((place) => {
    place.addEventListener("click", (event) => {
      const link = event.target.closest("a[href]:not([data-to-row])");
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || !goesAlong()) return;
      event.preventDefault();
      carry(form, link.href);
    });
    place.addEventListener("submit", (event) => {
      if (!goesAlong()) return;
      event.preventDefault();
      carry(form, `${event.target.action.split("?")[0]}?${new URLSearchParams(new FormData(event.target))}`);
    });
  });
}
