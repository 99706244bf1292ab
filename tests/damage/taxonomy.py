"""The ways in which exports are damaged on their way to us.

TAXONOMY is the list: family, what happens, what has to be said.  Each kind is
a function of a Work (one file being damaged); it changes the file and returns
the truths about it, or nothing when the file offers no place for it.  Families:
quotes, widths, encodings, separators, line ends, headers, cells.

Not in the list: one valid answer in place of another.  Nobody can see that.
"""
import re

from sheet import ENCODINGS


def column_letters(column):
    out = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        out = chr(65 + rest) + out
    return out


def count_lines(text):
    """Line ends as the reader counts them."""
    return len(re.findall("\r\r\n|\r\n|\n|\r", text))


class Item:
    """A piece of the file that the reader takes for one row of Excel (or
    `n_excel` of them, or none)."""

    def __init__(self, origin, cells, eol):
        self.origin, self.cells, self.eol = origin, cells, eol
        self.raw = None      # instead of the cells
        self.n_excel = 1
        self.touched = self.gone = False
        self.said_at = []    # other lines at which its loss may be said
        self.line = self.excel = 0
        self.second = 0      # lines further on, where the rest may stand
        self.separator = None
        self.bytes = None    # bytes that take the place of the text

    def text(self, separator):
        if self.raw is not None:
            return self.raw
        return (self.separator or separator).join(self.cells)


class Truth:
    """One thing done to the file, and what has to be said of it.  level: row
    and cell (at that line, with one of the codes), file (refused), note."""

    def __init__(self, kind, level, codes, item=None, column=None, offset=0,
                 excuses=False):
        self.kind, self.level, self.codes = kind, level, set(codes)
        self.item, self.column, self.offset = item, column, offset
        self.excuses = excuses
        self.severe = level in ("row", "cell")

    def line(self):
        return self.item.line + self.offset

    def excel_row(self):
        return self.item.excel

    def harmless(self, stored, before):
        """Is all of the row in as it was?  Then nothing needs saying."""
        item = self.item
        if item is None or item.origin is None or item.gone:
            return False
        return item.line in stored and stored[item.line] == before[item.origin]


