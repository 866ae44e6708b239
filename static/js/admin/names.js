/* Gives a name to what the stock admin leaves without one: the boxes of its search-and-choose fields, which stand beside
   a labelled but hidden <select>, and the empty first heading of a table of inline rows; and an Indonesian one to the
   pictures for yes and no. */

const ANSWERS = { True: "Ya", False: "Tidak", None: "Belum diketahui" };

function nameOf(select) {
  const label = select.labels && select.labels[0];
  return (label && label.textContent.trim().replace(/:$/, "")) || select.getAttribute("aria-label") || select.name;
}

function nameBoxes() {
  for (const select of document.querySelectorAll("select.admin-autocomplete")) {
    const box = select.nextElementSibling;
    if (box && box.classList.contains("select2")) {
      for (const part of box.querySelectorAll("[role=combobox], [role=textbox]")) {
        part.setAttribute("aria-label", nameOf(select));
      }
    }
  }
}

function nameHeadings() {
  for (const heading of document.querySelectorAll("th.original:empty")) {
    const name = document.createElement("span");
    name.className = "sr-only";
    name.textContent = "Baris tersimpan";
    heading.append(name);
  }
}

function nameAnswers() {
  for (const picture of document.querySelectorAll("img[alt=True], img[alt=False], img[alt=None]")) {
    picture.alt = ANSWERS[picture.alt];
  }
}

function nameAll() {
  nameAnswers();
  nameBoxes();
  nameHeadings();
}

nameAll();
// The boxes are made later, and again for every row that is added.
new MutationObserver(nameAll).observe(document.body, { childList: true, subtree: true });
