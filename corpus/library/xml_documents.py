# [slow] XML as documents and as events.
from xml.dom import minidom

d = minidom.parseString('<a><b c="d">t</b></a>')
print(d.documentElement.toxml(), d.getElementsByTagName("b")[0].getAttribute("c"))
print(d.toprettyxml(indent=" "))
from xml.sax.saxutils import escape, unescape, quoteattr

print(escape("<a&b>"), unescape("&lt;"), quoteattr('a"b'))
import xml.sax


class H(xml.sax.ContentHandler):

    def startElement(self, n, a):
        print("start", n, dict(a))

    def endElement(self, n):
        print("end", n)

    def characters(self, c):
        print("chars", repr(c))


xml.sax.parseString('<a x="1">hi</a>', H())
