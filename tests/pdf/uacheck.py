#!/usr/bin/python3
"""uacheck.py FILE...: the rules of PDF/UA-1 that a machine can decide.

One function a rule, in the order of ISO 14289-1; each yields sentences about
what is wrong.  "FILE ok", or the sentences and exit status 1.  This is not a
validator: it does not judge whether a text alternative is a good one.
"""
import re
import sys

import pikepdf
from pikepdf import Name

PAINT = {"f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "sh", "Do", "EI",
         "Tj", "TJ", "'", '"'}
STANDARD = set("""Document Part Sect Div P H1 H2 H3 H4 H5 H6 L LI Lbl LBody
    Table THead TBody TFoot TR TH TD Span Figure Caption Link Note""".split())


class Element:
    def __init__(self, obj, parent):
        self.obj, self.parent, self.kids = obj, parent, []
        self.role = str(obj.S)[1:]
        self.marks = []  # (page objgen, MCID)


def tree(node, parent=None):
    """The structure tree below a dictionary as Elements."""
    element = Element(node, parent)
    kids = node.get("/K", [])
    if not isinstance(kids, pikepdf.Array):
        kids = [kids]
    for kid in kids:
        if isinstance(kid, pikepdf.Dictionary):
            if "/S" in kid:
                element.kids.append(tree(kid, element))
            elif kid.get("/Type") == Name.MCR:
                page = kid.get("/Pg", node.get("/Pg"))
                element.marks.append((page.objgen, int(kid.MCID)))
        else:
            element.marks.append((node.Pg.objgen, int(kid)))
    return element


def walk(element):
    yield element
    for kid in element.kids:
        yield from walk(kid)


class Document:
    def __init__(self, path):
        self.pdf = pikepdf.open(path)
        self.root = self.pdf.Root
        self.elements = []
        if "/StructTreeRoot" in self.root:
            tops = self.root.StructTreeRoot.get("/K", [])
            if not isinstance(tops, pikepdf.Array):
                tops = [tops]
            for top in tops:
                self.elements += list(walk(tree(top)))
        self.parents = {}
        if self.elements:
            nums = self.root.StructTreeRoot.ParentTree.Nums
            for i in range(0, len(nums), 2):
                self.parents[int(nums[i])] = nums[i + 1]


def rule_catalog(doc):
    root = doc.root
    if root.get("/MarkInfo", {}).get("/Marked") is not True:
        yield "MarkInfo says the file is not tagged"
    if not re.fullmatch("[a-z]{2}(-[A-Z]{2})?", str(root.get("/Lang", ""))):
        yield "no language"
    if root.get("/ViewerPreferences", {}).get("/DisplayDocTitle") is not True:
        yield "the window would show the file name, not the title"
    if not doc.elements:
        yield "no structure tree"


def rule_metadata(doc):
    if "/Metadata" not in doc.root:
        yield "no XMP"
        return
    with doc.pdf.open_metadata() as meta:
        if not meta.get("dc:title"):
            yield "XMP has no title"
        part = meta.get("{http://www.aiim.org/pdfua/ns/id/}part")
        if str(part) != "1":
            yield "XMP does not say PDF/UA-1"
        info = doc.pdf.trailer.get("/Info", {})
        if str(info.get("/Title", "")) != str(meta.get("dc:title")):
            yield "titles of Info and XMP differ"


def rule_roles(doc):
    want = {"LI": {"L"}, "Lbl": {"LI"}, "LBody": {"LI"}, "THead": {"Table"},
            "TBody": {"Table"}, "TR": {"Table", "THead", "TBody"},
            "TH": {"TR"}, "TD": {"TR"}}
    for e in doc.elements:
        if e.role not in STANDARD:
            yield f"role {e.role} is not a standard one"
        if e.role in want and e.parent.role not in want[e.role]:
            yield f"{e.role} stands in {e.parent.role}"
        if e.role == "L" and any(k.role not in ("LI", "Caption", "L")
                                 for k in e.kids):
            yield "a list holds something else than items"


def rule_headings(doc):
    levels = [int(e.role[1]) for e in doc.elements
              if re.fullmatch("H[1-6]", e.role)]
    if not levels or levels[0] != 1:
        yield "the first heading is not H1"
    for before, after in zip(levels, levels[1:]):
        if after > before + 1:
            yield f"H{after} follows H{before}"


def rule_figures(doc):
    for e in doc.elements:
        if e.role != "Figure":
            continue
        if not str(e.obj.get("/Alt", "")).strip():
            yield "a figure without alternative text"
        if "/BBox" not in e.obj.get("/A", {}):
            yield "a figure without BBox"