class Work:
    def __init__(self, sheet, dialect, rng):
        self.sheet, self.dialect, self.rng = sheet, dialect, rng
        self.items = [Item(i if i >= sheet.heads else None, cells, dialect.eol)
                      for i, cells in enumerate(sheet.written(dialect))]
        if not dialect.last:
            self.items[-1].eol = ""
        self.truths, self.done, self.options = [], [], []
        self.after = []      # functions on the bytes, last of all
        self.whole = None

    # ---- looking for a place ----

    def answers(self):
        return [i for i in self.items if i.origin is not None]

    def free(self):
        """Answers that nothing was done to, nor to their neighbours."""
        out = []
        for n, item in enumerate(self.items):
            near = self.items[max(0, n - 2):n + 3]
            if item.origin is not None and not any(i.touched for i in near):
                out.append(item)
        return out

    def row(self, wanted=lambda item: True):
        rows = [i for i in self.free() if wanted(i)]
        return self.rng.choice(rows) if rows else None

    def value(self, item, column):
        return self.sheet.rows[item.origin][column][0]

    def columns(self, wanted):
        """Columns all of whose cells, where filled, are `wanted`."""
        rows = self.sheet.rows[self.sheet.heads:]
        out = []
        for c in range(len(rows[0])):
            cells = [r[c][0] for r in rows if r[c][0]]
            if cells and all(wanted(x) for x in cells):
                out.append(c)
        return out

    SCALE = set("1 2 3 4 5 nw".split()) | {
        "zdecydowanie nie", "raczej nie", "ani tak, ani nie", "raczej tak",
        "zdecydowanie tak", "nie wiem"}

    def scale_columns(self):
        rows = self.sheet.rows[self.sheet.heads:]
        return [c for c in self.columns(lambda x: x in self.SCALE)
                if len({r[c][0] for r in rows if r[c][0]}) >= 3]

    def gmina_columns(self):
        return self.columns(lambda x: re.fullmatch(r"06\d{5}", x) or
                            "(gmina " in x)

    def number_column(self):
        """The tool's number of the answer, None when it gives none."""
        for c, (text, _) in enumerate(self.sheet.rows[0]):
            if text.lower() in ("id", "id odpowiedzi", "response id", "lp.",
                                "id. id odpowiedzi", "respondentid"):
                return c
        return None

    TIME = ("submitdate", "data wysłania", "date submitted", "end",
            "submitdate. data wysłania", "_submission_time", "submissiondate",
            "sygnatura czasowa", "godzina ukończenia", "data",
            "data wypełnienia", "enddate")

    def time_column(self):
        heads = [t.lower() for t, _ in self.sheet.rows[0]]
        for name in ("submitdate", "data wysłania", "date submitted",
                     "submitdate. data wysłania", "submissiondate",
                     "sygnatura czasowa", "data", "data wypełnienia"):
            if name in heads:
                return heads.index(name)
        return None

    # ---- changing ----

    def set_cell(self, item, column, text):
        """A value, written as the dialect writes it."""
        quoted = self.sheet.rows[item.origin][column][1]
        item.cells[column] = self.dialect.cell(text, quoted)
        item.touched = True

    def insert(self, at, item):
        self.items.insert(at, item)
        return item

    def head(self):
        return self.items[0]

    # ---- the result ----

    def damage(self, taxonomy, n):
        """Does kind n of the list, sometimes another one or two beside it."""
        for k in range(len(taxonomy)):
            if self.apply(taxonomy[(n + k) % len(taxonomy)]):
                break
        else:
            return False
        if self.done[0].single and self.rng.random() < 0.25:
            singles = [k for k in taxonomy if k.single]
            for _ in range(self.rng.choice((1, 2))):
                self.apply(self.rng.choice(singles))
        return True

    def apply(self, kind):
        truths = kind.function(self)
        if not truths:
            return False
        if isinstance(truths, Truth):
            truths = [truths]
        for t in truths:
            t.kind = kind.name
        self.truths += truths
        self.done.append(kind)
        return True

    def kinds(self):
        return self.done[0].name

    def notes(self):
        return set().union(*(t.codes for t in self.truths
                             if t.level == "note"), set())

    def excused(self, item, notes):
        """Was it said for the whole file that this answer may differ?"""
        return any(t.excuses and t.codes & notes and
                   (t.item is None or t.item is item) for t in self.truths)

    def bytes(self):
        parts, at, excel = [], 1, 1
        for item in self.items:
            text = item.text(self.dialect.separator) + item.eol
            item.line, item.excel = at, excel
            at += count_lines(text)
            excel += item.n_excel
            parts.append((item, text))
        out = b""
        codec, mark = ENCODINGS[self.dialect.encoding]
        for item, text in parts:
            out += item.bytes if item.bytes is not None else \
                self.dialect.encode(text)[len(mark):]
        out = mark + out
        for change in self.after:
            out = change(out)
        return out

    def by_origin(self, stored):
        """What each answer of an undamaged file holds; after bytes()."""
        return {i.origin: stored.get(i.line) for i in self.answers()}


class Kind:
    def __init__(self, name, function, single):
        self.name, self.function, self.single = name, function, single


TAXONOMY = []


def kind(name, single=True):
    def add(function):
        TAXONOMY.append(Kind(name, function, single))
        return function
    return add


# ---- quotes ----

QUOTE = ("E151", "E152", "E160")
WIDTH = ("E153", "E154", "E160")


def filled(item, bare):
    """Columns with a word in them, in quotes or bare."""
    return [c for c, t in enumerate(item.cells)
            if len(t) > 2 and (t[0] != '"') == bare and "\n" not in t
            and '"' not in t[1:-1]]


def offset_of(item, column):
    return sum(count_lines(c) for c in item.cells[:column])


