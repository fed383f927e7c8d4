# [slow] pyexpat: settings, places, declarations, entities inside and outside, attacks.
import pyexpat, sys, io, re


def show(f, *args):
    try:
        text = repr(f(*args))
    except BaseException as e:
        text = f"{type(e).__name__}: {e}"
    print(re.sub(" at 0x[0-9a-f]+", "", text))


HANDLERS = [name for name in dir(pyexpat.XMLParserType) if "Handler" in name and "Default" not in name]


def watch(names=HANDLERS, *args, **settings):
    p = pyexpat.ParserCreate(*args)
    events = []

    def made(name):
        def handler(*a):
            events.append((name, a, p.CurrentLineNumber, p.CurrentColumnNumber, p.CurrentByteIndex))
            return 1
        return handler

    for name in names:
        setattr(p, name, made(name))
    for name, value in settings.items():
        setattr(p, name, value)
    return p, events


def run(doc, names=HANDLERS, *args, parameters=0, **settings):
    p, events = watch(names, *args, **settings)
    p.SetParamEntityParsing(parameters)
    try:
        p.Parse(doc, True)
    except pyexpat.ExpatError as e:
        print(e, e.code, e.lineno, e.offset)
    for event in events:
        print(" ", *event)


DTD = """<?xml version="1.0" encoding="utf-8" standalone="no"?>
<!DOCTYPE a PUBLIC "-//X  Y" "sys.dtd" [
<!ELEMENT a (b|c)*><!ELEMENT b (#PCDATA|c)*><!ELEMENT c (x,(y?|z+)*,w)><!ELEMENT d EMPTY><!ELEMENT e ANY>
<!ENTITY x "v&#65;w"><!ATTLIST a d CDATA "def&x;" e NMTOKEN #IMPLIED f (u|v) "u" g NOTATION (n) #REQUIRED h ID #FIXED " q  r ">
<!NOTATION n SYSTEM "s"><!NOTATION m PUBLIC "p"><!NOTATION o PUBLIC "p" "t">
<!ENTITY y "<i>k</i>&x;"><!ENTITY z SYSTEM "file"><!ENTITY u SYSTEM "f" NDATA n>
<!ENTITY % pe "<!ENTITY q 'r'>"> %pe;
<!-- c --><?pi data?>
]>
<a e=" x  y " f='v'>1&x;2&#65;
q&y;<b/><c d="&x;&lt;&#10;"/><![CDATA[<&]x]]]>&z; &amp; ]]</a>
<!--end-->"""
run(DTD)
run(DTD, ["DefaultHandler"])
run(DTD, ["DefaultHandlerExpand", "StartElementHandler"], ordered_attributes=True, specified_attributes=True)
run(DTD, parameters=2, buffer_text=True)
NS = '<a xmlns="u" xmlns:p="v" p:k="1" xml:lang="en"><p:b xmlns:p="w"/><q xmlns="">\r\n<p:c p:d="é"/></q></a>'
run(NS, HANDLERS, None, " ", namespace_prefixes=True)
run(NS, HANDLERS, None, "")
for doc in ['<a xmlns:p=""/>', '<a xmlns:xml="u"/>', '<a xmlns:xmlns="u"/>', '<a xmlns:p="u" xmlns:q="u" p:a="" q:a=""/>',
            '<a xmlns:q="http://www.w3.org/2000/xmlns/"/>', "<p:a/>", "<a p:b=''/>", "<a:/>", "<a::b/>"]:
    run(doc, ["StartNamespaceDeclHandler"], None, "!")

# Bad declarations, and what stands in bad places.
for piece in ["<!ELEMENT a (b,c|d)>", "<!ELEMENT a>", "<!ELEMENT a (#PCDATA|b)>", "<!ELEMENT a (b>", "<!ATTLIST a b FOO ''>",
              "<!ATTLIST a b CDATA>", "<!ENTITY a>", "<!ENTITY a b>", "<!ENTITY a '%b;'>", "<!ENTITY a '&#0;'>",
              "<!ENTITY a PUBLIC '{' 's'>", "<!NOTATION n>", "<!FOO a>", "<![INCLUDE[]]>", "<?xml version='1.0'?>",
              "<!ENTITY % p 'x'> <!ELEMENT %p; EMPTY>", "x", "<a/>", "]]>", "<!ENTITY a 'b", "<!-- a -- b -->"]:
    print(piece, end=": ")
    run(f"<!DOCTYPE a [{piece}]><a/>", [])
    print()
