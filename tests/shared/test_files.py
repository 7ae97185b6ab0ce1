"""Files from outside: kept by their content, written before the row, handed over without harm."""

import io
import os
import struct
import zipfile
import zlib
from datetime import timedelta
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy import select
from werkzeug.datastructures import FileStorage

from participa.extensions import db
from participa.shared import files
from participa.shared.clock import now
from participa.shared.errors import Invalid, NotFound
from participa.shared.files import FileKind, StoredFile
from participa.shared.unit_of_work import unit_of_work

pytestmark = pytest.mark.usefixtures("context")

PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"
TYPES = '<Types><Override ContentType="application/vnd.openxmlformats-officedocument.{}.main+xml"/></Types>'
PLACE = "Latitud 4.4389"


def picture(format_: str = "JPEG", size: tuple[int, int] = (60, 40), **options) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, format_, **options)
    return out.getvalue()


def photo_with_place() -> bytes:
    exif = Image.Exif()
    exif[0x010E] = PLACE
    exif[0x0112] = 6  # lying on its side
    exif.get_ifd(0x8825)[1] = "N"
    return picture(exif=exif.tobytes(), comment=PLACE.encode())


def zipped(members: dict[str, bytes | str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in members.items():
            package.writestr(name, content)
    return out.getvalue()


def word(**more: bytes | str) -> bytes:
    return zipped(
        {"[Content_Types].xml": TYPES.format("wordprocessingml.document"), "word/document.xml": "<d/>"} | more
    )


def open_sheet(**more: bytes | str) -> bytes:
    members: dict[str, bytes | str] = {"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}
    return zipped(members | {"content.xml": "<c/>", "META-INF/manifest.xml": "<m/>"} | more)


def png_that_promises(width: int, height: int) -> bytes:
    """A few bytes that say to be a picture of these sides."""
    data = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    head = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + data + struct.pack(">I", zlib.crc32(data))
    pixels = b"IDAT" + zlib.compress(b"")
    return head + struct.pack(">I", len(pixels) - 4) + pixels + struct.pack(">I", zlib.crc32(pixels))


def encrypted(data: bytes) -> bytes:
    """The same zip with the mark of a password on each member."""
    local, central = data.replace(b"PK\x03\x04\x14\x00\x00", b"PK\x03\x04\x14\x00\x01"), b"PK\x01\x02\x14\x03\x14\x00"
    return local.replace(central + b"\x00", central + b"\x01")


def keep(data: bytes, name: str, **options) -> StoredFile:
    with unit_of_work():
        return files.keep(FileStorage(io.BytesIO(data), name), **options)


def on_disk(app) -> list[Path]:
    return [path for path in (app.extensions["settings"].data_dir / "archivos").rglob("*") if path.is_file()]


@pytest.mark.parametrize(
    ("data", "name", "extension", "kind"),
    [
        (PDF, "Informe.PDF", "pdf", FileKind.PDF),
        (picture(), "foto.jpeg", "jpg", FileKind.PICTURE),
        (picture("PNG"), "plano.png", "png", FileKind.PICTURE),
        (picture("WEBP"), "plano.webp", "webp", FileKind.PICTURE),
        (word(), "acta.docx", "docx", FileKind.DOCUMENT),
        (open_sheet(), "cifras.ods", "ods", FileKind.SHEET),
        ("Vereda;Personas\nEl Edén;4\n".encode("cp1252"), "asistentes.csv", "csv", FileKind.SHEET),
        ("Una nota, con eñe.".encode(), "nota.txt", "txt", FileKind.TEXT),
        (PDF, "sin-extension", "pdf", FileKind.PDF),
    ],
)
def test_what_the_content_is_decides(data, name, extension, kind):
    stored = keep(data, name)
    assert (stored.extension, stored.kind, stored.original_name) == (extension, kind, name)
    assert stored.size == len(files.read(stored))


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"", "nada.pdf", "está vacío"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", "dibujo.svg", "dibujo SVG"),
        (b"\xef\xbb\xbf  <!DOCTYPE html><html></html>", "pagina.txt", "página web"),
        (b"#!/bin/sh\nrm -rf /\n", "orden.txt", "programa"),
        (b"hola,<script>alert(1)</script>", "datos.csv", "página web"),
        (b"MZ\x90\x00\x03\x00", "programa.pdf", "no se puede guardar"),
        (picture(), "foto.pdf", "termina en «.pdf», pero el archivo es una imagen JPEG"),
        (PDF, "informe.docx", "pero el archivo es un PDF"),
        (picture("GIF"), "foto.gif", "JPEG o PNG"),
        (b"\x00\x00\x00\x18ftypheic\x00\x00", "foto.heic", "JPEG o PNG"),
        (b"ID3\x04\x00", "sonido.mp3", "escriba el enlace"),
        (b"\xd0\xcf\x11\xe0 antiguo", "acta.doc", "archivo antiguo de Office"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "acta.docx", "contraseña"),
        (b"Rar!\x1a\x07", "fotos.rar", "carpeta comprimida"),
        (zipped({"foto.jpg": picture()}), "fotos.zip", "carpeta comprimida"),
        (word(**{"word/vbaProject.bin": b"macro"}), "acta.docx", "macros"),
        (open_sheet(**{"Basic/Standard/Module1.xml": "<m/>"}), "hoja.ods", "macros"),
        (open_sheet(**{"META-INF/manifest.xml": "<m:encryption-data/>"}), "hoja.ods", "contraseña"),
        (
            zipped({"[Content_Types].xml": "document.macroEnabled.main+xml", "word/document.xml": "<d/>"}),
            "acta.docm",
            "macros",
        ),
        (word(**{"word/embeddings/oleObject1.bin": b"x"}), "acta.docx", "macros o programas"),
        (encrypted(word()), "acta.docx", "contraseña"),
        (word(**{"word/media/vacio.bmp": bytes(5_000_000)}), "acta.docx", "ocupa demasiado"),
        (PDF + word(), "informe.pdf", "escondido"),
        (PDF + b"<script>alert(1)</script>" * 99, "informe.pdf", "escondido"),
        (word() + b"<script>alert(1)</script>", "acta.docx", "escondido"),
        (PDF[:40], "informe.pdf", "dañado"),
        (PDF.replace(b"/Catalog", b"/Catalog /OpenAction << /S /JavaScript >>"), "informe.pdf", "acciones"),
        (PDF.replace(b"trailer <<", b"trailer << /Encrypt 5 0 R"), "informe.pdf", "contraseña"),
        (picture()[:200], "foto.jpg", "dañada"),
        (png_that_promises(9_000, 9_000), "bomba.png", "demasiado grande"),
        (png_that_promises(60_000, 60_000), "bomba.png", "demasiado grande"),
        (b"x" * (10 * 1024 * 1024 + 1), "largo.txt", "más de 10 MB"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
@pytest.mark.filterwarnings("default::PIL.Image.DecompressionBombWarning")
def test_what_may_not_be_kept_is_refused_with_words(app, data, name, words):
    before = on_disk(app)
    with pytest.raises(Invalid, match=words):
        keep(data, name)
    assert on_disk(app) == before
    assert db.session.scalars(select(StoredFile)).all() == []


def test_a_zip_with_something_before_it_is_no_document():
    with pytest.raises(Invalid):
        keep(b"GIF89a" + word(), "acta.docx")


def test_a_photo_loses_where_it_was_taken_and_stands_upright():
    stored = keep(photo_with_place(), "IMG_2026.jpg", alt_text="Mesa con jóvenes")
    kept = files.read(stored)
    assert PLACE.encode() in photo_with_place()
    assert PLACE.encode() not in kept
    with Image.open(io.BytesIO(kept)) as opened:
        assert dict(opened.getexif()) == {}
        assert "comment" not in opened.info
    assert (stored.width, stored.height) == (40, 60)
    assert stored.alt_text == "Mesa con jóvenes"


def test_what_hides_behind_a_picture_does_not_come_along():
    stored = keep(picture() + word() + b"<script>alert(1)</script>", "foto.jpg")
    assert b"PK\x03\x04" not in files.read(stored)
    assert b"<script>" not in files.read(stored)


def test_a_large_photo_is_kept_at_a_size_for_reading():
    stored = keep(picture(size=(6000, 4000)), "foto.jpg")
    assert (stored.width, stored.height) == (2400, 1600)


def test_a_page_may_take_only_some_kinds():
    with pytest.raises(Invalid, match="El archivo es un PDF. Aquí se sube una imagen."):
        keep(PDF, "acta.pdf", kinds={FileKind.PICTURE})


def test_the_disk_has_it_under_a_random_name_for_its_owner_alone(app):
    stored = keep(PDF, "../../etc/passwd.pdf")
    (path,) = [path for path in on_disk(app) if path.name == stored.name]
    assert path.parent.name == stored.name[:2]
    assert path.stat().st_mode & 0o077 == 0
    assert stored.original_name == "passwd.pdf"


def test_a_refused_request_leaves_an_orphan_that_the_chore_removes(app):
    with unit_of_work() as work:
        orphan = files.keep(FileStorage(io.BytesIO(PDF), "acta.pdf")).name
        work.keep = False
    kept = keep(PDF, "acta.pdf").name
    paths = {path.name: path for path in on_disk(app)}
    assert files.remove_orphans_of(paths[orphan].parent) == 0
    long_ago = (now() - timedelta(days=2)).timestamp()
    for name in (orphan, kept):
        os.utime(paths[name], (long_ago, long_ago))
        files.remove_orphans_of(paths[name].parent)
    assert not paths[orphan].exists()
    assert paths[kept].exists()


def test_a_file_is_removed_only_when_the_transaction_is_kept(app):
    stored = keep(PDF, "borrador.pdf")
    with unit_of_work() as work:
        files.remove(stored)
        work.keep = False
    assert files.read(db.session.scalars(select(StoredFile)).one())
    with unit_of_work():
        files.remove(db.session.scalars(select(StoredFile)).one())
    assert stored.name not in [path.name for path in on_disk(app)]


def test_a_file_is_handed_over_without_harm(app):
    stored = keep(PDF, "Nombre de una persona.pdf")
    with app.test_request_context():
        answer = files.send(stored, "Acta de la mesa de diálogo", inline=True)
        assert answer.data == PDF
    assert answer.headers["Content-Disposition"] == "attachment; filename=acta-de-la-mesa-de-dialogo.pdf"
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"].startswith("sandbox")
    assert answer.headers["Cache-Control"] == "no-store"


def test_only_pictures_are_shown_within_pages(app):
    stored = keep(picture(), "foto.jpg")
    with app.test_request_context():
        answer = files.send(stored, "Foto", inline=True, is_public=True)
    assert answer.headers["Content-Disposition"].startswith("inline")
    assert "no-store" not in answer.headers["Cache-Control"]


def test_what_the_disk_lost_is_said(app):
    stored = keep(PDF, "acta.pdf")
    next(path for path in on_disk(app) if path.name == stored.name).unlink()
    with app.test_request_context(), pytest.raises(NotFound):
        files.send(stored)


def test_a_path_is_no_name():
    with pytest.raises(NotFound):
        files.read(StoredFile(name="../../secret_key.txt"))
