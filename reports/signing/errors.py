"""What can go wrong while signing; every error is a sentence that tells the signer what to do.

No message is ever built from a passphrase, an account or a path.
"""

from __future__ import annotations

from datetime import date


class SigningError(Exception):
    """Base of all signing errors; `str(error)` is the Indonesian sentence for the user."""

    sentence = "Penandatanganan gagal. Coba lagi; bila terulang, hubungi administrator."

    def __init__(self, sentence: str | None = None) -> None:
        super().__init__(sentence or self.sentence)


class WrongPassphrase(SigningError):
    sentence = (
        "Kata sandi sertifikat salah. Ketik ulang kata sandi; bila tetap ditolak, minta "
        "administrator memeriksa berkas sertifikat."
    )


class CertificateUnreadable(SigningError):
    sentence = (
        "Berkas sertifikat tidak ada atau rusak. Minta administrator memasang ulang berkas "
        "sertifikat (.p12 atau .pfx) yang memuat kunci dan sertifikat penanda tangan."
    )


class CertificateNotForSigning(SigningError):
    sentence = (
        "Sertifikat ini tidak diterbitkan untuk tanda tangan elektronik. Minta administrator "
        "memasang sertifikat dengan kegunaan tanda tangan digital."
    )


class CertificateOutsideValidity(SigningError):
    """The certificate has expired or is not valid yet."""

    @classmethod
    def expired(cls, on: date) -> CertificateOutsideValidity:
        return cls(
            f"Masa berlaku sertifikat sudah habis pada {on:%d-%m-%Y}. Perbarui sertifikat, lalu tanda tangani kembali."
        )

    @classmethod
    def not_yet(cls, on: date) -> CertificateOutsideValidity:
        return cls(
            f"Sertifikat baru berlaku mulai {on:%d-%m-%Y}. Periksa tanggal server atau tunggu "
            "sampai sertifikat berlaku."
        )


class AccountMissing(SigningError):
    sentence = "Akun penanda tangan belum diisi. Isi akun, lalu tanda tangani kembali."


class DocumentUnreadable(SigningError):
    sentence = "Berkas PDF tidak dapat dibaca untuk ditandatangani. Buat ulang dokumen, lalu tanda tangani kembali."


class DocumentAlreadySigned(SigningError):
    sentence = (
        "Dokumen ini sudah ditandatangani dan tidak menerima tanda tangan lagi. Terbitkan "
        "dokumen pengganti bila isinya harus diubah."
    )


class SignatureFieldMissing(SigningError):
    sentence = (
        "Tempat tanda tangan tidak ditemukan di dokumen. Buat ulang dokumen dengan templat yang "
        "memuat kolom tanda tangan."
    )


class StampDoesNotFit(SigningError):
    sentence = "Kotak tanda tangan terlalu kecil untuk kode QR dan keterangannya. Perbesar kotaknya."


class FooterDoesNotFit(SigningError):
    sentence = (
        "Catatan kaki tanda tangan elektronik terlalu panjang untuk kaki halaman. Minta administrator memendekkannya "
        "di data perangkat daerah."
    )


class PlaceholderAddress(SigningError):
    sentence = (
        "Alamat pemeriksaan pada QR belum alamat publik, sehingga tidak dapat dibuka pembaca. "
        "Minta administrator mengisi PUBLIC_BASE_URL dengan alamat resmi, lalu tanda tangani "
        "kembali."
    )


class SigningTimeout(SigningError):
    sentence = (
        "Penandatanganan melewati batas waktu dan dibatalkan; dokumen tidak berubah. Coba lagi beberapa saat lagi."
    )


class SignatureNotKept(SigningError):
    """The signer returned bytes whose signature does not hold; they are thrown away."""

    sentence = (
        "Tanda tangan yang dihasilkan tidak utuh sehingga tidak disimpan. Coba lagi; bila "
        "terulang, hubungi administrator."
    )


class UnknownSigner(SigningError):
    sentence = (
        "Cara tanda tangan yang dipilih tidak tersedia. Minta administrator memeriksa pengaturan "
        "tanda tangan elektronik."
    )
