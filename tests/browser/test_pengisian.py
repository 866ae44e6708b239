"""The entry page in real Chromium: typing, pasting, being asked, being overtaken, losing the line, by keyboard and on a
phone. Every test also fails on an error in the console that it did not provoke itself."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Dialog, Page, Response, Route, expect
from pytest_django.live_server_helper import LiveServer

from indicators.models import BuktiDukung, Indikator, PerjanjianKinerja, Realisasi, VersiPengajuan
from sakip import pictures
from tests.browser.sheet import Sheet, save_as, stored
from tests.cast import Cast, Office, freeze, make_butir
from tests.files import PDF
from tests.sakip.test_files import HEIC

# What a browser shows says nothing about the database; the whole walk runs on both.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.one_database]


def test_a_row_saves_itself_and_shows_its_capaian(sheet: Sheet) -> None:
    layanan, *_ = sheet.rows
    sheet.field(layanan).fill("3 layanan")
    expect(sheet.state(layanan)).to_have_text("Belum tersimpan")
    sheet.field(layanan).press("Tab")

    expect(sheet.state(layanan)).to_have_text("Tersimpan")
    expect(sheet.field(layanan)).to_have_value("3")
    expect(sheet.page.locator("#jumlah-terisi")).to_have_text("1")
    expect(sheet.page.locator("#ringkasan-simpan")).to_have_text("Semua isian tersimpan")
    assert stored(layanan) == Decimal(3)

    capaian = sheet.row(layanan).locator(".capaian")
    expect(capaian).to_have_text("25,00 %")
    sentence = sheet.row(layanan).locator(".sentence")
    expect(sentence).to_be_hidden()
    capaian.click()
    expect(capaian).to_have_attribute("aria-expanded", "true")
    expect(sentence).to_be_visible()
    expect(sentence).to_contain_text("3 / 12 x 100 = 25,00 %")
    sheet.page.keyboard.press("Escape")
    expect(sentence).to_be_hidden()
    expect(capaian).to_be_focused()


def test_what_was_saved_is_there_after_a_reload(sheet: Sheet) -> None:
    layanan, *_ = sheet.rows
    sheet.field(layanan, "kendala").fill("Listrik padam")
    sheet.field(layanan).fill("1,5")
    sheet.field(layanan).press("Tab")
    expect(sheet.state(layanan)).to_have_text("Tersimpan")
    sheet.page.reload()
    expect(sheet.field(layanan)).to_have_value("1,5")
    expect(sheet.field(layanan, "kendala")).to_have_value("Listrik padam")


def test_keyboard_moves_like_a_spreadsheet(sheet: Sheet) -> None:
    layanan, dokumen, indeks = sheet.rows
    sheet.field(indeks).focus()
    sheet.page.keyboard.type("80")
    sheet.page.keyboard.press("Enter")
    expect(sheet.field(dokumen)).to_be_focused()
    sheet.page.keyboard.press("ArrowDown")
    expect(sheet.field(layanan)).to_be_focused()
    sheet.page.keyboard.press("ArrowUp")
    sheet.page.keyboard.press("ArrowUp")
    expect(sheet.field(indeks)).to_be_focused()
    expect(sheet.state(indeks)).to_have_text("Tersimpan")
    sheet.page.keyboard.press("Tab")
    expect(sheet.field(indeks, "kendala")).to_be_focused()


def test_a_bad_value_marks_its_row_and_the_texts_are_saved(sheet: Sheet) -> None:
    layanan, dokumen, _ = sheet.rows
    sheet.field(layanan).fill("banyak")
    sheet.field(layanan).press("Tab")
    expect(sheet.message(layanan)).to_contain_text("bukan angka")
    expect(sheet.field(layanan)).to_have_attribute("aria-invalid", "true")

    sheet.field(layanan, "kendala").fill("Belum dihitung")
    sheet.field(layanan, "kendala").press("Tab")
    expect(sheet.row(layanan).locator("[data-latest]")).to_contain_text("Staf IKP")
    expect(sheet.field(layanan)).to_have_value("banyak")
    expect(sheet.state(layanan)).to_have_text("Perbaiki")
    assert Realisasi.objects.get(indikator=layanan).kendala == "Belum dihitung"

    sheet.field(dokumen).fill("2")
    sheet.field(dokumen).press("Enter")
    expect(sheet.state(dokumen)).to_have_text("Tersimpan")
    expect(sheet.page.locator("#ringkasan-simpan")).to_have_text("1 baris belum tersimpan")

    sheet.field(layanan).fill("4")
    sheet.field(layanan).press("Enter")
    expect(sheet.state(layanan)).to_have_text("Tersimpan")
    expect(sheet.message(layanan)).to_be_hidden()


def test_an_ambiguous_number_is_asked_and_the_other_reading_stays_in_reach(sheet: Sheet) -> None:
    layanan, *_ = sheet.rows
    sheet.field(layanan).fill("1.234")
    sheet.field(layanan).press("Tab")
    expect(sheet.state(layanan)).to_have_text("Periksa")
    assert stored(layanan) is None
    sheet.page.get_by_role("button", name="1.234 (ribuan)").click()
    expect(sheet.state(layanan)).to_have_text("Tersimpan")
    assert stored(layanan) == Decimal(1234)

    sheet.field(layanan).fill("5.678")
    sheet.field(layanan).press("Tab")
    expect(sheet.message(layanan)).to_contain_text("Dibaca sebagai 5.678 (ribuan)")
    assert stored(layanan) == Decimal(5678)
    sheet.page.get_by_role("button", name="Baca sebagai 5,678 (desimal)").click()
    expect(sheet.field(layanan)).to_have_value("5,678")
    assert stored(layanan) == Decimal("5.678")


def test_a_pasted_column_fills_downward(sheet: Sheet) -> None:
    layanan, dokumen, indeks = sheet.rows
    sheet.paste(indeks, "80,18\r\n\r\n6\r\n")
    expect(sheet.state(layanan)).to_have_text("Tersimpan")
    expect(sheet.state(indeks)).to_have_text("Tersimpan")
    assert (stored(indeks), stored(dokumen), stored(layanan)) == (Decimal("80.18"), None, Decimal(6))
    expect(sheet.page.locator("#kotak-tempel")).to_have_text("2 baris diisi dari tempelan.")


def test_several_lines_of_text_stay_in_their_field(sheet: Sheet) -> None:
    layanan, *_ = sheet.rows
    sheet.paste(layanan, "Satu\nDua", name="kendala")
    expect(sheet.page.locator("#kotak-tempel")).to_be_hidden()


def test_each_satuan_of_a_pasted_column_is_asked_for_itself(subbag_sheet: Sheet) -> None:
    sheet = subbag_sheet
    first, second = sheet.rows
    sheet.paste(first, "1.234\n2.345")
    expect(sheet.state(first)).to_have_text("Periksa")
    expect(sheet.state(second)).to_have_text("Periksa")
    sheet.message(first).get_by_role("button", name="1.234 (ribuan)").click()
    expect(sheet.state(first)).to_have_text("Tersimpan")
    expect(sheet.state(second)).to_have_text("Periksa")
    sheet.message(second).get_by_role("button", name="2,345 (desimal)").click()
    expect(sheet.state(second)).to_have_text("Tersimpan")
    assert (stored(first), stored(second)) == (Decimal(1234), Decimal("2.345"))


def test_one_answer_settles_every_pasted_row_of_its_satuan(
    page: Page, live_server: LiveServer, office: Office, cast: Cast, complaints: list[str]
) -> None:
    pk = PerjanjianKinerja.objects.create(
        opd=office.opd, tahun=2024, perubahan=1, alasan="uji", berlaku_mulai=date(2024, 2, 1)
    )
    for number in range(3):
        indikator = Indikator.objects.create(
            opd=office.opd, unit=office.bidang, program=office.program, nama=f"Dokumen {number}", satuan="Dokumen"
        )
        make_butir(pk, indikator, ("1", "2", "3", "4"))
    office.pk = freeze(pk)
    sheet = Sheet(page, live_server, office, cast.staf, office.bidang)
    first, second, third = sheet.rows
    sheet.paste(first, "1.234\n12,500\n3")
    expect(sheet.state(third)).to_have_text("Tersimpan")
    expect(sheet.message(first).get_by_role("button")).to_have_count(2)
    expect(sheet.message(second).get_by_role("button")).to_have_count(0)
    expect(sheet.message(second)).to_contain_text("menunggu pilihan Anda pada Dokumen 0")
    sheet.page.get_by_role("button", name="1.234 (ribuan)").click()
    expect(sheet.state(second)).to_have_text("Tersimpan")
    # Who groups with dots writes a decimal comma: the same answer reads 12,500 as twelve and a half.
    assert (stored(first), stored(second), stored(third)) == (Decimal(1234), Decimal("12.5"), Decimal(3))


def test_someone_elses_newer_value_is_shown_not_overwritten(sheet: Sheet, cast: Cast, office: Office) -> None:
    layanan, dokumen, _ = sheet.rows
    for indikator in (layanan, dokumen):
        save_as(cast.kepala, office, indikator, "7")
    sheet.field(layanan).fill("3")
    sheet.field(layanan).press("Tab")
    expect(sheet.message(layanan)).to_contain_text("diubah oleh Kepala Bidang IKP (kepala)")
    expect(sheet.message(layanan)).to_contain_text("Terbaru: 7")
    expect(sheet.message(layanan)).to_contain_text("Isian Anda: 3")
    expect(sheet.field(layanan)).to_have_value("3")
    assert stored(layanan) == Decimal(7)
    sheet.message(layanan).get_by_role("button", name="Pakai nilai terbaru").click()
    expect(sheet.field(layanan)).to_have_value("7")
    assert stored(layanan) == Decimal(7)

    sheet.field(dokumen).fill("3")
    sheet.field(dokumen).press("Tab")
    sheet.message(dokumen).get_by_role("button", name="Simpan isian saya").click()
    expect(sheet.state(dokumen)).to_have_text("Tersimpan")
    assert stored(dokumen) == Decimal(3)


def test_two_people_in_different_fields_of_a_row_do_not_collide(sheet: Sheet, cast: Cast, office: Office) -> None:
    layanan, *_ = sheet.rows
    save_as(cast.kepala, office, layanan, "7")
    sheet.field(layanan, "kendala").fill("Listrik padam")
    sheet.field(layanan, "kendala").press("Tab")
    expect(sheet.state(layanan)).to_have_text("Tersimpan")
    expect(sheet.field(layanan)).to_have_value("7")
    row = Realisasi.objects.get(indikator=layanan)
    assert (row.nilai, row.kendala) == (Decimal(7), "Listrik padam")


def test_a_dropped_line_loses_nothing_and_is_made_good(sheet: Sheet) -> None:
    layanan, dokumen, _ = sheet.rows
    sheet.page.route("**/simpan/", lambda route: route.abort())
    sheet.field(layanan).fill("3")
    sheet.field(layanan).press("Tab")
    expect(sheet.state(layanan)).to_have_text("Belum terkirim")
    expect(sheet.page.locator("#kotak-kirim")).to_contain_text("Tidak tersambung")
    expect(sheet.field(layanan)).to_have_value("3")
    assert stored(layanan) is None

    sheet.page.unroute("**/simpan/")
    sheet.page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(sheet.state(layanan)).to_have_text("Tersimpan")
    assert stored(layanan) == Decimal(3)

    sheet.page.route("**/simpan/", lambda route: route.abort())
    sheet.field(dokumen).fill("2")
    sheet.field(dokumen).press("Tab")
    expect(sheet.state(dokumen)).to_have_text("Belum terkirim")
    sheet.page.unroute("**/simpan/")
    sheet.page.get_by_role("button", name="Kirim sekarang").click()
    expect(sheet.state(dokumen)).to_have_text("Tersimpan")


def test_an_answer_that_got_lost_is_no_conflict_with_oneself(sheet: Sheet) -> None:
    """The server saved, the answer never came: the retry says the same and is simply saved."""
    layanan, *_ = sheet.rows

    def swallow(route: Route) -> None:
        route.fetch()
        route.abort()

    sheet.page.route("**/simpan/", swallow)
    sheet.field(layanan).fill("3")
    sheet.field(layanan).press("Tab")
    expect(sheet.state(layanan)).to_have_text("Belum terkirim")
    sheet.page.unroute("**/simpan/")
    sheet.page.get_by_role("button", name="Kirim sekarang").click()
    expect(sheet.state(layanan)).to_have_text("Tersimpan")
    assert Realisasi.objects.get(indikator=layanan).versi == 1


def test_leaving_with_something_unsaved_is_asked(sheet: Sheet) -> None:
    layanan, *_ = sheet.rows
    sheet.page.route("**/simpan/", lambda route: route.abort())
    sheet.field(layanan).fill("3")
    sheet.field(layanan).press("Tab")
    expect(sheet.state(layanan)).to_have_text("Belum terkirim")
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    sheet.page.on("dialog", stay)
    sheet.page.close(run_before_unload=True)
    sheet.page.wait_for_timeout(500)
    assert asked == ["beforeunload"]
    sheet.page.context.set_offline(True)  # what waits is tried again until the very end


def test_tidak_tersedia_waits_for_its_reason(sheet: Sheet) -> None:
    layanan, *_ = sheet.rows
    sheet.row(layanan).locator(".open-details").click()
    sheet.field(layanan, "tidak_tersedia").check()
    expect(sheet.field(layanan, "alasan")).to_be_focused()
    expect(sheet.field(layanan)).to_be_disabled()
    assert not Realisasi.objects.exists()
    sheet.page.keyboard.type("Survei diundur")
    sheet.page.keyboard.press("Tab")
    expect(sheet.state(layanan)).to_have_text("Tersimpan")
    expect(sheet.row(layanan).locator(".capaian")).to_have_text("n/a")
    assert Realisasi.objects.get(indikator=layanan).alasan == "Survei diundur"

    sheet.field(layanan, "tidak_tersedia").uncheck()
    expect(sheet.field(layanan)).to_be_enabled()
    sheet.field(layanan).fill("2")
    sheet.field(layanan).press("Tab")
    expect(sheet.state(layanan)).to_have_text("Tersimpan")
    assert stored(layanan) == Decimal(2)


def test_a_photo_is_sent_again_to_a_server_that_looks_at_others(sheet: Sheet, tmp_path: Path) -> None:
    def is_busy(answer: Response) -> bool:
        return answer.status == 503

    photo = tmp_path / "IMG_1.HEIC"
    photo.write_bytes(HEIC)
    row = sheet.row(sheet.rows[0])
    row.locator(".open-details").click()
    with pictures._one_at_a_time, pictures._waiting, sheet.page.expect_response(is_busy):
        row.locator("[data-upload]").set_input_files([photo])
    expect(row.locator(".bukti-name")).to_have_text(["IMG_1.HEIC"])
    assert BuktiDukung.objects.count() == 1


def test_evidence_is_uploaded_replaced_and_withdrawn(sheet: Sheet, tmp_path: Path) -> None:
    layanan, *_ = sheet.rows
    first, second, wrong = tmp_path / "laporan.pdf", tmp_path / "baru.pdf", tmp_path / "gambar.png"
    first.write_bytes(PDF)
    second.write_bytes(PDF + b"\n%%EOF")
    wrong.write_bytes(b"MZ no picture")
    row = sheet.row(layanan)
    row.locator(".open-details").click()
    row.locator("[data-upload]").set_input_files([first, wrong])
    expect(row.locator(".bukti-name")).to_have_text(["laporan.pdf"])
    expect(row.locator(".uploading-message")).to_contain_text("tidak diterima")
    row.get_by_role("button", name="Singkirkan").click()
    expect(row.locator("[data-bukti-count]")).to_have_text("1 bukti")

    sheet.field(layanan).fill("3")
    sheet.field(layanan).press("Tab")
    expect(sheet.state(layanan)).to_have_text("Tersimpan")

    row.get_by_role("button", name="Ganti").click()
    row.get_by_role("button", name="Ganti berkas").click()
    expect(row.get_by_role("alert")).to_contain_text("Pilih berkas")
    row.get_by_label("Berkas pengganti").set_input_files(second)
    row.get_by_role("button", name="Ganti berkas").click()
    expect(row.get_by_role("alert")).to_contain_text("Tuliskan alasan")
    row.locator("[data-reason]").fill("Salah halaman")
    row.get_by_role("button", name="Ganti berkas").click()
    expect(row.locator(".bukti-name")).to_have_text(["baru.pdf"])
    with sheet.page.expect_download() as download:
        row.locator(".bukti-name").click()
    assert Path(download.value.path()).read_bytes() == PDF + b"\n%%EOF"

    row.get_by_role("button", name="Tarik").click()
    row.locator("[data-reason]").fill("Keliru")
    row.get_by_role("button", name="Tarik berkas").click()
    expect(row.locator(".bukti-name")).to_have_count(0)
    expect(row.get_by_text("Belum ada bukti.")).to_be_visible()
    assert BuktiDukung.objects.count() == 2


def test_submitting_waits_for_this_browsers_rows_and_then_submits(sheet: Sheet) -> None:
    layanan, _dokumen, indeks = sheet.rows
    sheet.paste(indeks, "80\n2\n1.234")
    expect(sheet.state(layanan)).to_have_text("Periksa")
    sheet.page.locator("#ajukan").click()
    box = sheet.page.locator("#kotak-ajukan")
    expect(box).to_contain_text("Belum dapat diajukan")
    expect(box).to_contain_text("Jumlah layanan media: pilih bacaan angkanya.")
    assert "ajukan" not in sheet.page.url

    sheet.page.get_by_role("button", name="1.234 (ribuan)").click()
    expect(sheet.state(layanan)).to_have_text("Tersimpan")
    sheet.page.locator("#ajukan").click()
    expect(sheet.page.get_by_role("heading", name="Semua 3 baris sudah terisi")).to_be_visible()
    sheet.page.get_by_role("button", name="Ajukan").click()
    expect(sheet.page.locator("#terkunci")).to_contain_text("menunggu pemeriksaan kepala")
    assert VersiPengajuan.objects.count() == 1
    expect(sheet.page.locator("[data-entry]")).to_have_count(0)


def test_a_row_typed_and_not_left_is_saved_before_submitting(sheet: Sheet) -> None:
    layanan, _dokumen, indeks = sheet.rows
    sheet.paste(indeks, "80\n2")
    sheet.field(layanan).fill("6")
    sheet.page.locator("#ajukan").click()
    expect(sheet.page.get_by_role("heading", name="Semua 3 baris sudah terisi")).to_be_visible()


def test_phone_shows_cards_without_sideways_scrolling(sheet: Sheet) -> None:
    layanan, *_ = sheet.rows
    sheet.page.set_viewport_size({"width": 390, "height": 844})
    assert sheet.page.evaluate("document.documentElement.scrollWidth") == 390
    expect(sheet.page.locator(".entry-table thead")).to_be_hidden()
    field = sheet.field(layanan)
    field.scroll_into_view_if_needed()
    box = field.bounding_box()
    assert box is not None
    assert box["height"] >= 44
    assert field.get_attribute("inputmode") == "decimal"
    field.fill("banyak")
    field.press("Tab")
    expect(sheet.message(layanan)).to_be_visible()
    sheet.row(layanan).locator(".open-details").click()
    expect(sheet.field(layanan, "catatan")).to_be_visible()
    assert sheet.page.evaluate("document.documentElement.scrollWidth") == 390


def test_without_javascript_nothing_can_be_typed_and_lost(
    browser: Browser, live_server: LiveServer, office: Office, cast: Cast
) -> None:
    context = browser.new_context(java_script_enabled=False)
    sheet = Sheet(context.new_page(), live_server, office, cast.staf, office.bidang)
    expect(sheet.page.locator("noscript p")).to_contain_text("memerlukan JavaScript")
    expect(sheet.field(sheet.rows[0])).to_be_disabled()
    context.close()