def spoil(work, bare, change, codes):
    """Changes one filled cell by `change(text)`."""
    item = work.row(lambda i: filled(i, bare))
    if item is None:
        return None
    column = work.rng.choice(filled(item, bare))
    item.cells[column] = change(item.cells[column])
    item.touched = True
    # what stands behind on lines of its own is read as rows
    item.n_excel += sum(count_lines(c) for c in item.cells[column:])
    return Truth("", "cell", codes, item, column, offset_of(item, column))


@kind("quotes: opened, never closed")
def _(work):
    return spoil(work, True, lambda t: '"' + t, QUOTE)


@kind("quotes: closing one lost")
def _(work):
    return spoil(work, False, lambda t: t[:-1], QUOTE)


@kind("quotes: opening one lost")
def _(work):
    return spoil(work, False, lambda t: t[1:], QUOTE)


@kind("quotes: stray in a bare cell")
def _(work):
    return spoil(work, True, lambda t: t[:2] + '"' + t[2:], QUOTE)


@kind("quotes: stray in a quoted cell")
def _(work):
    return spoil(work, False, lambda t: t[:2] + '"' + t[2:], QUOTE)


@kind("quotes: text behind the closing one")
def _(work):
    return spoil(work, False, lambda t: t + "x", QUOTE)


@kind("quotes: escaped by backslashes")
def _(work):
    return spoil(work, False, lambda t: t[:2] + '\\"' + t[2:-1] + '\\""',
                 QUOTE)


@kind("quotes: two rows, same column", single=False)
def _(work):
    free = work.free()
    pairs = [(a, b) for a, b in zip(free, free[2:])
             if a.origin + 2 == b.origin]
    for a, b in pairs:
        columns = [c for c in filled(a, True) if c in filled(b, True)]
        if columns:
            column = work.rng.choice(columns)
            for item in (a, b):
                item.cells[column] = '"' + item.cells[column]
                item.touched = True
                item.n_excel += sum(count_lines(c)
                                    for c in item.cells[column:])
            return [Truth("", "cell", QUOTE, i, column, offset_of(i, column))
                    for i in (a, b)]
    return None


@kind("quotes: opened in one row, closed in the next", single=False)
def _(work):
    free = work.free()
    for a, b in zip(free, free[1:]):
        columns = [c for c in filled(a, True) if c in filled(b, True)]
        if columns and a.origin + 1 == b.origin:
            column = work.rng.choice(columns)
            a.cells[column] = '"' + a.cells[column]
            b.cells[column] = b.cells[column] + '"'
            a.touched = b.touched = True
            a.n_excel += sum(count_lines(c) for c in a.cells[column:])
            return [Truth("", "cell", QUOTE, i, column, offset_of(i, column))
                    for i in (a, b)]
    return None


# ---- widths ----

@kind("widths: a separator lost")
def _(work):
    item = work.row()
    if item is None:
        return None
    at = work.rng.randrange(len(item.cells) - 1)
    item.cells[at:at + 2] = [item.cells[at] + item.cells[at + 1]]
    item.touched = True
    return Truth("", "row", WIDTH + QUOTE, item)


@kind("widths: a separator too many")
def _(work):
    item = work.row()
    if item is None:
        return None
    item.cells.insert(work.rng.randrange(len(item.cells)), "")
    item.touched = True
    return Truth("", "row", WIDTH, item)


@kind("widths: the end of a row lost")
def _(work):
    item = work.row(lambda i: i is not work.items[-1])
    if item is None:
        return None
    del item.cells[work.rng.randrange(1, len(item.cells)):]
    item.touched = True
    return Truth("", "row", WIDTH, item)


@kind("widths: cells behind the end")
def _(work):
    item = work.row()
    if item is None:
        return None
    item.cells += ["x"] * work.rng.choice((1, 2, 5))
    item.touched = True
    return Truth("", "row", WIDTH, item)


@kind("widths: text with separators, quotes lost")
def _(work):
    def has(item):
        return [c for c, t in enumerate(item.cells) if t[:1] == '"' and
                work.dialect.separator in t and '"' not in t[1:-1]]
    item = work.row(has)
    if item is None:
        return None
    column = work.rng.choice(has(item))
    item.cells[column] = item.cells[column][1:-1]
    item.touched = True
    return Truth("", "row", WIDTH, item)


