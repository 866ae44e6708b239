/* Keyboard and clipboard of the entry page, as people know them from a spreadsheet. */
(function () {
  "use strict";

  const P = window.Pengisian;
  if (!P) return;

  const KOLOM = ["realisasi", "kendala", "tindak_lanjut"];
  const kotak = document.getElementById("kotak-tempel");
  // Every row takes a line of a pasted column, those that are locked too: lines must not slip.
  const badan = Array.from(document.querySelectorAll("tbody.baris"));

  function isianDi(simpul, nama) {
    const isian = simpul ? simpul.querySelector("[data-isian=" + nama + "]") : null;
    return isian && !isian.disabled ? isian : null;
  }

  function pindah(isian, langkah) {
    let urutan = badan.indexOf(isian.closest("tbody")) + langkah;
    while (badan[urutan]) {
      const tujuan = isianDi(badan[urutan], isian.dataset.isian);
      if (tujuan) {
        tujuan.focus();
        tujuan.select();
        return true;
      }
      urutan += langkah;
    }
    return false;
  }

  P.halaman.addEventListener("keydown", (kejadian) => {
    const isian = kejadian.target;
    if (isian.dataset.isian !== "realisasi" || kejadian.isComposing || kejadian.ctrlKey || kejadian.altKey || kejadian.metaKey) return;
    const turun = kejadian.key === "ArrowDown" || (kejadian.key === "Enter" && !kejadian.shiftKey);
    const naik = kejadian.key === "ArrowUp" || (kejadian.key === "Enter" && kejadian.shiftKey);
    if (!turun && !naik) return;
    kejadian.preventDefault();
    if (!pindah(isian, turun ? 1 : -1) && kejadian.key === "Enter") isian.blur();
  });

  P.halaman.addEventListener("focusin", (kejadian) => {
    if (kejadian.target.dataset.isian === "realisasi") kejadian.target.select();
  });

  /* Cells as a spreadsheet copies them: tabs between columns, quotes around cells with line breaks. */
  function selDari(teks) {
    const baris = [[]];
    let sel = "";
    let kutip = false;
    const isi = teks.replace(/\r\n?/g, "\n");
    for (let at = 0; at < isi.length; at += 1) {
      const huruf = isi[at];
      if (kutip) {
        if (huruf !== '"') sel += huruf;
        else if (isi[at + 1] === '"') { sel += '"'; at += 1; }
        else kutip = false;
      } else if (huruf === '"' && sel === "") kutip = true;
      else if (huruf === "\t") { baris[baris.length - 1].push(sel); sel = ""; }
      else if (huruf === "\n") { baris[baris.length - 1].push(sel); sel = ""; baris.push([]); }
      else sel += huruf;
    }
    baris[baris.length - 1].push(sel);
    const akhir = baris[baris.length - 1];
    if (baris.length > 1 && akhir.length === 1 && akhir[0] === "") baris.pop();
    return baris;
  }

  P.halaman.addEventListener("paste", (kejadian) => {
    const isian = kejadian.target;
    const awal = KOLOM.indexOf(isian.dataset ? isian.dataset.isian : "");
    if (awal < 0 || !kejadian.clipboardData) return;
    const teks = kejadian.clipboardData.getData("text/plain");
    const tabel = /<t(able|d|r)[\s>]/i.test(kejadian.clipboardData.getData("text/html"));
    // In a text field several lines may be one text: only cells are spread.
    if (awal > 0 && !tabel && !teks.includes("\t")) return;
    const sel = selDari(teks);
    if (sel.length === 1 && sel[0].length === 1) return;
    kejadian.preventDefault();
    tempel(isian, awal, sel);
  });

  function tempel(isian, awal, sel) {
    let urutan = badan.indexOf(isian.closest("tbody"));
    const terisi = new Set();
    let terkunci = 0;
    let lebih = 0;
    sel.forEach((baris) => {
      const simpul = badan[urutan];
      urutan += 1;
      // An empty cell leaves its row as it is: blank is not a value.
      const berisi = baris.map((nilai) => nilai.trim()).some((nilai) => nilai !== "");
      if (!simpul) { if (berisi) lebih += 1; return; }
      baris.slice(0, KOLOM.length - awal).forEach((nilai, geser) => {
        if (nilai.trim() === "") return;
        const tujuan = isianDi(simpul, KOLOM[awal + geser]);
        if (!tujuan) { terkunci += 1; return; }
        tujuan.value = nilai.trim();
        terisi.add(P.barisDari(tujuan));
      });
    });
    terisi.forEach((baris) => P.simpan(baris));
    const kalimat = [terisi.size + " baris diisi dari tempelan."];
    if (terkunci) kalimat.push(terkunci + " nilai tidak dipakai karena barisnya tidak dapat diubah.");
    if (lebih) kalimat.push(lebih + " nilai tidak dipakai karena barisnya tidak cukup.");
    kotak.className = terkunci || lebih ? "pesan-awas" : "pesan-info";
    kotak.textContent = kalimat.join(" ");
    kotak.hidden = false;
    P.umumkan(kotak.textContent);
  }
})();
