"""What can go wrong while signing; every error is a sentence that tells the signer what to do.

No message is ever built from a passphrase, an account or a path.
"""

from __future__ import annotations

from datetime import date

from sakip.dates import write_date


class SigningError(Exception):
    """Base of all signing errors; `str(error)` is the Indonesian sentence for the user."""

    sentence = "Penandatanganan gagal. Coba lagi; bila terulang, hubungi administrator."

    def __init__(self, sentence: str | None = None) -> None:
        super().__init__(sentence or self.sentence)


class WrongPassphrase(SigningError):
    sentence = (
        "Kata sandi sertifikat salah. Ketik ulang; bila terlupa, minta berkas sertifikat baru dari penerbitnya, lalu "
        "daftarkan berkas itu."
    )


class PassphraseUnusable(WrongPassphrase):
    """Nothing that a certificate could have been encrypted with; no library is asked."""

    sentence = (
        "Kata sandi sertifikat salah: terlalu panjang, atau memuat karakter yang tidak dapat diketik. Ketik ulang "
        "kata sandi sertifikat."
    )


class CertificateUnreadable(SigningError):
    sentence = (
        "Berkas sertifikat ini rusak atau bukan berkas .p12 atau .pfx. Salin kembali dari penerbitnya, lalu daftarkan "
        "berkas itu."
    )


class KeyMissing(SigningError):
    sentence = (
        "Berkas sertifikat ini tidak memuat kunci, sehingga tidak dapat menandatangani. Ekspor kembali sertifikat "
        "beserta kuncinya, lalu daftarkan berkas itu."
    )


class SeveralKeys(SigningError):
    sentence = (
        "Berkas ini memuat lebih dari satu kunci, sehingga tidak jelas mana yang dipakai. Ekspor satu sertifikat "
        "dengan satu kunci, lalu daftarkan berkas itu."
    )


class CertificateMissing(SigningError):
    sentence = (
        "Berkas ini memuat kunci tanpa sertifikat yang sesuai. Ekspor kembali kunci beserta sertifikatnya, lalu "
        "daftarkan berkas itu."
    )


class KeyUnprotected(SigningError):
    sentence = (
        "Kunci di berkas ini tidak dilindungi kata sandi. Ekspor kembali dengan kata sandi, lalu daftarkan berkas itu."
    )


class KeyTooSlow(SigningError):
    """Its passphrase is stretched over more rounds than a request has time for."""

    sentence = (
        "Berkas ini memerlukan waktu terlalu lama untuk dibuka. Ekspor kembali dengan pengaturan biasa, lalu daftarkan "
        "berkas itu."
    )


class CertificateRefused(SigningError):
    """The certificate can be read and may not sign documents: base of the reasons."""

    sentence = "Sertifikat ini tidak dapat dipakai. Minta sertifikat tanda tangan dari penerbitnya, lalu daftarkan."


class CertificateOfAuthority(CertificateRefused):
    sentence = (
        "Ini sertifikat penerbit (CA), bukan sertifikat perorangan. Daftarkan sertifikat tanda tangan atas nama Anda "
        "sendiri."
    )


class CertificateNotForSigning(CertificateRefused):
    sentence = (
        "Sertifikat ini tidak diterbitkan untuk tanda tangan elektronik. Minta sertifikat dengan kegunaan tanda tangan "
        "digital dari penerbitnya, lalu daftarkan."
    )


class CertificateForOtherUse(CertificateRefused):
    sentence = (
        "Sertifikat ini hanya untuk kegunaan lain, misalnya masuk ke situs, bukan untuk menandatangani dokumen. Minta "
        "sertifikat tanda tangan dokumen dari penerbitnya, lalu daftarkan."
    )


class KeyTooWeak(CertificateRefused):
    @classmethod
    def because(cls, kind: str, bits: int, least: int) -> KeyTooWeak:
        return cls(
            f"Kunci sertifikat ini terlalu lemah: {kind} {bits} bit, paling sedikit {least} bit. Minta sertifikat baru "
            "dengan kunci yang lebih kuat dari penerbitnya, lalu daftarkan."
        )


class KeyKindRefused(CertificateRefused):
    sentence = (
        "Jenis kunci sertifikat ini tidak diterima. Minta sertifikat dengan kunci RSA atau ECDSA dari penerbitnya, "
        "lalu daftarkan."
    )


class CertificateSignedWeakly(CertificateRefused):
    sentence = (
        "Sertifikat ini diterbitkan dengan cara lama yang dapat dipalsukan (SHA-1 atau MD5). Minta sertifikat baru "
        "dari penerbitnya, lalu daftarkan."
    )


class CertificateOutsideValidity(CertificateRefused):
    """The certificate has expired or is not valid yet."""

    @classmethod
    def expired(cls, on: date) -> CertificateOutsideValidity:
        return cls(
            f"Masa berlaku sertifikat sudah habis pada {write_date(on)}. Minta sertifikat baru dari penerbitnya, lalu "
            "daftarkan di halaman Sertifikat saya."
        )

    @classmethod
    def not_yet(cls, on: date) -> CertificateOutsideValidity:
        return cls(
            f"Sertifikat baru berlaku mulai {write_date(on)}. Tunggu sampai sertifikat berlaku, atau minta "
            "administrator memeriksa tanggal server."
        )