def rule_tables(doc):
    for table in (e for e in doc.elements if e.role == "Table"):
        widths = set()
        for row in (e for e in walk(table) if e.role == "TR"):
            widths.add(sum(int(c.obj.get("/A", {}).get("/ColSpan", 1))
                           for c in row.kids))
        if len(widths) > 1:
            yield f"rows of one table have {sorted(widths)} cells"
    for e in doc.elements:
        if e.role == "TH" and "/Scope" not in e.obj.get("/A", {}):
            yield "a header cell without scope"


def page_marks(page):
    """MCIDs of a page; sentences about content that nobody marked."""
    stack, marks, wrong = [], [], []
    for operands, operator in pikepdf.parse_content_stream(page):
        op = str(operator)
        if op in ("BDC", "BMC"):
            kind = "artifact" if operands[0] == Name.Artifact else "other"
            if op == "BDC" and "/MCID" in operands[1]:
                kind = "content"
                marks.append(int(operands[1].MCID))
            if kind != "other" and any(k != "other" for k in stack):
                wrong.append("marked content inside marked content")
            stack.append(kind)
        elif op == "EMC":
            if not stack:
                wrong.append("EMC without BDC")
            else:
                stack.pop()
        elif op in PAINT and not any(k != "other" for k in stack):
            wrong.append("something is painted outside marked content")
    if stack:
        wrong.append("marked content is left open")
    return marks, wrong


def rule_content(doc):
    owner = {}
    for e in doc.elements:
        for mark in e.marks:
            if mark in owner:
                yield f"mark {mark} belongs to two elements"
            owner[mark] = e
    for number, page in enumerate(doc.pdf.pages, 1):
        marks, wrong = page_marks(page)
        yield from (f"page {number}: {w}" for w in set(wrong))
        if len(set(marks)) != len(marks):
            yield f"page {number}: an MCID is used twice"
        entry = doc.parents.get(int(page.get("/StructParents", -1)))
        if entry is None or len(entry) != len(marks):
            yield f"page {number}: ParentTree does not fit the page"
            continue
        for mcid in marks:
            e = owner.get((page.objgen, mcid))
            if e is None:
                yield f"page {number}: mark {mcid} is in no element"
            elif entry[mcid].objgen != e.obj.objgen:
                yield f"page {number}: ParentTree of mark {mcid} is wrong"
        if page.get("/Tabs") != Name.S:
            yield f"page {number}: tab order is not that of the structure"


def rule_fonts(doc):
    for number, page in enumerate(doc.pdf.pages, 1):
        for name, font in page.Resources.get("/Font", {}).items():
            at = f"page {number}, font {name}"
            if font.Subtype != Name.Type0:
                yield f"{at}: not a Type0 font"
                continue
            descriptor = font.DescendantFonts[0].FontDescriptor
            if "/FontFile2" not in descriptor:
                yield f"{at}: not embedded"
            for key in ("/CapHeight", "/CIDSet", "/StemV"):
                if key not in descriptor:
                    yield f"{at}: descriptor without {key}"
            cmap = font.get("/ToUnicode")
            if cmap is None or b"beginbf" not in cmap.read_bytes():
                yield f"{at}: no map to Unicode"


def rule_annotations(doc):
    for number, page in enumerate(doc.pdf.pages, 1):
        for note in page.get("/Annots", []):
            if "/Contents" not in note or "/StructParent" not in note:
                yield f"page {number}: an annotation without words or tag"
                continue
            tag = doc.parents.get(int(note.StructParent))
            kids = [] if tag is None else tag.get("/K", [])
            if tag is None or tag.get("/S") != Name.Link or not any(
                    isinstance(k, pikepdf.Dictionary) and
                    k.get("/Obj") is not None and
                    k.Obj.objgen == note.objgen for k in kids):
                yield f"page {number}: a link that its tag does not know"
            goal = note.get("/Dest")
            if goal is None or goal[0].objgen not in {
                    p.objgen for p in doc.pdf.pages}:
                yield f"page {number}: a link that leads nowhere"


def rule_no_code(doc):
    for key in ("/OpenAction", "/AA"):
        if key in doc.root:
            yield f"the catalog has {key}"
    if "/JavaScript" in doc.root.get("/Names", {}):
        yield "JavaScript"


RULES = [f for name, f in sorted(globals().items())
         if name.startswith("rule_")]


def main(paths):
    failed = False
    for path in paths:
        doc = Document(path)
        wrong = sorted({w for rule in RULES for w in rule(doc)})
        print(path, "ok" if not wrong else "FAILED")
        for sentence in wrong:
            print("   ", sentence)
        failed |= bool(wrong)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
