/* Before anything is painted: how dense this device shows the sheet. No module, because those wait for the page. */

(() => {
  let density = "compact";
  try {
    if (localStorage.getItem("sakip.density") === "comfortable") density = "comfortable";
  } catch {
    // A browser that keeps nothing shows the compact view.
  }
  document.documentElement.dataset.density = density;
})();
