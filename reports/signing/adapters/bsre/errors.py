"""What goes wrong between us and the service, each as the sentence that the signer reads.

No sentence is made of what was sent, nor of the service's own words, which may repeat it: of an answer only its numbers
are told. Whatever the service answers that is not listed here means "not signed".
"""

from __future__ import annotations

from reports.signing.errors import SigningError, WrongPassphrase

_KEPT_NOTHING = "Tidak ada yang disimpan dan dokumen tetap dapat ditandatangani lagi."


class ServiceUnreachable(SigningError):
    """No connection came about, or it broke before the whole request was handed over: nothing can have been signed."""

    sentence = (
        "Layanan TTE tidak dapat dihubungi, jadi tidak ada yang ditandatangani. Coba lagi beberapa menit lagi; bila "
        "terulang, minta administrator memeriksa sambungan ke layanan."
    )


class ServiceNotTrusted(SigningError):
    sentence = (
        "Sertifikat keamanan (TLS) layanan TTE tidak dapat dipercaya, sehingga NIK dan passphrase tidak dikirim. Minta "
        "administrator memeriksa BSRE_URL dan BSRE_CA_FILE."
    )


class OutcomeUnknown(SigningError):
    """The whole request was handed over and no usable answer came back."""

    sentence = (
        "Dokumen sudah dikirim, tetapi jawaban layanan TTE tidak sampai dengan utuh, sehingga tidak diketahui apakah "
        f"layanan sempat menandatanganinya. Passphrase tidak dikirim ulang. {_KEPT_NOTHING} Coba lagi setelah layanan "
        "kembali lancar."
    )

    @classmethod
    def with_number(cls, number: str) -> OutcomeUnknown:
        return cls(
            f"Layanan TTE menerima dokumen dengan nomor {number}, tetapi berkas bertanda tangannya tidak sampai, juga "
            f"setelah diminta ulang dengan nomor itu. Passphrase tidak dikirim ulang. {_KEPT_NOTHING} Coba lagi "
            "setelah layanan kembali lancar."
        )


class ServiceSilent(SigningError):
    """A question that signs nothing got no whole answer."""

    sentence = (
        "Layanan TTE tidak menjawab dengan utuh dalam batas waktu. Coba lagi beberapa menit lagi; bila terulang, minta "
        "administrator memeriksa layanan itu."
    )


class WrongServicePassphrase(WrongPassphrase):
    sentence = (
        "Passphrase TTE salah. Ketik ulang passphrase; bila lupa, minta verifikator BSrE di instansi Anda mengatur "
        "ulang passphrase itu."
    )


class OfficialUnknown(SigningError):
    sentence = (
        "NIK ini belum terdaftar pada layanan TTE. Periksa NIK; bila sudah benar, minta verifikator BSrE di instansi "
        "Anda mendaftarkannya."
    )


class MalformedNik(SigningError):
    sentence = "NIK terdiri atas 16 angka. Periksa NIK yang Anda ketik, lalu tanda tangani kembali."


class PassphraseMissing(SigningError):
    sentence = "Passphrase TTE belum diisi. Isi passphrase, lalu tanda tangani kembali."


class AccountRefused(SigningError):
    sentence = (
        "Layanan TTE menolak akun aplikasi ini, jadi tidak ada yang ditandatangani. Minta administrator memeriksa "
        "BSRE_USER dan BSRE_PASSWORD."
    )


class NotTheService(SigningError):
    """The address answers, but not as the Esign Client Service does."""

    @classmethod
    def answered(cls, status: int) -> NotTheService:
        return cls(
            f"Alamat layanan TTE tidak menjawab seperti Esign Client Service (HTTP {status}), jadi tidak ada "
            "yang ditandatangani. Minta administrator memeriksa BSRE_URL dan BSRE_VERSION."
        )


class ServiceFailed(SigningError):
    @classmethod
    def answered(cls, status: int) -> ServiceFailed:
        return cls(
            f"Layanan TTE sedang terganggu (HTTP {status}), jadi tidak ada yang dianggap ditandatangani atau disimpan. "
            "Coba lagi beberapa menit lagi; bila terulang, hubungi administrator."
        )


class ServiceRefused(SigningError):
    """A refusal with a code that we have no better sentence for."""

    @classmethod
    def with_code(cls, code: int) -> ServiceRefused:
        return cls(
            f"Layanan TTE menolak permintaan ini (kode {code}), jadi tidak ada yang ditandatangani. Sampaikan kode "
            "itu kepada verifikator BSrE di instansi Anda."
        )


class AnswerUnusable(SigningError):
    sentence = (
        "Jawaban layanan TTE tidak memuat berkas bertanda tangan yang dapat dibaca, sehingga dokumen dianggap belum "
        f"ditandatangani. {_KEPT_NOTHING} Bila terulang, hubungi administrator."
    )


class AnswerTooLarge(SigningError):
    sentence = (
        "Jawaban layanan TTE jauh lebih besar daripada dokumen yang dikirim, sehingga tidak dibaca. "
        f"{_KEPT_NOTHING} Bila terulang, hubungi administrator."
    )


class DocumentChanged(SigningError):
    sentence = (
        "Isi berkas yang kembali dari layanan TTE tidak sama dengan dokumen yang dikirim, sehingga tidak disimpan. "
        "Dokumen tetap dapat ditandatangani lagi; laporkan hal ini kepada administrator."
    )


class SignedByAnother(SigningError):
    @classmethod
    def called(cls, found: str, *, expected: str) -> SignedByAnother:
        return cls(
            f"Layanan TTE menandatangani atas nama {found}, sedangkan dokumen ini menunggu {expected}. Berkas itu "
            "tidak disimpan. Periksa NIK yang Anda ketik, lalu tanda tangani kembali."
        )
