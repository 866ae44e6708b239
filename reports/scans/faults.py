"""Why a scan is refused, in the order in which its user would mend it; each with its sentence. Pure of Django."""

from enum import StrEnum


class Fault(StrEnum):
    BUKAN_PDF = "bukan_pdf"
    TERKUNCI = "terkunci"
    RUSAK = "rusak"
    TERLALU_RUMIT = "terlalu_rumit"
    TANPA_HALAMAN = "tanpa_halaman"
    AKTIF = "aktif"
    BERKAS_LAIN = "berkas_lain"
    LAMPIRAN = "lampiran"
    MEDIA = "media"
    BERTANDA = "bertanda"
    FORMULIR = "formulir"
    UKURAN = "ukuran"

    @property
    def sentence(self) -> str:
        return _SENTENCES[self]


_AGAIN = "Pindai kembali dokumen yang sudah ditandatangani menjadi PDF biasa, lalu unggah."
_SENTENCES = {
    Fault.BUKAN_PDF: "Berkas ini bukan PDF. Pindai dokumen menjadi PDF, lalu unggah.",
    Fault.TERKUNCI: (
        "PDF ini terkunci atau dibatasi dengan kata sandi. Simpan pindaian tanpa kata sandi, lalu unggah kembali."
    ),
    Fault.RUSAK: (
        "PDF ini rusak atau tidak utuh. Pindai kembali dokumennya, atau buka PDF ini, cetak sebagai PDF, lalu unggah "
        "hasilnya."
    ),
    Fault.TERLALU_RUMIT: f"PDF ini terlalu rumit untuk sebuah pindaian, sehingga tidak diperiksa. {_AGAIN}",
    Fault.TANPA_HALAMAN: f"PDF ini tidak berisi halaman. {_AGAIN}",
    Fault.AKTIF: f"PDF ini memuat perintah yang berjalan sendiri, misalnya JavaScript. {_AGAIN}",
    Fault.BERKAS_LAIN: f"PDF ini membuka atau mengambil isi dari berkas lain. {_AGAIN}",
    Fault.LAMPIRAN: f"PDF ini memuat berkas lampiran di dalamnya. {_AGAIN}",
    Fault.MEDIA: f"PDF ini memuat video, suara, atau gambar tiga dimensi. {_AGAIN}",
    Fault.BERTANDA: (
        "PDF ini sudah ditandatangani secara elektronik, jadi bukan pindaian. Pindai dokumen yang ditandatangani di "
        "atas kertas, lalu unggah."
    ),
    Fault.FORMULIR: f"PDF ini memuat isian formulir. {_AGAIN}",
    Fault.UKURAN: f"Ukuran halaman PDF ini tidak wajar. {_AGAIN}",
}
