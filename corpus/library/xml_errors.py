# [slow] What expat tells of documents good and bad.
import pyexpat

for s in [
    '<a b="1" b="2"/>',
    "<x:a/>",
    "<a",
    "<a>",
    '<a>\n <b c="&lt;<"/></a>',
    "<a/><b/>",
    "text",
    "<a/>text",
    '  <?xml version="1.0"?><a/>',
    "<a>&#0;</a>",
    "<a>&#x110000;</a>",
    "<a>]]></a>",
    "<a><!-- -- --></a>",
    '<a b="1"c="2"/>',
    "<a b/>",
    "<1a/>",
    "<a>&lt</a>",
    "<a>&x y;</a>",
    "<a><![CDATA[x</a>",
    '<?xml version="1.0" encoding="nope"?><a/>',
    '<?xml versio="1.0"?><a/>',
    "<a></a ",
    '<!DOCTYPE a [<!ENTITY x "&x;">]><a>&x;</a>',
    '<!DOCTYPE a [<!ENTITY x "<b>">]><a>&x;</a>',
    '<a xmlns:p=""/>',
    "<a><?xml v?></a>",
    "<a>\x01</a>",
    '<a b="\n\n<"/>',
    "<a>&nope;</a>",
    '<!DOCTYPE a SYSTEM "x"><a>&nope;</a>',
    "",
    "   ",
    "<a></b>",
    "<a>\n</a\n><",
    "<!-",
    "<a>&",
    "<!DOCTYPE a [",
    '<a b="&u;"/>',
    "<é/>",
    "<a b='x\"y'>é</a>",
    '<a:b:c xmlns:a="u"/>',
    "<a><b></a>",
    "<!DOCTYPE>",
    "<!FOO>",
    "<a><!FOO></a>",
    '<a b = "1" />',
    "< a/>",
    "</a>",
    '<!DOCTYPE a [<!ENTITY x "v<b>i</b>w"><!ATTLIST a d CDATA "def" e NMTOKEN #IMPLIED><!ELEMENT a (b|c)*><!NOTATION n SYSTEM "s">]><a e=" x ">1&x;2&#65;\nq</a>',
    '<?xml version="1.0" encoding="utf-8" standalone="yes"?>\n<?pi data?><!--c--><a xmlns="u" xmlns:p="v" p:k="1" k="2"><p:b/><![CDATA[<&]]></a>\n',
]:
    for sep in (None, "}"):
        p = pyexpat.ParserCreate(None, sep)
        ev = []
        for (
            h
        ) in "StartElement EndElement ProcessingInstruction CharacterData UnparsedEntityDecl NotationDecl StartNamespaceDecl EndNamespaceDecl Comment StartCdataSection EndCdataSection StartDoctypeDecl EndDoctypeDecl EntityDecl XmlDecl ElementDecl AttlistDecl SkippedEntity".split():
            setattr(p, h + "Handler", (lambda h: lambda *a: ev.append((h,) + a))(h))
        try:
            p.Parse(s, True)
            print(repr(s), sep, ev)
        except pyexpat.ExpatError as e:
            print(repr(s), sep, e.code, e)
doc = '<?xml version="1.0" encoding="iso-8859-1"?><r a="x&amp;y">téxt<b/>&lt;\r\nend</r>'.encode("latin-1")
for n in (1, 3, 100):
    p = pyexpat.ParserCreate()
    ev = []
    p.buffer_text = True
    p.StartElementHandler = lambda n, a: ev.append((n, a))
    p.CharacterDataHandler = ev.append
    for i in range(0, len(doc), n):
        p.Parse(doc[i : i + n])
    p.Parse(b"", True)
    print(ev, p.CurrentLineNumber, p.CurrentColumnNumber)
try:
    p.Parse(b"x")
except pyexpat.ExpatError as e:
    print(e)
p = pyexpat.ParserCreate()
try:
    p.foo = 1
except AttributeError as e:
    print(e)
try:
    p.Parse(1)
except TypeError as e:
    print(e)
try:
    pyexpat.ParserCreate(namespace_separator="ab")
except ValueError as e:
    print(e)
