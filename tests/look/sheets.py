#!/usr/bin/python3
"""Contact sheets of PDF files: every page, in colour and in grey.

    sheets.py TARGET NAME=FILE.pdf...

TARGET/NAME-1.png, TARGET/NAME-szary-1.png and so on, 3 x 2 pages each at
100 dpi.  Pages are put together here, so that nothing but pdftoppm is needed.
Says of each page how many per cent of its height stand free below what is
printed ("!": more than a third).
"""
import os
import struct
import subprocess
import sys
import tempfile
import zlib

ACROSS, DOWN, DPI, GAP = 3, 2, 100, 6


def pnm(path):
    """width, height, bytes per pixel, pixels"""
    with open(path, "rb") as f:
        data = f.read()
    kind, w, h, _ = data.split(None, 4)[:4]
    w, h, depth = int(w), int(h), 3 if kind == b"P6" else 1
    return w, h, depth, data[len(data) - w * h * depth:]


def png(path, w, h, depth, rows):
    def chunk(name, body):
        return (struct.pack(">I", len(body)) + name + body +
                struct.pack(">I", zlib.crc32(name + body)))
    with open(path, "wb") as f:
        f.write(b"\x89PNG\r\n\x1a\n" +
                chunk(b"IHDR", struct.pack(">IIBBBBB", w, h, 8,
                                           2 if depth == 3 else 0, 0, 0, 0)) +
                chunk(b"IDAT", zlib.compress(b"".join(b"\0" + r for r in rows),
                                             1)) +
                chunk(b"IEND", b""))


def sheet(path, pages):
    w, h = max(p[0] for p in pages), max(p[1] for p in pages)
    depth = pages[0][2]
    gap = b"\x80" * (GAP * depth)
    rows = []
    for i in range(0, len(pages), ACROSS):
        line = pages[i:i + ACROSS]
        rows += [b"\x80" * (ACROSS * (w + GAP) * depth)] * GAP
        for y in range(h):
            row = b""
            for pw, ph, _, pixels in line:
                part = pixels[y * pw * depth:(y + 1) * pw * depth]
                row += part.ljust(w * depth, b"\x80") + gap
            rows.append(row.ljust(ACROSS * (w + GAP) * depth, b"\x80"))
    png(path, ACROSS * (w + GAP), len(rows), depth, rows)


def free(page):
    """per cent of the text area below the last ink darker than a watermark"""
    w, _, _, pixels = page
    top, bottom = (int(mm / 25.4 * DPI) for mm in (24, 277))
    last = top
    for y in range(top, bottom):
        if min(pixels[y * w:(y + 1) * w]) < 215:
            last = y
    return round(100 * (bottom - last) / (bottom - top))


def main(target, files):
    os.makedirs(target, exist_ok=True)
    for name, pdf in (f.split("=", 1) for f in files):
        for tone, option in (("", []), ("-szary", ["-gray"])):
            with tempfile.TemporaryDirectory() as folder:
                subprocess.run(["pdftoppm", "-r", str(DPI), *option, pdf,
                                f"{folder}/p"], check=True)
                pages = [pnm(f"{folder}/{p}")
                         for p in sorted(os.listdir(folder))]
            step = ACROSS * DOWN
            for i in range(0, len(pages), step):
                sheet(f"{target}/{name}{tone}-{i // step + 1}.png",
                      pages[i:i + step])
        shares = (f"{n}{'!' if n > 35 else ''}" for n in map(free, pages))
        print(f"  {name}: {len(pages)}, free: {' '.join(shares)}")


main(sys.argv[1], sys.argv[2:])