for decl in ['version="1.0" standalone="maybe"', 'encoding="utf-8"', 'version="1.0" encoding="-"', 'version="1.0"encoding="a"',
             'version="1.0" foo="a"', 'version=1', 'version="1.0" standalone="yes" encoding="a"', ""]:
    print(decl, end=": ")
    run(f"<?xml {decl}?><a/>", [])
    print()

# Entities outside, by parsers of their own.
def outside(p, files):
    def handler(context, base, system, public):
        print("outside", context and context.split("\f")[-1], base, system, public)
        inner = p.ExternalEntityParserCreate(context)
        inner.Parse(files[system], True)
        return 1
    p.ExternalEntityRefHandler = handler
    p.SetParamEntityParsing(pyexpat.XML_PARAM_ENTITY_PARSING_ALWAYS)
    p.SetBase("base")

FILES = {
    "d.dtd": b"<?xml encoding='utf-8'?><!ENTITY e 'E'><![INCLUDE[<!ENTITY f 'F'>]]><![IGNORE[<!ENTITY e 'no'><![x[]]>]]>"
             b"<!ENTITY % n \"<!ENTITY g 'G'>\">%n;<!ENTITY % m 'CDATA'><!ATTLIST a b %m; 'B'><!ENTITY h '%m;!'>",
    "x.xml": b"<?xml version='1.0' encoding='iso-8859-1'?><i>\xe9&e;</i>",
    "bad.xml": b"<i>",
}
for doc in ["<!DOCTYPE a SYSTEM 'd.dtd' [<!ENTITY x SYSTEM 'x.xml'>]><a>&e;&f;&g;&h;&x;</a>",
            "<!DOCTYPE a [<!ENTITY x SYSTEM 'bad.xml'>]><a>&x;</a>",
            "<!DOCTYPE a [<!ENTITY % x SYSTEM 'd.dtd'>%x;]><a>&e;</a>"]:
    p, events = watch(["StartElementHandler", "EndElementHandler", "CharacterDataHandler", "SkippedEntityHandler"])
    p.buffer_text = True
    outside(p, FILES)
    try:
        p.Parse(doc, True)
    except pyexpat.ExpatError as e:
        print(e)
    print([event[:2] for event in events])
p, events = watch(["ExternalEntityRefHandler", "EntityDeclHandler"])
p.ExternalEntityRefHandler = lambda *a: 0
show(p.Parse, "<!DOCTYPE a [<!ENTITY x SYSTEM 'y'>]><a>&x;</a>", True)
p = pyexpat.ParserCreate()
p.NotStandaloneHandler = lambda: 0
show(p.Parse, "<!DOCTYPE a SYSTEM 'y'><a/>", True)
p = pyexpat.ParserCreate()
p.UseForeignDTD()
outside(p, {None: b"<!ENTITY e 'E'>"})
p.CharacterDataHandler = print
show(p.Parse, "<a>&e;</a>", True)

# Encodings.
for encoding, given in [("utf-16", None), ("utf-16", "utf-16"), ("utf-16-be", "utf-16be"), ("latin-1", "iso-8859-1"), ("cp1252", "cp1252"),
                        ("koi8-r", "koi8-r"), ("utf-8-sig", None), ("shift_jis", "shift_jis"), ("utf-8", "us-ascii")]:
    doc = "<?xml version='1.0'?>\r\n<a b='\u0436'>\u0436</a>" if "koi" in encoding else "<a b='é'>é\r</a>"
    data = doc.encode(encoding, "replace")
    for step in (1, 2, 1000):
        p, events = watch(["StartElementHandler", "CharacterDataHandler"], given)
        try:
            for i in range(0, len(data), step):
                p.Parse(data[i:i + step])
            p.Parse(b"", True)
            print(encoding, step, events, p.CurrentByteIndex)
        except Exception as e:
            print(type(e).__name__, e, events)
for data in [b"<?xml version='1.0' encoding='nope'?><a/>", b"<?xml version='1.0' encoding='utf-16'?><a/>", b"<a>\xff</a>", b"<a>\xc3",
             b"<a>\xed\xa0\x80</a>", b"<a>\xef\xbf\xbe</a>", b"<a>\0</a>"]:
    show(pyexpat.ParserCreate().Parse, data, True)

