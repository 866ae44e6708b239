// The page of a report: shows how far a rendering is, keeps typed text from being lost, submits a form once.
"use strict";

(() => {
  const form = document.querySelector("[data-isian]");
  let changed = false;
  let leaving = false;

  if (form) {
    form.addEventListener("input", () => { changed = true; });
    form.addEventListener("submit", () => { leaving = true; });
    window.addEventListener("beforeunload", (event) => {
      if (changed && !leaving) event.preventDefault();
    });
  }

  document.querySelectorAll("[data-butuh-tersimpan]").forEach((other) => {
    other.addEventListener("submit", (event) => {
      if (changed && !window.confirm("Perubahan pada isian belum disimpan dan tidak akan ikut. Lanjutkan?")) {
        event.preventDefault();
        return;
      }
      leaving = true;
    });
  });

  document.querySelectorAll("[data-sekali]").forEach((once) => {
    once.addEventListener("submit", () => {
      leaving = true;
      const button = once.querySelector("button");
      button.disabled = true;
      button.textContent = "Sedang diproses…";
    });
  });

  const box = document.querySelector("[data-kemajuan]");
  if (!box) return;
  const bar = box.querySelector("progress");
  const message = box.querySelector("[data-pesan]");
  const percent = box.querySelector("[data-persen]");
  let failures = 0;

  const show = (state) => {
    bar.value = state.kemajuan;
    message.textContent = state.pesan;
    percent.textContent = state.kemajuan;
  };

  const done = () => {
    if (changed) {
      message.textContent = "Selesai. Simpan isian Anda, lalu muat ulang halaman.";
      return;
    }
    leaving = true;
    window.location.reload();
  };

  const ask = async () => {
    try {
      const response = await fetch(box.dataset.kemajuan, { headers: { Accept: "application/json" } });
      if (!response.ok) throw new Error(String(response.status));
      const state = await response.json();
      failures = 0;
      show(state);
      if (!state.aktif) { done(); return; }
    } catch {
      failures += 1;
      if (failures > 20) {
        message.textContent = "Kemajuan tidak dapat dibaca. Muat ulang halaman.";
        return;
      }
    }
    window.setTimeout(ask, 1000);
  };
  window.setTimeout(ask, 500);
})();
