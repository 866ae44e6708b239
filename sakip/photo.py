"""A photo as the server shows it: decoded in a process of its own and written anew as JPEG, so that nothing of the
stranger's file but its picture reaches a browser. Pure of Django; `sakip.pictures` starts it.

Works on what an upload was judged to be: nothing is guessed from a name, and only the decoder of that kind is tried.
"""

import io
import os
import sys
from typing import BinaryIO

from PIL import Image, ImageCms, ImageOps

from sakip.limits import begin_apart

# As many as an upload may have, which is Pillow's own bound. A JPEG is decoded small; other kinds are decoded whole,
# and end earlier by their memory.
MOST_PIXELS = 178_956_970
QUALITY = 82
DECODERS = {"jpg": "JPEG", "png": "PNG", "webp": "WEBP", "heic": "HEIF"}


def draw(stream: BinaryIO, kind: str, longest: int) -> bytes:
    """Return a photo upright and on white, its longer side at most so many dots.

    Place, time and camera, which phones write into a photo, stay behind. Raises what Pillow raises on a broken one.
    """
    if kind == "heic":
        # Half a second that the other kinds need not wait.
        from pillow_heif import register_heif_opener

        register_heif_opener(thumbnails=False, decode_threads=1)
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    with Image.open(stream, formats=[DECODERS[kind]]) as photo:
        if photo.width * photo.height > MOST_PIXELS:
            raise Image.DecompressionBombError
        photo.draft("RGB", (longest, longest))
        profile = photo.info.get("icc_profile") if photo.mode == "RGB" else None
        upright = ImageOps.exif_transpose(photo)
        upright.thumbnail((longest, longest))
        written, picture = io.BytesIO(), _in_common_colours(_on_white(upright), profile)
        # Pillow would write on what the stranger's file says of itself: his comment, his XMP.
        picture.info.clear()
        picture.save(written, "JPEG", quality=QUALITY)
    return written.getvalue()


def _in_common_colours(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """Return it in the colours that every browser assumes: the profile is bytes of the stranger's, and stays behind."""
    if not profile:
        return picture
    try:
        own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        found = ImageCms.profileToProfile(picture, own, ImageCms.createProfile("sRGB"))
    except (OSError, ImageCms.PyCMSError):
        return picture
    return picture if found is None else found


def _on_white(photo: Image.Image) -> Image.Image:
    """What a photo leaves transparent would be black in a JPEG."""
    if not photo.has_transparency_data:
        return photo.convert("RGB")
    layer = photo.convert("RGBA")
    paper = Image.new("RGB", layer.size, "white")
    paper.paste(layer, mask=layer.getchannel("A"))
    return paper


def _main() -> None:
    """Read the photo from standard input, an open file; write the picture. One that is none ends the process."""
    begin_apart()
    # Pages are served first.
    os.nice(5)
    kind, longest = sys.argv[2:]
    sys.stdout.buffer.write(draw(sys.stdin.buffer, kind, int(longest)))


if __name__ == "__main__":
    _main()
