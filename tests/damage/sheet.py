"""A survey export as cells, and its way into bytes.

Sheet holds rows of (text, quoted) cells; Dialect says how they are written
down.  write() gives the bytes and where every row and cell stands, so that
whoever damages a file knows the line and the cell of what was done.
"""
import csv
import io
import unicodedata

ENCODINGS = {  # name: (codec, mark)
    "utf-8": ("utf-8", b""),
    "utf-8-bom": ("utf-8", b"\xef\xbb\xbf"),
    "nfd": ("utf-8", b""),
    "utf-16le": ("utf-16-le", b"\xff\xfe"),
    "utf-16be": ("utf-16-be", b"\xfe\xff"),
    "utf-16le-bare": ("utf-16-le", b""),
    "utf-16be-bare": ("utf-16-be", b""),
    "windows-1250": ("cp1250", b""),
    "iso-8859-2": ("iso8859_2", b""),
}


class Dialect:
    """Separator, quoting (all: every cell as the tool wrote it; some: where
    needed), line end, encoding, line end at the end of the file."""

    def __init__(self, separator, quoting, eol, encoding, last=True):
        self.separator, self.quoting = separator, quoting
        self.eol, self.encoding, self.last = eol, encoding, last

    def name(self):
        return (f"{self.separator!r} {self.quoting} {self.eol!r} "
                f"{self.encoding} {'end' if self.last else 'open'}")

    def codec(self):
        return ENCODINGS[self.encoding][0]

    def cell(self, text, quoted):
        """One cell as it stands in the file."""
        needs = any(c in text for c in (self.separator, '"', "\n", "\r"))
        if needs or (self.quoting == "all" and quoted):
            return '"' + text.replace('"', '""') + '"'
        return text

    def encode(self, text):
        codec, mark = ENCODINGS[self.encoding]
        if self.encoding == "nfd":
            text = unicodedata.normalize("NFD", text)
        return mark + text.encode(codec)

    def can(self, text):
        """Has the encoding every letter?"""
        try:
            text.encode(self.codec())
            return True
        except UnicodeEncodeError:
            return False


class Sheet:
    """heads header rows (SurveyMonkey has two), then answers."""

    def __init__(self, rows, heads):
        self.rows, self.heads = rows, heads

    @staticmethod
    def read(data, heads):
        """From an export as simulate writes it: which empty cells stand in
        quotes is kept."""
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("cp1250")
        separator = max(";,\t", key=text[:2000].count)
        plain = list(csv.reader(io.StringIO(text, newline=""),
                                delimiter=separator))
        rows, at = [], 0
        for row in plain:
            cells = []
            for i, cell in enumerate(row):
                quoted = text[at:at + 1] == '"'
                if quoted:
                    at += 2 + len(cell.replace('"', '""'))
                else:
                    at += len(cell)
                cells.append((cell, quoted))
                at += 1 if i + 1 < len(row) else 0
            while text[at:at + 1] in ("\r", "\n") and at < len(text):
                at += 1
            rows.append(cells)
        return Sheet(rows, heads), separator, text.endswith("\n")

    def written(self, dialect):
        """Rows of cells as they stand in the file."""
        return [[dialect.cell(*c) for c in row] for row in self.rows]
