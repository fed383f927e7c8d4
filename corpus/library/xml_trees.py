# [slow] Trees of XML: built, searched, written, read piece by piece.
import builtins
import re


def print(*values, **options):
    """As the built-in one, without addresses."""
    builtins.print(*[re.sub(r" at 0x[0-9a-f]+| id='\d+'", "", str(value)) for value in values], **options)


import xml.etree.ElementTree as ET
import io

root = ET.fromstring(
    '<root a="1"><!-- c --><x id="i">text<b/>tail</x><y>&lt;&amp;é</y><ns:z xmlns:ns="urn:n" ns:k="v"/></root>'
)
print(root.tag, root.attrib, [c.tag for c in root], root[0].text, root[0][0].tail, root[1].text)
print(root.find("x").get("id"), root.findall("*"), root.findtext("y"), root.find("{urn:n}z").attrib)
print(ET.tostring(root))
print(ET.tostring(root, encoding="unicode"))
print([e.tag for e in root.iter()], list(root.itertext()))
e = ET.Element("a", {"k": 'v"<'})
s = ET.SubElement(e, "b")
s.text = "x < y"
s.tail = "\n"
e.append(ET.Comment("hi"))
e.append(ET.PI("t", "d"))
ET.indent(e)
ET.dump(e)
print(ET.canonicalize('<a  b="2" a="1"></a>'))
t = ET.ElementTree(e)
out = io.BytesIO()
t.write(out, encoding="utf-8", xml_declaration=True)
print(out.getvalue())
for bad in ("<a>", "<a></b>", "", "<a b=1/>", "<a>&nope;</a>"):
    try:
        ET.fromstring(bad)
    except ET.ParseError as x:
        print(x, x.code, x.position)
for ev, el in ET.iterparse(io.StringIO('<r><i n="1"/><i n="2"/></r>'), ("start", "end")):
    print(ev, el.tag, el.attrib)
print(root.findall(".//x[@id='i']"), root.findall("x/b"), root.find("y[.='<&é']") is not None)
p = ET.XMLPullParser()
p.feed("<a><b/>")
print([(a, b.tag) for a, b in p.read_events()])
p.feed("</a>")
print([(a, b.tag) for a, b in p.read_events()])
