# html, urllib.parse, xml: parsing and writing, with bad input.  [slow]
import builtins, re
def print(*values, sep=" ", **options):
    builtins.print(re.sub("0x[0-9a-f]{6,}", "0x...", sep.join(map(str, values))), **options)
import html, html.parser, html.entities, urllib.parse as up, xml.etree.ElementTree as ET, xml.dom.minidom as md, xml.sax, xml.sax.saxutils as su, io
print(html.escape("<a href='x'>&\""), html.escape("'", quote=False), html.unescape("&lt;&eacute;&#233;&#xe9;&notit;&nbsp;&bogus;&#0;&#x110000;&amp"), html.entities.name2codepoint["eacute"], html.entities.html5["gt;"])
class P(html.parser.HTMLParser):
    def handle_starttag(self, t, a): print("S", t, a, self.getpos(), self.get_starttag_text())
    def handle_endtag(self, t): print("E", t)
    def handle_startendtag(self, t, a): print("SE", t, a)
    def handle_data(self, d): print("D", repr(d))
    def handle_comment(self, d): print("C", d)
    def handle_decl(self, d): print("DECL", d)
    def handle_pi(self, d): print("PI", d)
    def handle_entityref(self, n): print("ER", n)
    def handle_charref(self, n): print("CR", n)
    def unknown_decl(self, d): print("UD", d)
p = P(convert_charrefs=False); p.feed('<!DOCTYPE html><a href="x&amp;y" B c=\'d\' e=f>t &amp; &#65; <br/><!-- c --><?pi x?><script>a<b</script><![CDATA[q]]></a><p'); p.close(); q = P(); q.feed("a &lt; b<b>x</b"); q.close(); q.reset()
for u in ("http://user:pw@host:8080/p/a;par?q=1&r=2#frag", "//h/p", "mailto:a@b", "path?x", "http://[::1]:80/", "http://h:99999/", "http://h:x/", "", "http://[bad", "HTTP://EX.com/%7Efoo"):
    try: r = up.urlparse(u); print(r, r.hostname, r.username, r.password, r.geturl()); print(up.urlsplit(u), r.port)
    except ValueError as e: print(u, e)
print(up.urljoin("http://a/b/c/d", "../e"), up.urljoin("http://a/b", "//c/d"), up.urljoin("http://a/b?x", "?y"), up.urljoin("a", ""), up.urlunparse(("http", "h", "/p", "", "q", "f")), up.urlunsplit(("", "h", "p", "", "")), up.urldefrag("a#b"), up.quote("a b/é&"), up.quote("a/b", safe=""), up.quote_plus("a b+c"), up.quote(b"\xff"), up.unquote("%41%C3%A9%zz%"), up.unquote_plus("a+b"), up.unquote("%FF"), up.unquote("%E9", "latin1"), up.unquote_to_bytes("a%20"), up.urlencode({"a": 1, "b": "x y", "c": [1, 2]}), up.urlencode({"c": [1, 2]}, doseq=True), up.urlencode([("a", "é")], encoding="latin1"), up.parse_qs("a=1&a=2&b=&c"), up.parse_qs("a=1&b=", keep_blank_values=True), up.parse_qsl("a=1;b=2", separator=";"), up.parse_qsl("a=%20+x"))
for f in (lambda: up.parse_qs("a", strict_parsing=True), lambda: up.parse_qsl("a=1&b=2", max_num_fields=1), lambda: up.quote(5), lambda: up.urlencode(5), lambda: up.urljoin("a", b"b"), lambda: up.quote(b"a", encoding="x"), lambda: up.urlparse(b"http://h/p"), lambda: up.SplitResult("a", "b", "c", "d", "e").geturl(), lambda: up.urlsplit("http://h/p")._replace(path="/q").geturl(), lambda: up.parse_qs("a=1", separator="")):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
r = ET.fromstring('<r a="1"><c x="&lt;é">t</c>tail<d/><!--c--><c>u</c></r>'); print(r.tag, r.attrib, r[0].text, r[0].tail, r.find("c").get("x"), [e.text for e in r.findall("c")], r.findtext("d"), r.find("zz"), len(r), ET.tostring(r), ET.tostring(r, encoding="unicode"), ET.tostring(r, "utf-8", xml_declaration=True, short_empty_elements=False), list(r.iter()), list(r.itertext()), r.find("./c[@x]").tag, r.findall("c[2]")[0].text, r.findall(".//*"))
e = ET.Element("n", {"k": "v"}, z="q"); s = ET.SubElement(e, "{http://ns}s"); s.text = "a<b"; e.append(ET.Comment("com")); e.insert(0, ET.PI("t", "x")); ET.indent(e); print(ET.tostring(e).decode()); ET.register_namespace("nn", "http://ns"); print(ET.tostring(e)); ET.dump(e); e.set("new", "1"); e.remove(s); print(e.items(), e.keys(), e)  if 0 else print(e.items(), e.keys())
for x in ("<a>", "<a></b>", "<a b></a>", "", "<a/><b/>", "<a>&nope;</a>", "<a x='1' x='2'/>", "text", "<a>\x01</a>", "<1/>"):
    try: ET.fromstring(x)
    except ET.ParseError as ex: print(repr(x), ex, ex.code, ex.position)
for ev, el in ET.iterparse(io.BytesIO(b"<a><b>1</b></a>"), ("start", "end")): print(ev, el.tag)
pp = ET.XMLPullParser(["end"]); pp.feed("<a><b/>"); print([(ev, el.tag) for ev, el in pp.read_events()]); tr = ET.ElementTree(r); f = io.BytesIO(); tr.write(f, xml_declaration=True, encoding="us-ascii"); print(f.getvalue()); print(ET.canonicalize("<a  b='1' a='2'><c/></a>"), ET.XML("<a xmlns='u'><b/></a>").find("{u}b"), ET.iselement(r), ET.QName("u", "t").text)
d = md.parseString("<r><a k='v'>t</a><!-- c --></r>"); print(d.toxml(), d.toprettyxml(indent=" "), d.documentElement.tagName, d.getElementsByTagName("a")[0].getAttribute("k"), d.documentElement.childNodes, d.documentElement.firstChild.firstChild.data); el = d.createElement("n"); el.setAttribute("z", "<"); el.appendChild(d.createTextNode("x&")); d.documentElement.appendChild(el); print(el.toxml(), d.documentElement.lastChild.nodeName)
class H(xml.sax.ContentHandler):
    def startElement(self, n, a): print("start", n, dict(a))
    def endElement(self, n): print("end", n)
    def characters(self, c): print("chars", repr(c))
xml.sax.parseString("<a b='1'>x<c/></a>", H()); 
try: xml.sax.parseString("<a>", H())
except xml.sax.SAXParseException as ex: print(ex)
print(su.escape("<&>", {"a": "b"}), su.quoteattr('a"b\'c'), su.unescape("&lt;"), end=" "); g = su.XMLGenerator(o := io.StringIO(), "utf-8"); g.startDocument(); g.startElement("a", {"b": "c"}); g.characters("<"); g.endElement("a"); print(o.getvalue())