# ---- encodings ----

def text_columns(item):
    return [c for c, t in enumerate(item.cells) if len(t) > 4]


def first_letter(text):
    """Lines before the first letter that is no ASCII."""
    return count_lines(re.match("[\\0-\\x7f]*", text).group())


@kind("encodings: bytes that are no letters")
def _(work):
    if work.dialect.encoding not in ("utf-8", "utf-8-bom", "windows-1250"):
        return None
    item = work.row(text_columns)
    if item is None:
        return None
    column = work.rng.choice(text_columns(item))
    byte = b"\x81" if work.dialect.encoding == "windows-1250" else \
        work.rng.choice([b"\xff", b"\xb9", b"\xc5", b"\xe2\x80"])
    if work.dialect.encoding == "windows-1250" and sum(
            ord(c) > 127 for r in work.sheet.rows for x, _ in r for c in x) < 9:
        return None  # then the byte decides what the encoding is
    cells = item.cells
    cells[column] = cells[column][:2] + "\0" + cells[column][2:]
    text = item.text(work.dialect.separator) + item.eol
    cells[column] = cells[column].replace("\0", "")
    item.bytes = text.encode(work.dialect.codec()).replace(b"\0", byte)
    item.touched = True
    return Truth("", "row", ("E157",), item, None, offset_of(item, column))


@kind("encodings: a row of Windows-1250 in UTF-8")
def _(work):
    def polish(item):
        return any(c in "ąćęłńóśźżĄĆĘŁŃÓŚŹŻ" for t in item.cells for c in t)
    if work.dialect.encoding not in ("utf-8", "utf-8-bom"):
        return None
    item = work.row(polish)
    if item is None:
        return None
    text = item.text(work.dialect.separator) + item.eol
    item.bytes = text.encode("cp1250", "replace")
    item.touched = True
    return Truth("", "row", ("E157",), item, None, first_letter(text))


@kind("encodings: a row of UTF-8 in an 8-bit file")
def _(work):
    def polish(item):
        return any(c in "ąćęłńóśźżĄĆĘŁŃÓŚŹŻ" for t in item.cells for c in t)
    if work.dialect.encoding not in ("windows-1250", "iso-8859-2"):
        return None
    others = sum(polish(i) for i in work.items)
    item = work.row(polish)
    if item is None or others < 6:
        return None
    text = item.text(work.dialect.separator) + item.eol
    item.bytes = text.encode("utf-8")
    item.touched = True
    return Truth("", "row", ("E162", "E157"), item, None, first_letter(text))


@kind("encodings: NUL")
def _(work):
    item = work.row(text_columns)
    if item is None or work.dialect.encoding.startswith("utf-16"):
        return None
    column = work.rng.choice(text_columns(item))
    item.cells[column] = item.cells[column][:2] + "\0" + item.cells[column][2:]
    item.touched = True
    return Truth("", "row", ("E158",), item, None, offset_of(item, column))


@kind("encodings: opened in a wrong one, saved as UTF-8", single=False)
def _(work):
    if work.dialect.encoding not in ("utf-8", "utf-8-bom"):
        return None
    plain = "".join(t for i in work.items for t in i.cells)
    if sum(c in "ąćęłńóśźżĄĆĘŁŃÓŚŹŻ" for c in plain) < 6:
        return None
    codec = work.rng.choice(("cp1250", "cp1252"))
    work.after.append(lambda data: data.decode("utf-8").encode("utf-8")
                      .decode(codec, "replace").encode("utf-8"))
    return Truth("", "file", ("E118", "E121", "E123"))


