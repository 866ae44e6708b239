"use strict";

// Orders siblings of the plan by dragging their handle, or by the arrow keys on it; every list keeps to itself.
// The page orders by number without this; here the new order goes to the same address at once.
(() => {
  const kabar = document.querySelector("[data-kabar]");
  const token = document.querySelector("[data-token] [name=csrfmiddlewaretoken]");
  if (!kabar || !token) return;
  document.querySelectorAll(".hanya-skrip").forEach((simpul) => { simpul.hidden = false; });

  const GAGAL = "Urutan tidak tersimpan. Periksa sambungan, muat ulang halaman, lalu ulangi.";

  const beritahu = (teks, galat) => {
    kabar.textContent = teks;
    kabar.toggleAttribute("data-galat", galat);
  };
  const barisDari = (daftar) => Array.from(daftar.children);
  const idDari = (daftar) => barisDari(daftar).map((baris) => baris.dataset.id).join(",");

  const kembalikan = (daftar, urutan) => {
    const menurutId = new Map(barisDari(daftar).map((baris) => [baris.dataset.id, baris]));
    daftar.append(...urutan.split(",").map((id) => menurutId.get(id)));
  };

  const simpan = async (daftar, baris) => {
    const lama = daftar.dataset.dilihat;
    const baru = idDari(daftar);
    if (baru === lama || daftar.dataset.sibuk) return;
    daftar.dataset.sibuk = "1";
    const isi = new URLSearchParams({ csrfmiddlewaretoken: token.value, dilihat: lama, urutan: baru });
    try {
      const jawaban = await fetch(daftar.dataset.urutkan, {
        method: "POST", body: isi, headers: { Accept: "application/json" }, credentials: "same-origin",
      });
      if (!jawaban.ok) {
        const jenis = jawaban.headers.get("Content-Type") || "";
        throw new Error(jenis.startsWith("application/json") ? (await jawaban.json()).pesan : GAGAL);
      }
      daftar.dataset.dilihat = baru;
      const tempat = barisDari(daftar).indexOf(baris) + 1;
      beritahu(`Tersimpan: ${baris.dataset.nama} kini nomor ${tempat} dari ${daftar.children.length}.`, false);
    } catch (galat) {
      kembalikan(daftar, lama);
      beritahu(galat instanceof TypeError ? GAGAL : galat.message, true);
    } finally {
      delete daftar.dataset.sibuk;
      // What was moved while the answer was on its way follows.
      if (daftar.dataset.dilihat === baru && idDari(daftar) !== baru) simpan(daftar, baris);
    }
  };

  // The neighbours step aside instead of the row itself: an element that leaves the page, even for a moment, loses
  // the focus and the pointer.
  const geser = (baris, arah) => {
    const saudara = arah < 0 ? baris.previousElementSibling : baris.nextElementSibling;
    if (!saudara) return false;
    if (arah < 0) baris.after(saudara); else baris.before(saudara);
    return true;
  };

  const keTempat = (daftar, baris, y) => {
    const semua = barisDari(daftar);
    const lain = semua.filter((saudara) => saudara !== baris);
    const sesudah = lain.findIndex((saudara) => {
      const kotak = saudara.getBoundingClientRect();
      return y < kotak.top + Math.min(kotak.height, 160) / 2;
    });
    const tujuan = sesudah < 0 ? lain.length : sesudah;
    for (let kini = semua.indexOf(baris); kini !== tujuan; kini += Math.sign(tujuan - kini)) geser(baris, tujuan - kini);
  };

  const mulaiSeret = (pegangan, daftar, baris, awal) => {
    const semula = idDari(daftar);
    let berakhir = false;
    baris.classList.add("diseret");
    pegangan.setPointerCapture(awal.pointerId);

    const bergerak = (peristiwa) => {
      keTempat(daftar, baris, peristiwa.clientY);
      if (peristiwa.clientY < 60) window.scrollBy(0, -16);
      if (peristiwa.clientY > window.innerHeight - 60) window.scrollBy(0, 16);
    };
    const akhiri = (batal) => {
      if (berakhir) return;
      berakhir = true;
      baris.classList.remove("diseret");
      pegangan.removeEventListener("pointermove", bergerak);
      pegangan.removeEventListener("pointerup", lepas);
      pegangan.removeEventListener("pointercancel", gugur);
      document.removeEventListener("keydown", tombol);
      if (batal) kembalikan(daftar, semula); else simpan(daftar, baris);
    };
    const lepas = () => akhiri(false);
    const gugur = () => akhiri(true);
    const tombol = (peristiwa) => { if (peristiwa.key === "Escape") akhiri(true); };
    pegangan.addEventListener("pointermove", bergerak);
    pegangan.addEventListener("pointerup", lepas);
    pegangan.addEventListener("pointercancel", gugur);
    document.addEventListener("keydown", tombol);
  };

  document.querySelectorAll("[data-pegangan]").forEach((pegangan) => {
    const baris = pegangan.closest("li");
    const daftar = baris.parentElement;
    pegangan.addEventListener("pointerdown", (peristiwa) => {
      if (peristiwa.button !== 0) return;
      peristiwa.preventDefault();
      pegangan.focus();
      mulaiSeret(pegangan, daftar, baris, peristiwa);
    });
    pegangan.addEventListener("keydown", (peristiwa) => {
      const arah = { ArrowUp: -1, ArrowDown: 1 }[peristiwa.key];
      if (!arah) return;
      peristiwa.preventDefault();
      if (geser(baris, arah)) simpan(daftar, baris);
    });
  });
})();
