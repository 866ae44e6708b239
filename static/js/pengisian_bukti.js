/* Evidence on the entry page: uploads with progress, replacement and withdrawal with a reason. */
(function () {
  "use strict";

  const P = window.Pengisian;
  if (!P) return;

  const batas = Number(P.halaman.dataset.batas);
  const pola = (id) => document.getElementById(id).content.firstElementChild.cloneNode(true);

  /* Send a form with progress; fetch cannot tell how far an upload is. */
  function kirim(alamat, data, maju) {
    return new Promise((selesai) => {
      const kiriman = new XMLHttpRequest();
      kiriman.open("POST", alamat);
      kiriman.setRequestHeader("X-CSRFToken", P.token());
      if (maju) kiriman.upload.addEventListener("progress", (kejadian) => { if (kejadian.lengthComputable) maju(kejadian.loaded, kejadian.total); });
      const gagal = (pesan) => selesai({ jenis: "gagal", pesan, ulang: true });
      kiriman.addEventListener("load", () => {
        if ((kiriman.getResponseHeader("Content-Type") || "").startsWith("application/json")) selesai(JSON.parse(kiriman.responseText));
        else if (kiriman.status === 200) gagal("Sesi Anda sudah berakhir. Masuk kembali di tab baru, lalu tekan Coba lagi.");
        else gagal(P.kalimatStatus(kiriman.status)[0]);
      });
      kiriman.addEventListener("error", () => gagal("Unggahan terputus. Periksa sambungan, lalu tekan Coba lagi."));
      kiriman.addEventListener("abort", () => gagal("Unggahan dihentikan. Tekan Coba lagi untuk mengulang."));
      kiriman.send(data);
    });
  }

  /* Take over what the server says about the row's files and version. */
  function perbarui(baris, jawaban) {
    if (jawaban.versi !== undefined && baris.versi === 0) baris.versi = jawaban.versi;
    if (!jawaban.bukti) return;
    const daftar = baris.simpul.querySelector("[data-daftar-bukti]");
    daftar.replaceChildren(...jawaban.bukti.map(butirBukti));
    baris.simpul.querySelector("[data-tanpa-bukti]").hidden = jawaban.bukti.length > 0;
    const jumlah = baris.simpul.querySelector("[data-jumlah-bukti]");
    jumlah.textContent = jawaban.bukti.length + " bukti";
    jumlah.hidden = jawaban.bukti.length === 0;
  }

  function butirBukti(bukti) {
    const butir = pola("pola-bukti");
    butir.dataset.bukti = bukti.id;
    const nama = butir.querySelector(".bukti-nama");
    nama.textContent = bukti.nama;
    nama.href = P.halaman.dataset.unduh.replace("/0/", "/" + bukti.id + "/");
    butir.querySelector(".bukti-ket").textContent = bukti.jenis + ", " + bukti.ukuran + ", " + bukti.pada;
    butir.querySelectorAll("button").forEach((satu) => satu.append(P.buat("span", "sr-only", " " + bukti.nama)));
    return butir;
  }

  P.halaman.addEventListener("change", (kejadian) => {
    if (kejadian.target.dataset.unggah === undefined) return;
    const baris = P.barisDari(kejadian.target);
    const berkas = Array.from(kejadian.target.files);
    kejadian.target.value = "";
    berkas.reduce((rantai, satu) => {
      const unggahan = siapkan(baris, satu);
      return rantai.then(unggahan);
    }, Promise.resolve());
  });

  /* Show a file that is to be uploaded and return the function that uploads it. */
  function siapkan(baris, berkas) {
    const butir = pola("pola-unggahan");
    const pesan = butir.querySelector(".unggahan-pesan");
    const maju = butir.querySelector("progress");
    const ulangi = butir.querySelector("[data-ulangi]");
    const buang = butir.querySelector("[data-buang]");
    butir.querySelector(".unggahan-nama").textContent = berkas.name;
    maju.setAttribute("aria-label", "Unggahan " + berkas.name);
    pesan.textContent = "Menunggu…";
    baris.simpul.querySelector("[data-daftar-unggahan]").append(butir);
    P.unggahan.add(butir);

    function tolak(teks, dapatDiulang) {
      butir.classList.add("unggahan-gagal");
      pesan.textContent = teks;
      maju.hidden = true;
      ulangi.hidden = !dapatDiulang;
      buang.hidden = false;
      if (!dapatDiulang) P.unggahan.delete(butir);
    }

    async function mulai() {
      butir.classList.remove("unggahan-gagal");
      ulangi.hidden = true;
      buang.hidden = true;
      maju.hidden = false;
      maju.removeAttribute("value");
      pesan.textContent = "Mengunggah…";
      if (berkas.size > batas) {
        tolak("Berkas ini lebih besar dari " + P.halaman.dataset.batasMb + " MB. Kecilkan atau pecah menjadi beberapa berkas.", false);
        return;
      }
      const data = new FormData();
      data.append("berkas", berkas);
      const jawaban = await kirim(P.halaman.dataset.alamat + "baris/" + baris.id + "/bukti/", data, (sampai, seluruh) => {
        maju.max = seluruh;
        maju.value = sampai;
      });
      perbarui(baris, jawaban);
      if (jawaban.jenis === "tersimpan") {
        P.unggahan.delete(butir);
        butir.remove();
        P.umumkan("Bukti " + berkas.name + " terunggah.");
      } else tolak(jawaban.pesan, Boolean(jawaban.ulang));
    }

    ulangi.addEventListener("click", mulai);
    buang.addEventListener("click", () => {
      P.unggahan.delete(butir);
      butir.remove();
    });
    return mulai;
  }

  P.halaman.addEventListener("click", (kejadian) => {
    const tombol = kejadian.target.closest("[data-bukti-ganti], [data-bukti-tarik]");
    if (!tombol) return;
    const butir = tombol.closest(".bukti");
    const lama = butir.querySelector(".ubah-bukti");
    if (lama) lama.remove();
    ubah(P.barisDari(butir), butir, tombol.dataset.buktiGanti !== undefined, tombol);
  });

  /* The small form below a file: a reason, and for a replacement the new file. */
  function ubah(baris, butir, mengganti, asal) {
    const borang = pola("pola-ubah-bukti");
    const alasan = borang.querySelector("[data-alasan]");
    const berkas = borang.querySelector("[data-berkas]");
    const lanjut = borang.querySelector("[data-lanjut]");
    const galat = borang.querySelector(".galat");
    if (!mengganti) borang.querySelector(".ubah-berkas").remove();
    berkas.addEventListener("change", () => {
      borang.querySelector(".nama-pilihan").textContent = berkas.files.length ? berkas.files[0].name : "Belum ada berkas pengganti";
    });
    lanjut.textContent = mengganti ? "Ganti berkas" : "Tarik berkas";
    borang.querySelector("[data-batal]").addEventListener("click", () => { borang.remove(); asal.focus(); });
    alasan.addEventListener("keydown", (kejadian) => { if (kejadian.key === "Enter") { kejadian.preventDefault(); lanjut.click(); } });
    lanjut.addEventListener("click", async () => {
      galat.hidden = true;
      lanjut.disabled = true;
      P.unggahan.add(borang);
      const data = new FormData();
      data.append("alasan", alasan.value);
      if (mengganti && berkas.files.length) data.append("berkas", berkas.files[0]);
      const terlaluBesar = mengganti && berkas.files.length && berkas.files[0].size > batas;
      const jawaban = terlaluBesar
        ? { jenis: "salah", pesan: "Berkas ini lebih besar dari " + P.halaman.dataset.batasMb + " MB. Kecilkan atau pecah menjadi beberapa berkas." }
        : await kirim(P.halaman.dataset.alamat + "bukti/" + butir.dataset.bukti + (mengganti ? "/ganti/" : "/tarik/"), data);
      P.unggahan.delete(borang);
      lanjut.disabled = false;
      if (jawaban.jenis === "tersimpan") {
        perbarui(baris, jawaban);
        P.umumkan(mengganti ? "Bukti diganti." : "Bukti ditarik.");
        baris.simpul.querySelector("[data-unggah]").focus();
        return;
      }
      galat.textContent = jawaban.pesan;
      galat.hidden = false;
    });
    butir.append(borang);
    alasan.focus();
  }
})();
