/* The entry page: each row saves on its own when a field is left. No figure is computed here: the server reads what
   was typed and answers with printed text. Other files add keyboard and paste (papan) and evidence (bukti). */
(function () {
  "use strict";

  const halaman = document.getElementById("pengisian");
  const wadah = document.getElementById("isian");
  if (!halaman || !wadah) return;

  const URAIAN = ["kendala", "tindak_lanjut", "faktor_pendorong", "faktor_penghambat", "catatan"];
  const NAMA = {
    realisasi: "Realisasi", tidak_tersedia: "Tidak tersedia", alasan: "Alasan", kendala: "Kendala",
    tindak_lanjut: "Tindak lanjut", faktor_pendorong: "Faktor pendorong", faktor_penghambat: "Faktor penghambat",
    catatan: "Catatan",
  };
  const SEKALI_KIRIM = 50;
  const BATAS_WAKTU = 30000;
  const PUTUS = "Tidak tersambung ke server. Isian Anda masih ada di halaman ini dan dikirim lagi saat tersambung.";
  const pengumuman = document.getElementById("pengumuman");
  const ringkasan = document.getElementById("ringkasan-simpan");
  const kotakAjukan = document.getElementById("kotak-ajukan");

  function umumkan(teks) {
    pengumuman.textContent = teks;
  }

  function buat(tag, kelas, teks) {
    const simpul = document.createElement(tag);
    if (kelas) simpul.className = kelas;
    if (teks !== undefined) simpul.textContent = teks;
    return simpul;
  }

  function tombol(teks, kelas, aksi) {
    const simpul = buat("button", "tombol tombol-kecil " + (kelas || ""), teks);
    simpul.type = "button";
    simpul.addEventListener("click", aksi);
    return simpul;
  }

  function token() {
    const kuki = document.cookie.split("; ").find((bagian) => bagian.startsWith("csrftoken="));
    return kuki ? kuki.slice("csrftoken=".length) : halaman.querySelector("[name=csrfmiddlewaretoken]").value;
  }

  /* One row: its fields, what the server has of them, and what is unsaved. */
  class Baris {
    constructor(simpul) {
      this.simpul = simpul;
      this.id = Number(simpul.dataset.baris);
      this.nama = simpul.dataset.nama;
      this.satuan = simpul.dataset.satuan;
      this.versi = Number(simpul.dataset.versi);
      this.isian = {};
      simpul.querySelectorAll("[data-isian]").forEach((isian) => { this.isian[isian.dataset.isian] = isian; });
      this.tersimpan = {};
      Object.keys(this.isian).forEach((nama) => { this.tersimpan[nama] = this.nilai(nama); });
      this.ditolak = {};      // field -> value that the server refused; not sent again until it is changed
      this.pilihan = null;    // the reading that was chosen for an ambiguous number
      this.dikirim = null;
      this.masalah = "";      // "", "periksa", "salah", "berubah", "gagal"
      this.dapatDiulang = false;
      this.keadaan = simpul.querySelector(".keadaan");
      this.pesan = simpul.querySelector(".pesan-baris");
      this.trPesan = simpul.querySelector(".tr-pesan");
    }

    nilai(nama) {
      const isian = this.isian[nama];
      return isian.type === "checkbox" ? isian.checked : isian.value;
    }

    tulis(nama, nilai) {
      const isian = this.isian[nama];
      if (!isian) return;
      if (isian.type === "checkbox") isian.checked = nilai; else if (isian.value !== nilai) isian.value = nilai;
    }

    berubah() {
      // With "tidak tersedia" the number does not count, without it the reason does not.
      const mati = this.isian.tidak_tersedia.checked ? "realisasi" : "alasan";
      return Object.keys(this.isian).filter((nama) => nama !== mati && this.nilai(nama) !== this.tersimpan[nama]);
    }

    belumTersimpan() {
      return this.dikirim !== null || this.berubah().length > 0;
    }

    /* The changed fields that are worth sending: not those that were refused and stayed as they are. */
    layakKirim() {
      if (this.masalah === "berubah") return [];
      const ubah = this.berubah().filter((nama) => this.ditolak[nama] !== this.nilai(nama));
      // "Tidak tersedia" without its reason waits for the reason.
      if (this.isian.tidak_tersedia.checked && !this.nilai("alasan").trim() && document.activeElement === this.isian.alasan) {
        return ubah.filter((nama) => !["tidak_tersedia", "alasan", "realisasi"].includes(nama));
      }
      return ubah;
    }

    muatan(nama) {
      const kirim = { id: this.id, versi: this.versi };
      if (nama.some((satu) => ["realisasi", "tidak_tersedia", "alasan"].includes(satu))) {
        if (this.isian.tidak_tersedia.checked) {
          kirim.tidak_tersedia = true;
          kirim.alasan = this.nilai("alasan");
        } else {
          kirim.realisasi = this.nilai("realisasi");
          if (nama.includes("tidak_tersedia")) kirim.tidak_tersedia = false;
          if (this.pilihan) kirim.pilihan = this.pilihan;
        }
      }
      const teks = {};
      nama.filter((satu) => URAIAN.includes(satu)).forEach((satu) => { teks[satu] = this.nilai(satu); });
      if (Object.keys(teks).length) kirim.teks = teks;
      return kirim;
    }

    tandai(keadaan, teks) {
      this.keadaan.dataset.keadaan = keadaan;
      this.keadaan.textContent = teks;
      this.simpul.dataset.masalah = ["periksa", "salah", "berubah", "gagal"].includes(keadaan) ? keadaan : "";
    }

    bersihkan() {
      this.masalah = "";
      this.dapatDiulang = false;
      this.pesan.replaceChildren();
      this.pesan.hidden = true;
      this.pesan.className = "pesan-baris";
      Object.values(this.isian).forEach((isian) => isian.removeAttribute("aria-invalid"));
      this.rapikanPesan();
    }

    rapikanPesan() {
      this.trPesan.hidden = this.pesan.hidden && this.simpul.querySelector("[data-perlu-catatan]").hidden;
    }

    beritahu(kelas, teks, ...isi) {
      this.pesan.className = "pesan-baris pesan-" + kelas;
      this.pesan.replaceChildren(buat("span", "pesan-teks", teks), ...isi);
      this.pesan.hidden = false;
      this.rapikanPesan();
    }

    /* Show the result of the last save: all of it is text that the server printed. */
    tampilkan(kini) {
      this.versi = kini.versi;
      this.simpul.dataset.status = kini.status;
      const satu = (pemilih) => this.simpul.querySelector(pemilih);
      const capaian = satu("[data-capaian]");
      capaian.textContent = kini.capaian;
      capaian.hidden = !kini.capaian;
      capaian.setAttribute("aria-label", "Capaian " + kini.capaian + ": lihat cara menghitung");
      satu(".tanpa-capaian").hidden = Boolean(kini.capaian);
      if (!kini.capaian) tutupKalimat(this.simpul);
      const predikat = satu("[data-predikat]");
      predikat.textContent = kini.predikat;
      predikat.className = "predikat lencana lencana-" + kini.kelas;
      predikat.hidden = !kini.predikat;
      satu("[data-rumus]").textContent = kini.rumus;
      satu("[data-kalimat]").textContent = kini.kalimat;
      satu("[data-progres]").textContent = kini.progres;
      satu("[data-kalimat-progres]").textContent = kini.kalimat_progres;
      satu("[data-blok-progres]").hidden = !kini.kalimat_progres;
      satu("[data-perhatian]").textContent = kini.perhatian;
      satu("[data-perhatian]").hidden = !kini.perhatian;
      satu("[data-perlu-kalimat]").textContent = kini.perhatian;
      satu("[data-perlu-catatan]").hidden = !kini.perlu_catatan;
      satu("[data-terakhir]").textContent = kini.oleh ? "Terakhir diubah oleh " + kini.oleh + ", " + kini.pada + "." : "";
      this.rapikanPesan();
      hitungTerisi();
    }

    /* Take over what the server has, except in fields that were typed into meanwhile. */
    terima(kini, lepas) {
      Object.keys(this.isian).forEach((nama) => {
        const sebelum = this.tersimpan[nama];
        this.tersimpan[nama] = kini[nama];
        if (this.nilai(nama) === sebelum || lepas(nama)) this.tulis(nama, kini[nama]);
      });
      aturTersedia(this);
    }
  }

  const semua = [];
  const menurutId = new Map();
  document.querySelectorAll("tbody.baris").forEach((simpul) => {
    if (simpul.dataset.terbuka === undefined) return;
    const baris = new Baris(simpul);
    semua.push(baris);
    menurutId.set(baris.id, baris);
  });

  function hitungTerisi() {
    const kosong = document.querySelectorAll("tbody.baris[data-status=belum_diisi]").length;
    document.getElementById("jumlah-terisi").textContent = document.querySelectorAll("tbody.baris").length - kosong;
  }

  function perbaruiRingkasan() {
    if (!ringkasan) return;
    const belum = semua.filter((baris) => baris.belumTersimpan());
    const menyimpan = semua.some((baris) => baris.dikirim !== null);
    if (!belum.length && kotakAjukan) kotakAjukan.hidden = true;
    ringkasan.dataset.keadaan = menyimpan ? "menyimpan" : belum.length ? "belum" : "tersimpan";
    ringkasan.textContent = menyimpan ? "Menyimpan…"
      : belum.length ? belum.length + " baris belum tersimpan" : "Semua isian tersimpan";
  }

  /* --- Saving: one request at a time, any number of rows in it ------------------------------------------------- */

  const antrean = new Set();
  let berjalan = null;

  function simpan(baris) {
    const nama = baris.layakKirim();
    if (!nama.length) {
      if (!baris.belumTersimpan() && baris.masalah && baris.masalah !== "berubah") {
        baris.bersihkan();
        baris.tandai("", "");
      }
      perbaruiRingkasan();
      return berjalan || Promise.resolve();
    }
    antrean.add(baris);
    baris.tandai("menyimpan", "Menyimpan…");
    perbaruiRingkasan();
    if (!berjalan) berjalan = jalankan().finally(() => { berjalan = null; perbaruiRingkasan(); });
    return berjalan;
  }

  async function jalankan() {
    while (antrean.size) {
      const kiriman = [];
      for (const baris of antrean) {
        antrean.delete(baris);
        const nama = baris.layakKirim();
        if (baris.dikirim === null && nama.length) {
          baris.dikirim = {};
          nama.forEach((satu) => { baris.dikirim[satu] = baris.nilai(satu); });
          kiriman.push([baris, baris.muatan(nama)]);
        }
        if (kiriman.length === SEKALI_KIRIM) break;
      }
      if (kiriman.length) await kirim(kiriman);
    }
  }

  async function kirim(kiriman) {
    let data = null;
    let gagal = PUTUS;
    let ulang = true;
    const batas = new AbortController();
    const jam = setTimeout(() => batas.abort(), BATAS_WAKTU);
    try {
      const jawaban = await fetch(halaman.dataset.simpan, {
        method: "POST",
        credentials: "same-origin",
        redirect: "manual",
        signal: batas.signal,
        headers: { "Content-Type": "application/json", "X-CSRFToken": token() },
        body: JSON.stringify({ baris: kiriman.map((satu) => satu[1]) }),
      });
      if ((jawaban.headers.get("Content-Type") || "").startsWith("application/json")) data = await jawaban.json();
      else if (jawaban.type === "opaqueredirect") [gagal, ulang] = ["masuk", false];
      else [gagal, ulang] = kalimatStatus(jawaban.status);
    } catch (putus) {
      data = null;
    }
    clearTimeout(jam);
    kiriman.forEach(([baris]) => {
      const dikirim = baris.dikirim;
      baris.dikirim = null;
      const jawaban = data && data.baris ? data.baris.find((satu) => satu.id === baris.id) : null;
      if (jawaban) terapkan(baris, jawaban, dikirim);
      else if (data && data.pesan) gagalkan(baris, data.pesan, false);
      else gagalkan(baris, gagal, ulang);
    });
    aturPilihan();
    if (data && data.baris) semua.filter((baris) => baris.dapatDiulang && !kiriman.some((satu) => satu[0] === baris)).forEach(ulangi);
  }

  function kalimatStatus(status) {
    if (status === 403) return ["Server menolak kiriman ini. Muat ulang halaman di tab lain, lalu tekan Coba lagi.", false];
    if (status === 404) return ["Halaman ini tidak lagi tersedia untuk Anda. Salin isian Anda, lalu muat ulang.", false];
    return ["Server sedang bermasalah. Isian Anda masih ada di halaman ini. Coba lagi sebentar lagi.", true];
  }

  function ulangi(baris) {
    baris.bersihkan();
    baris.ditolak = {};
    simpan(baris);
  }

  function gagalkan(baris, teks, dapatDiulang) {
    baris.masalah = "gagal";
    baris.dapatDiulang = dapatDiulang;
    baris.tandai("gagal", "Gagal");
    const tindakan = [tombol("Coba lagi", "", () => ulangi(baris))];
    if (teks === "masuk") {
      teks = "Sesi Anda sudah berakhir. Masuk kembali di tab baru, lalu tekan Coba lagi; isian Anda tetap di sini.";
      const tautan = buat("a", "tombol tombol-kecil", "Masuk di tab baru");
      tautan.href = halaman.dataset.masuk;
      tautan.target = "_blank";
      tautan.rel = "noopener";
      tindakan.unshift(tautan);
    }
    baris.beritahu("bahaya", teks, ...tindakan);
    umumkan(baris.nama + ": gagal disimpan. " + teks);
  }

  function terapkan(baris, jawaban, dikirim) {
    baris.pilihan = null;
    if (jawaban.jenis === "tersimpan") return tersimpan(baris, jawaban, dikirim);
    if (jawaban.jenis === "berubah") return bentrok(baris, jawaban);
    if (jawaban.jenis === "periksa") return periksa(baris, jawaban, dikirim);
    if (jawaban.jenis === "salah") return salah(baris, jawaban, dikirim);
    return gagalkan(baris, jawaban.pesan, false);
  }

  function tersimpan(baris, jawaban, dikirim) {
    const sisa = baris.masalah;
    if (jawaban.kini) {
      // A field that was typed into while the answer was under way keeps what was typed.
      baris.terima(jawaban.kini, (nama) => (nama in dikirim && dikirim[nama] === baris.nilai(nama))
        || (nama === "realisasi" && jawaban.kini.tidak_tersedia));
      baris.tampilkan(jawaban.kini);
    }
    const ubah = baris.berubah();
    if (ubah.length && sisa && !ubah.some((nama) => baris.ditolak[nama] !== baris.nilai(nama))) {
      // The texts are saved; what was refused before still waits for its typist.
      baris.tandai(sisa, sisa === "periksa" ? "Periksa" : "Perbaiki");
      return undefined;
    }
    baris.bersihkan();
    baris.ditolak = {};
    if (ubah.length) return simpan(baris);
    baris.tandai("tersimpan", "Tersimpan");
    if (jawaban.dibaca) tampilkanBacaan(baris, jawaban.dibaca, dikirim.realisasi);
    umumkan(baris.nama + ": tersimpan" + (jawaban.kini && jawaban.kini.capaian ? ", capaian " + jawaban.kini.capaian : "") + ".");
    return undefined;
  }

  /* A number was read by an earlier choice: say how, and offer the other reading. */
  function tampilkanBacaan(baris, dibaca, ketikan) {
    baris.beritahu("info", "Dibaca sebagai " + dibaca.teks + ", sesuai pilihan Anda untuk " + (baris.satuan || "kolom ini") + ".",
      tombol("Baca sebagai " + dibaca.lain.teks, "", () => {
        baris.bersihkan();
        baris.isian.realisasi.value = ketikan;
        baris.tersimpan.realisasi = null;
        baris.pilihan = dibaca.lain.nilai;
        simpan(baris);
      }));
  }

  function salah(baris, jawaban, dikirim) {
    baris.masalah = "salah";
    Object.keys(dikirim).forEach((nama) => { if (tolak(nama, jawaban.galat)) baris.ditolak[nama] = dikirim[nama]; });
    if (!Object.keys(baris.ditolak).length) Object.assign(baris.ditolak, dikirim);
    baris.tandai("salah", "Perbaiki");
    baris.beritahu("bahaya", jawaban.pesan);
    Object.keys(jawaban.galat || {}).forEach((nama) => {
      if (baris.isian[nama]) baris.isian[nama].setAttribute("aria-invalid", "true");
      if (baris.isian[nama] && nama !== "realisasi" && nama !== "kendala" && nama !== "tindak_lanjut") bukaRincian(baris.simpul, true);
    });
    umumkan(baris.nama + ": belum tersimpan. " + jawaban.pesan);
    if (baris.layakKirim().length) simpan(baris);
  }

  const KELOMPOK_NILAI = ["realisasi", "tidak_tersedia", "alasan"];

  function tolak(nama, galat) {
    if (!galat) return true;
    return nama in galat || (KELOMPOK_NILAI.includes(nama) && KELOMPOK_NILAI.some((satu) => satu in galat));
  }

  function periksa(baris, jawaban, dikirim) {
    baris.masalah = "periksa";
    KELOMPOK_NILAI.forEach((nama) => { if (nama in dikirim) baris.ditolak[nama] = dikirim[nama]; });
    baris.tandai("periksa", "Periksa");
    baris.isian.realisasi.setAttribute("aria-invalid", "true");
    baris.pertanyaan = jawaban;
    umumkan(baris.nama + ": periksa. " + jawaban.pesan);
    if (baris.layakKirim().length) simpan(baris);
  }

  /* Of the rows with the same unit of measure the first asks; the others wait for its answer. */
  function aturPilihan() {
    const bertanya = new Map();
    semua.filter((baris) => baris.masalah === "periksa").forEach((baris) => {
      const pertama = bertanya.get(baris.satuan);
      if (pertama) {
        baris.beritahu("awas", "Angka ini juga dapat dibaca dua cara; menunggu pilihan Anda pada " + pertama.nama + ".");
        return;
      }
      bertanya.set(baris.satuan, baris);
      baris.beritahu("awas", baris.pertanyaan.pesan,
        ...baris.pertanyaan.pilihan.map((satu) => tombol(satu.teks, "tombol-pilihan", () => pilih(baris, satu.nilai))));
    });
  }

  /* One choice settles every row of the same unit of measure that waits for it. */
  function pilih(baris, cara) {
    semua.filter((lain) => lain.masalah === "periksa" && lain.satuan === baris.satuan).forEach((lain) => {
      lain.bersihkan();
      lain.ditolak = {};
      lain.pilihan = cara;
      simpan(lain);
    });
    baris.isian.realisasi.focus();
  }

  /* --- Someone else was faster --------------------------------------------------------------------------------- */

  function bentrok(baris, jawaban) {
    const kini = jawaban.kini;
    if (!kini) return gagalkan(baris, jawaban.pesan, false);
    const sama = (nama) => kini[nama] === baris.tersimpan[nama] || kini[nama] === baris.nilai(nama);
    const beda = baris.berubah().filter((nama) => !sama(nama));
    if (!beda.length) {
      // He changed other fields of the row: his appear, ours are saved beside them.
      baris.terima(kini, () => false);
      baris.tampilkan(kini);
      if (baris.berubah().length) simpan(baris);
      else { baris.bersihkan(); baris.tandai("tersimpan", "Tersimpan"); }
      return undefined;
    }
    baris.masalah = "berubah";
    baris.tandai("berubah", "Berubah");
    const daftar = buat("dl", "banding");
    beda.forEach((nama) => {
      const bagian = buat("div");
      bagian.append(
        buat("dt", "", NAMA[nama]),
        buat("dd", "", "Terbaru: " + tampil(kini[nama])),
        buat("dd", "", "Isian Anda: " + tampil(baris.nilai(nama))),
      );
      daftar.append(bagian);
    });
    baris.beritahu("awas", "Baris ini baru saja diubah oleh " + (kini.oleh || "pengguna lain") + ".", daftar,
      tombol("Pakai nilai terbaru", "", () => pakaiTerbaru(baris, kini)),
      tombol("Simpan isian saya", "", () => simpanMilikSaya(baris, kini)));
    umumkan(baris.nama + ": " + jawaban.pesan);
    return undefined;
  }

  function tampil(nilai) {
    if (nilai === true) return "ya";
    if (nilai === false) return "tidak";
    return nilai || "(kosong)";
  }

  function pakaiTerbaru(baris, kini) {
    baris.bersihkan();
    baris.ditolak = {};
    baris.terima(kini, () => true);
    baris.tampilkan(kini);
    baris.tandai("tersimpan", "Tersimpan");
    perbaruiRingkasan();
    fokus(baris);
  }

  function simpanMilikSaya(baris, kini) {
    const ketikan = {};
    baris.berubah().forEach((nama) => { ketikan[nama] = baris.nilai(nama); });
    baris.bersihkan();
    baris.ditolak = {};
    baris.terima(kini, () => false);
    baris.tampilkan(kini);
    Object.keys(ketikan).forEach((nama) => baris.tulis(nama, ketikan[nama]));
    aturTersedia(baris);
    simpan(baris);
    fokus(baris);
  }

  function fokus(baris) {
    const isian = baris.isian.realisasi;
    if (!isian.disabled) isian.focus();
  }

  /* --- Details of a row ---------------------------------------------------------------------------------------- */

  function bukaRincian(simpul, buka) {
    const pembuka = simpul.querySelector(".buka-rincian");
    pembuka.setAttribute("aria-expanded", String(buka));
    document.getElementById(pembuka.getAttribute("aria-controls")).hidden = !buka;
  }

  function tutupKalimat(simpul) {
    const pembuka = simpul.querySelector(".capaian");
    pembuka.setAttribute("aria-expanded", "false");
    document.getElementById(pembuka.getAttribute("aria-controls")).hidden = true;
  }

  function aturTersedia(baris) {
    const tidak = baris.isian.tidak_tersedia.checked;
    baris.isian.realisasi.disabled = tidak;
    baris.isian.realisasi.placeholder = tidak ? "tidak tersedia" : "";
    baris.simpul.querySelector(".alasan-tidak-tersedia").hidden = !tidak;
  }

  halaman.addEventListener("click", (kejadian) => {
    const pembuka = kejadian.target.closest(".buka-rincian");
    if (pembuka) bukaRincian(pembuka.closest("tbody"), pembuka.getAttribute("aria-expanded") !== "true");
    const capaian = kejadian.target.closest(".capaian");
    halaman.querySelectorAll(".capaian[aria-expanded=true]").forEach((lain) => {
      if (lain !== capaian && !kejadian.target.closest(".kalimat")) tutupKalimat(lain.closest("tbody"));
    });
    if (capaian) {
      const buka = capaian.getAttribute("aria-expanded") !== "true";
      capaian.setAttribute("aria-expanded", String(buka));
      const kalimat = document.getElementById(capaian.getAttribute("aria-controls"));
      kalimat.hidden = !buka;
      if (buka) umumkan(kalimat.innerText);
    }
    const catatan = kejadian.target.closest("[data-tulis-catatan]");
    if (catatan) {
      const simpul = catatan.closest("tbody");
      bukaRincian(simpul, true);
      simpul.querySelector("[data-isian=catatan]").focus();
    }
  });

  document.addEventListener("keydown", (kejadian) => {
    if (kejadian.key !== "Escape") return;
    const terbuka = halaman.querySelector(".capaian[aria-expanded=true]");
    if (terbuka) { tutupKalimat(terbuka.closest("tbody")); terbuka.focus(); }
  });

  wadah.addEventListener("input", (kejadian) => {
    const baris = barisDari(kejadian.target);
    if (!baris || !kejadian.target.dataset.isian) return;
    if (kejadian.target.dataset.isian === "tidak_tersedia") {
      aturTersedia(baris);
      if (kejadian.target.checked) baris.isian.alasan.focus(); else simpan(baris);
    }
    if (baris.masalah !== "berubah" && baris.dikirim === null) {
      baris.tandai(baris.berubah().length ? "belum" : "", baris.berubah().length ? "Belum tersimpan" : "");
    }
    perbaruiRingkasan();
  });

  wadah.addEventListener("focusout", (kejadian) => {
    const baris = barisDari(kejadian.target);
    // The next field gets the focus first: a reason is waited for, a button is not pulled away under the pointer.
    if (baris && kejadian.target.dataset.isian) setTimeout(() => simpan(baris), 0);
  });

  function barisDari(simpul) {
    const badan = simpul.closest("tbody.baris");
    return badan ? menurutId.get(Number(badan.dataset.baris)) : undefined;
  }

  window.addEventListener("online", () => semua.filter((baris) => baris.dapatDiulang).forEach(ulangi));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") semua.filter((baris) => baris.layakKirim().length).forEach(simpan);
  });
  window.addEventListener("beforeunload", (kejadian) => {
    if (semua.some((baris) => baris.belumTersimpan()) || Pengisian.unggahan.size) {
      kejadian.preventDefault();
      kejadian.returnValue = "";
    }
  });

  /* --- Ajukan: only when nothing is left in this browser -------------------------------------------------------- */

  const SEBAB = {
    periksa: "pilih bacaan angkanya",
    berubah: "pilih nilai terbaru atau isian Anda",
    salah: "perbaiki isiannya seperti tertulis pada barisnya",
    gagal: "belum tersimpan, coba lagi",
  };
  const ajukan = document.getElementById("ajukan");
  if (ajukan) {
    ajukan.addEventListener("click", async (kejadian) => {
      if (!semua.some((baris) => baris.belumTersimpan()) && !Pengisian.unggahan.size) return;
      kejadian.preventDefault();
      semua.filter((baris) => baris.layakKirim().length).forEach(simpan);
      while (berjalan) await berjalan;
      const tertinggal = semua.filter((baris) => baris.belumTersimpan());
      if (!tertinggal.length && !Pengisian.unggahan.size) {
        window.location.assign(ajukan.href);
        return;
      }
      const daftar = buat("ul");
      tertinggal.forEach((baris) => {
        const tautan = buat("a", "", baris.nama);
        tautan.href = "#" + baris.simpul.id;
        tautan.addEventListener("click", (klik) => { klik.preventDefault(); baris.simpul.scrollIntoView({ block: "center" }); fokus(baris); });
        const butir = buat("li");
        const sebab = SEBAB[baris.masalah] || "belum tersimpan";
        butir.append(tautan, document.createTextNode(": " + sebab + "."));
        daftar.append(butir);
      });
      if (Pengisian.unggahan.size) daftar.append(buat("li", "", "Masih ada bukti yang sedang atau gagal diunggah. Tunggu, ulangi, atau singkirkan dahulu."));
      kotakAjukan.replaceChildren(buat("strong", "", "Belum dapat diajukan. Selesaikan dahulu:"), daftar);
      kotakAjukan.hidden = false;
      kotakAjukan.scrollIntoView({ block: "nearest" });
    });
  }

  const Pengisian = {
    halaman, semua, barisDari, simpan, umumkan, buat, tombol, token, kalimatStatus, bukaRincian,
    unggahan: new Set(),
  };
  window.Pengisian = Pengisian;

  wadah.disabled = false;
  if (window.location.hash.startsWith("#baris-")) {
    const tujuan = menurutId.get(Number(window.location.hash.slice("#baris-".length)));
    if (tujuan) fokus(tujuan);
  }
})();
