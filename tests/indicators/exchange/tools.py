"""What the import tests share: files made by hand, and the two steps of the page."""

import csv
import io
from collections.abc import Sequence
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from indicators.exchange.parsing import parse_book
from indicators.exchange.tables import UploadedTable, table_in

Rows = Sequence[Sequence[Any]]


def make_xlsx(rows: Rows) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))  # type: ignore[union-attr]  # a worksheet, not a chart
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def make_csv(rows: Rows, delimiter: str = ";") -> bytes:
    target = io.StringIO(newline="")
    csv.writer(target, delimiter=delimiter).writerows(rows)
    return target.getvalue().encode("utf-8-sig")


def sheet_in(data: bytes) -> UploadedTable:
    """Read a file as the imports do, within this process. Raises RefusedFile."""
    return table_in(parse_book([("Data", data)]))


def rows_of_xlsx(data: bytes) -> list[list[Any]]:
    sheet = load_workbook(io.BytesIO(data)).worksheets[0]
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def rows_of_csv(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))


def url(model: str, page: str) -> str:
    return reverse(f"admin:indicators_{model}_{page}")


def export(client: Client, model: str, *, kind: str = "xlsx", resource: int = 0) -> bytes:
    response = client.post(url(model, "export"), {"format": {"xlsx": "0", "csv": "1"}[kind], "resource": str(resource)})
    assert response.status_code == 200, response.content
    assert response["Content-Disposition"].startswith("attachment"), response.content.decode()
    return response.content


def upload(client: Client, model: str, data: bytes, *, name: str = "berkas.xlsx", resource: int = 0) -> Any:
    """Send a file to the first step; the answer holds the preview or the refusals."""
    file = SimpleUploadedFile(name, data)
    return client.post(url(model, "import"), {"import_file": file, "resource": str(resource)})


def confirm(client: Client, model: str, preview: HttpResponse) -> Any:
    token = preview.context["token"]  # type: ignore[attr-defined]  # the test client's
    return client.post(url(model, "process_import"), {"token": token}, follow=True)


def sentences(response: Any) -> list[str]:
    """Return everything that the first step refuses, as the page says it."""
    result = response.context.get("result")
    found = [str(text) for texts in response.context["form"].errors.values() for text in texts]
    if result is not None:
        found += [*result.galat, *(f"Baris {rows}, {column}: {sentence}" for rows, column, sentence in result.sebab)]
    return found