# Settings.
p = pyexpat.ParserCreate()
for name, value in [("foo", 1), ("buffer_size", "x"), ("buffer_size", 0), ("buffer_size", 1 << 70), ("buffer_size", 1 << 33),
                    ("buffer_used", 1), ("ErrorCode", 1), ("buffer_text", [1]), ("intern", {})]:
    show(setattr, p, name, value)
show(delattr, p, "StartElementHandler")
show(delattr, p, "buffer_text")
print(p.buffer_text, p.ordered_attributes, p.buffer_size, p.buffer_used, p.intern, p.ErrorCode, p.GetInputContext(), p.GetBase())
show(type(p))
show(type, "X", (type(p),), {})
for arguments in [(1,), ("x", "ab"), (None, None, 1)]:
    show(pyexpat.ParserCreate, *arguments)
for arguments in [(), (1,), ("\ud800",), (b"<a", 1), (b"<a", 1, 2)]:
    show(pyexpat.ParserCreate().Parse, *arguments)


class File:
    def __init__(self, answer):
        self.answer = answer

    def read(self, n):
        return self.answer


for file in [1, File("x"), File(3), File(b"x" * 3000), io.BytesIO(b"<a/>"), io.BytesIO(b"<a>")]:
    show(pyexpat.ParserCreate().ParseFile, file)
p = pyexpat.ParserCreate()
p.StartElementHandler = lambda *a: 1 / 0
show(p.Parse, "<a/>", 1)
p = pyexpat.ParserCreate(namespace_separator=" ")
show(p.Parse, "<a:b/>")
print(p.ErrorCode, p.ErrorLineNumber, p.ErrorColumnNumber, p.ErrorByteIndex)
show(p.UseForeignDTD)
show(p.SetParamEntityParsing, 7)
show(p.SetBase, 1)
names = {}
p = pyexpat.ParserCreate(intern=names)
p.StartElementHandler = lambda name, attributes: None
p.Parse("<a b='c'><d/></a>", True)
print(sorted(names), p.intern is names)
p = pyexpat.ParserCreate()
pieces = []
p.buffer_text, p.buffer_size = True, 4
p.CharacterDataHandler = pieces.append
p.Parse("<a>12\n34567\n8<b/>9&lt;0</a>", True)
print(pieces)
print(pyexpat.errors.codes["out of memory"], pyexpat.errors.messages[43], pyexpat.model.XML_CTYPE_SEQ, [pyexpat.ErrorString(i) for i in (0, 1, 99)])

# Attacks.
laughs = "<!DOCTYPE a [<!ENTITY e0 'ha'>" + "".join(f"<!ENTITY e{i} '{f'&e{i - 1};' * 10}'>" for i in range(1, 12)) + "]>"
show(pyexpat.ParserCreate().Parse, laughs + "<a>&e11;</a>", True)
show(pyexpat.ParserCreate().Parse, laughs + "<a b='&e11;'/>", True)
loop = "<!DOCTYPE a [<!ENTITY x '&y;'><!ENTITY y '&x;'>]>"
show(pyexpat.ParserCreate().Parse, loop + "<a>&x;</a>", True)
show(pyexpat.ParserCreate().Parse, loop + "<a b='&x;'/>", True)
deep = 100_000
show(pyexpat.ParserCreate().Parse, "<a>" * deep + "</a>" * deep, True)
p = pyexpat.ParserCreate()
depth = []
p.ElementDeclHandler = lambda name, model: depth.append(model[:3])
show(p.Parse, "<!DOCTYPE a [<!ELEMENT a " + "(" * 5000 + "b" + ")" * 5000 + ">]><a/>", True)
print(depth)
chain = "<!DOCTYPE a [<!ENTITY e0 'x'>" + "".join(f"<!ENTITY e{i} '&e{i - 1};'>" for i in range(1, 2000)) + "]>"
p = pyexpat.ParserCreate()
p.CharacterDataHandler = print
show(p.Parse, chain + "<a>&e1999;</a>", True)
attributes = "".join(f" a{i}='{i}'" for i in range(20000))
show(pyexpat.ParserCreate().Parse, f"<a{attributes}/>", True)
show(pyexpat.ParserCreate().Parse, f"<a{attributes} a7=''/>", True)
