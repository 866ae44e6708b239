"""What is said when a process that works on an upload was ended from outside."""

INTERRUPTED = (
    "Pemeriksaan berkas ini terhenti di server sebelum selesai. Tunggu satu menit, lalu unggah kembali. "
    "Bila terulang, hubungi pengelola server."
)