class ChainBroken(CertificateRefused):
    """The certificate does not lead to one of the installation's trusted roots."""

    sentence = (
        "Sertifikat ini tidak berasal dari penerbit yang dipercaya aplikasi ini, atau rantai penerbitnya tidak "
        "lengkap. Ekspor kembali beserta sertifikat penerbitnya, atau minta sertifikat dari penerbit yang dipercaya."
    )


class CertificateChanged(CertificateRefused):
    """The file that was opened holds another certificate than the one that was registered."""

    sentence = "Berkas sertifikat tidak memuat sertifikat yang terdaftar. Daftarkan kembali sertifikat Anda."


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


class TimestampError(SigningError):
    """No usable time-stamp was had; the document stays as it was."""


class TimestampUnreachable(TimestampError):
    sentence = (
        "Layanan cap waktu tidak dapat dihubungi atau memutus sambungan; dokumen tidak ditandatangani. Coba lagi "
        "beberapa saat lagi; bila terulang, minta administrator memeriksa alamat dan jaringan layanan cap waktu."
    )


class TimestampTooSlow(TimestampError):
    sentence = (
        "Layanan cap waktu tidak menjawab dalam batas waktu; dokumen tidak ditandatangani. Coba lagi beberapa saat "
        "lagi."
    )


class TimestampRefused(TimestampError):
    sentence = (
        "Layanan cap waktu menolak permintaan; dokumen tidak ditandatangani. Minta administrator memeriksa langganan "
        "dan pengaturan layanan cap waktu, lalu tanda tangani kembali."
    )


class TimestampLoginRefused(TimestampError):
    sentence = (
        "Layanan cap waktu menolak akun yang dipasang; dokumen tidak ditandatangani. Minta administrator memeriksa "
        "akun dan kata sandi layanan cap waktu, lalu tanda tangani kembali."
    )


class TimestampUnusable(TimestampError):
    """The answer is no time-stamp: a page, too much, broken."""

    sentence = (
        "Jawaban layanan cap waktu tidak dapat dipakai; dokumen tidak ditandatangani. Coba lagi; bila terulang, minta "
        "administrator memeriksa alamat layanan cap waktu."
    )


class TimestampForeign(TimestampError):
    """A genuine-looking time-stamp for another question."""

    sentence = (
        "Cap waktu yang diterima bukan untuk dokumen ini; dokumen tidak ditandatangani. Coba lagi; bila terulang, "
        "minta administrator menghubungi penyedia layanan cap waktu."
    )


class TimestampCertificateExpired(TimestampError):
    sentence = (
        "Sertifikat layanan cap waktu sudah tidak berlaku; dokumen tidak ditandatangani. Minta administrator "
        "menghubungi penyedia layanan cap waktu, lalu tanda tangani kembali."
    )


class TimestampCertificateWrong(TimestampError):
    """Not issued for time-stamps, from an authority that is not trusted, or its signature does not hold."""

    sentence = (
        "Sertifikat layanan cap waktu tidak dipercaya atau bukan untuk cap waktu; dokumen tidak ditandatangani. Minta "
        "administrator memeriksa alamat layanan dan daftar penerbit yang dipercaya, lalu tanda tangani kembali."
    )


class TimestampCertificateRevoked(TimestampError):
    sentence = (
        "Sertifikat layanan cap waktu sudah dicabut penerbitnya; dokumen tidak ditandatangani. Minta administrator "
        "menghubungi penyedia layanan cap waktu, lalu tanda tangani kembali."
    )


class ClocksDiffer(TimestampError):
    sentence = (
        "Jam server berbeda jauh dari jam layanan cap waktu; dokumen tidak ditandatangani. Minta administrator "
        "menyetel jam server, lalu tanda tangani kembali."
    )


class SignerRevoked(SigningError):
    @classmethod
    def since(cls, on: date) -> SignerRevoked:
        return cls(
            f"Sertifikat penanda tangan atau penerbitnya sudah dicabut pada {write_date(on)}; dokumen tidak "
            "ditandatangani. Daftarkan sertifikat baru, lalu tanda tangani kembali."
        )


class SignerUntrusted(SigningError):
    sentence = (
        "Sertifikat penanda tangan tidak berasal dari penerbit yang dipercaya; dokumen tidak ditandatangani. Minta "
        "administrator memeriksa daftar penerbit yang dipercaya, atau daftarkan sertifikat lain."
    )


class RevocationUnknown(SigningError):
    """Neither OCSP nor a CRL tells whether a certificate still holds."""

    sentence = (
        "Status pencabutan sertifikat tidak dapat diperiksa karena layanan penerbitnya tidak memberi jawaban; dokumen "
        "tidak ditandatangani. Coba lagi beberapa saat lagi; bila terulang, hubungi administrator."
    )


class NothingToRenew(SigningError):
    """The file carries no time-stamp that a further one could prolong."""

    sentence = "Berkas ini tidak memuat cap waktu, sehingga tidak dapat diperpanjang."


class NothingGained(SigningError):
    """The service still stamps with a certificate that ends no later: each attempt would only make the file grow."""

    @classmethod
    def until(cls, on: date) -> NothingGained:
        return cls(
            f"Layanan cap waktu masih memakai sertifikat yang berakhir pada {write_date(on)}, sehingga bukti belum "
            "dapat diperpanjang. Tanyakan sertifikat barunya kepada penyedia layanan cap waktu."
        )