@kind("encodings: named wrongly", single=False)
def _(work):
    wrong = {"utf-8": ("windows-1250", "iso-8859-2", "utf-16le"),
             "utf-8-bom": ("windows-1250", "iso-8859-2", "utf-16le"),
             "windows-1250": ("utf-8", "iso-8859-2", "utf-16le"),
             "iso-8859-2": ("utf-8", "windows-1250", "utf-16be"),
             "utf-16le": ("utf-8", "windows-1250", "utf-16be"),
             "utf-16be-bare": ("utf-8", "utf-16le")}
    names = wrong.get(work.dialect.encoding)
    plain = "".join(t for i in work.items for t in i.cells)
    if names is None or sum(c in "ąśźĄŚŹ" for c in plain) < 3:
        return None
    work.options += ["--encoding", work.rng.choice(names)]
    return Truth("", "file", ("E114",))


@kind("encodings: a byte of UTF-16 lost", single=False)
def _(work):
    if not work.dialect.encoding.startswith("utf-16"):
        return None
    rows = work.answers()
    item = rows[work.rng.randrange(len(rows) // 2, len(rows))]
    text = item.text(work.dialect.separator) + item.eol
    data = text.encode(work.dialect.codec())
    at = work.rng.randrange(2, len(data) - 4)
    item.bytes = data[:at] + data[at + 1:]
    # the bytes of the row are strange from there on, in whatever line
    item.said_at = list(range(1, 400))
    for later in rows[rows.index(item):]:
        later.touched = True
        later.gone = later is not item
    return Truth("", "row", ("E157", "E153", "E154", "E151", "E152", "E158",
                             "E160", "E159", "E156"), item)


# ---- separators ----

@kind("separators: a row with another one")
def _(work):
    other = "," if work.dialect.separator != "," else ";"
    item = work.row(lambda i: not any(other in t and t[0] != '"'
                                      for t in i.cells))
    if item is None:
        return None
    item.separator = other
    item.touched = True
    return Truth("", "row", ("E159", "E153", "E154"), item)


@kind("separators: the header with another one", single=False)
def _(work):
    other = ";" if work.dialect.separator != ";" else ","
    if any(other in t for t in work.head().cells) or work.sheet.heads > 1:
        return None
    work.head().separator = other
    return Truth("", "file", ("E119", "E121", "E117", "E143"))


@kind("separators: half of the rows with another one", single=False)
def _(work):
    other = ";" if work.dialect.separator != ";" else ","
    rows = work.answers()[len(work.answers()) // 2:]
    if any(other in t and t[:1] != '"' for i in rows for t in i.cells):
        return None
    out = []
    for item in rows:
        item.separator = other
        item.touched = True
        out.append(Truth("", "row", ("E159", "E153", "E154"), item))
    return out


@kind("separators: a row saved in one cell")
def _(work):
    if work.dialect.quoting == "all" and work.dialect.separator == ";":
        return None
    item = work.row()
    if item is None:
        return None
    text = item.text(work.dialect.separator)
    item.raw = '"' + text.replace('"', '""') + '"'
    item.touched = True
    return Truth("", "row", ("E161", "E153"), item)


# ---- line ends ----

@kind("line ends: a row broken in two")
def _(work):
    item = work.row(lambda i: filled(i, True))
    if item is None:
        return None
    column = work.rng.choice(filled(item, True))
    brk = work.rng.choice(("\n", "\r\n", "\r"))
    item.cells[column] = item.cells[column][:2] + brk + item.cells[column][2:]
    item.touched = True
    item.n_excel = 2
    first = Truth("", "row", WIDTH, item)
    if column == 0:  # what follows is a whole row less a part of its first cell
        item.second = offset_of(item, column) + 1
        return first
    return [first,
            Truth("", "row", WIDTH, item, None, offset_of(item, column) + 1)]


@kind("line ends: two rows in one")
def _(work):
    free = work.free()
    pairs = [(a, b) for a, b in zip(free, free[1:]) if a.origin + 1 == b.origin]
    if not pairs:
        return None
    a, b = work.rng.choice(pairs)
    a.eol = ""
    a.n_excel = 0
    a.touched = b.touched = b.gone = True
    return Truth("", "row", WIDTH + QUOTE, a)


@kind("line ends: blank lines", single=False)
def _(work):
    at = work.rng.randrange(work.sheet.heads + 1, len(work.items))
    for _ in range(work.rng.choice((1, 3))):
        work.insert(at, Item(None, [work.rng.choice(("", "", " "))],
                             work.dialect.eol))
    return Truth("", "note", ("W134",))


@kind("line ends: mixed", single=False)
def _(work):
    for item in work.items[:-1]:
        item.eol = work.rng.choice(("\n", "\r\n", "\r\r\n"))
    return Truth("", "none", ())  # harmless


@kind("line ends: rows of separators at the end", single=False)
def _(work):
    if work.items[-1].eol == "":
        work.items[-1].eol = work.dialect.eol
    for _ in range(work.rng.choice((1, 5, 40))):
        work.items.append(Item(None, [""] * work.rng.choice(
            (len(work.head().cells), len(work.head().cells) + 3, 3)),
            work.dialect.eol))
    return Truth("", "none", ())  # harmless


@kind("line ends: the file cut within a row", single=False)
def _(work):
    rows = work.answers()
    item = rows[work.rng.randrange(1, len(rows))]
    text = item.text(work.dialect.separator)
    at = work.rng.randrange(1, len(text))
    item.raw, item.eol = text[:at], ""
    item.touched = True
    del work.items[work.items.index(item) + 1:]
    if text[:at].count('"') % 2 == 0 and not text[at:].strip(
            work.dialect.separator + '"'):
        return Truth("", "none", ())  # nothing is lost
    return [Truth("", "row", WIDTH + QUOTE + ("W135",), item,
                  offset=count_lines(text[:at]) if '"' in text[:at] and
                  text[:at].count('"') % 2 and "\n" in text[:at] else 0),
            Truth("", "note", ("W135", "E160", "E151", "E153"), item,
                  excuses=True)]


# ---- headers ----

@kind("headers: a title above", single=False)
def _(work):
    n = len(work.head().cells)
    titles = [["Wyniki ankiety"], ["Stan na 20 października 2026"],
              ["Eksport", "2026"]]
    for _ in range(work.rng.choice((1, 2, 3))):
        title = list(work.rng.choice(titles))
        if work.rng.random() < 0.5:
            title += [""] * (n - len(title))
        work.insert(0, Item(None, title, work.dialect.eol))
    return Truth("", "note", ("W131",))


@kind("headers: remarks", single=False)
def _(work):
    for _ in range(work.rng.choice((1, 2))):
        at = work.rng.randrange(work.sheet.heads + 1, len(work.items))
        work.insert(at, Item(None, ["# sprawdzone"], work.dialect.eol))
    return Truth("", "note", ("W132",))


@kind("headers: repeated among the answers", single=False)
def _(work):
    if work.sheet.heads > 1:
        return None
    at = work.rng.randrange(2, len(work.items))
    work.insert(at, Item(None, list(work.head().cells), work.dialect.eol))
    if work.rng.random() < 0.3 and work.dialect.encoding == "utf-8-bom":
        work.items[at].cells[0] = "\ufeff" + work.items[at].cells[0]
    return Truth("", "note", ("W133",))


@kind("headers: joined with one in another order", single=False)
def _(work):
    if work.sheet.heads > 1 or len(work.items) < 6:
        return None
    at = work.rng.randrange(3, len(work.items))
    n = len(work.head().cells)
    order = list(range(n))
    work.rng.shuffle(order)
    work.insert(at, Item(None, [work.head().cells[i] for i in order],
                         work.dialect.eol))
    for item in work.items[at + 1:]:
        item.cells = [item.cells[i] for i in order]
        item.touched = True
    return Truth("", "file", ("E130",))


@kind("headers: lost", single=False)
def _(work):
    del work.items[:work.sheet.heads]
    return Truth("", "file", ("E121", "E123", "E117", "E505", "E122", "E143"))


@kind("headers: one question twice", single=False)
def _(work):
    columns = work.scale_columns()
    if len(columns) < 2 or work.sheet.heads > 1:
        return None
    a, b = work.rng.sample(columns, 2)
    work.head().cells[b] = work.head().cells[a]
    for item in work.answers():
        item.touched = True
    return [Truth("", "file", ("E122",)),
            Truth("", "note", ("W121", "W122", "E122"), excuses=True)]


@kind("headers: no gmina", single=False)
def _(work):
    columns = work.gmina_columns()
    if len(columns) != 1 or work.sheet.heads > 1:
        return None
    work.head().cells[columns[0]] = "x"
    return Truth("", "file", ("E123", "E121"))


@kind("headers: a question renamed", single=False)
def _(work):
    columns = work.scale_columns()
    if not columns or work.sheet.heads > 1:
        return None
    work.head().cells[work.rng.choice(columns)] = "zzz"
    for item in work.answers():
        item.touched = True
    return Truth("", "note", ("W122",), excuses=True)


@kind("headers: two names in one cell", single=False)
def _(work):
    cells = work.head().cells
    if work.sheet.heads > 1:
        return None
    at = work.rng.randrange(2, len(cells) - 1)
    a, b = cells[at].strip('"'), cells[at + 1].strip('"')
    cells[at:at + 2] = ['"' + a + " " + b + '"']
    for item in work.answers():
        item.touched = True
    return [Truth("", "row", WIDTH + ("E117", "E122", "E123", "E121", "E143"), i)
            for i in work.answers()]


# ---- cells ----

def set_in(work, columns, text, codes, level="cell"):
    if not columns:
        return None
    column = work.rng.choice(columns)
    item = work.row(lambda i: work.value(i, column) not in ("", text))
    if item is None:
        return None
    work.set_cell(item, column, text)
    return Truth("", level, codes, item, column)


@kind("cells: off the scale")
def _(work):
    return set_in(work, work.scale_columns(),
                  work.rng.choice(("7", "0", "55", "-1")), ("E201", "E203"))


@kind("cells: a word for an answer")
def _(work):
    return set_in(work, work.scale_columns(),
                  work.rng.choice(("może", "xyz", "4 5", "??")),
                  ("E201", "E203"))


@kind("cells: Excel's date for an answer")
def _(work):
    return set_in(work, work.scale_columns(),
                  work.rng.choice(("2026-02-01", "01.02.2026", "03.lut",
                                   "lut.05")), ("E204",))


@kind("cells: a TERYT that lost its zero", single=False)
def _(work):
    columns = work.columns(lambda x: re.fullmatch(r"06\d{5}", x))
    if not columns:
        return None
    for item in work.answers():
        work.set_cell(item, columns[0], work.value(item, columns[0])[1:])
    return Truth("", "note", ("W351",))


@kind("cells: no such gmina")
def _(work):
    return set_in(work, work.gmina_columns(),
                  work.rng.choice(("9999999", "Nigdzie", "06")), ("E302",))


@kind("cells: gmina of another voivodeship")
def _(work):
    return set_in(work, work.gmina_columns(), "1465011", ("E401",))


@kind("cells: gmina left out")
def _(work):
    return set_in(work, work.gmina_columns(), "", ("E301",))


@kind("cells: no date")
def _(work):
    column = work.time_column()
    return None if column is None else set_in(
        work, [column], work.rng.choice(("32.13.2026", "wczoraj", "460000")),
        ("E305",))


@kind("cells: a date to come")
def _(work):
    column = work.time_column()
    return None if column is None else set_in(
        work, [column], "2031-05-05 10:00:00", ("E306",))


@kind("cells: a number rounded by Excel")
def _(work):
    column = work.number_column()
    return None if column is None else set_in(work, [column], "1,2E+10",
                                              ("E314",))


@kind("cells: a number twice")
def _(work):
    column = work.number_column()
    rows = work.answers()
    if column is None or len(rows) < 4:
        return None
    item = work.row(lambda i: i.origin > rows[1].origin)
    if item is None or rows[0].touched or item is rows[0]:
        return None
    work.set_cell(item, column, work.value(rows[0], column))
    return Truth("", "cell", ("E304",), item, column)


@kind("cells: number left out")
def _(work):
    column = work.number_column()
    return None if column is None else set_in(work, [column], "", ("E303",))
