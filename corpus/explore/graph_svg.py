# [ours] [slow] Pictures as SVG and JSON: well-formed, with every node and arrow.
import json, re
from html.parser import HTMLParser
import theseus


class Check(HTMLParser):
    """Tags that open and close in order."""

    def __init__(self):
        super().__init__()
        self.open, self.count = [], {}

    def handle_starttag(self, tag, attrs):
        self.open.append(tag)
        self.count[tag] = self.count.get(tag, 0) + 1
        assert all(value is not None for _, value in attrs), attrs

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        self.open.pop()

    def handle_endtag(self, tag):
        assert self.open.pop() == tag, tag


def check(picture):
    svg = picture.svg()
    assert svg.startswith('<?xml version="1.0" encoding="UTF-8"?>\n<svg xmlns="http://www.w3.org/2000/svg"')
    assert not re.search("&(?!amp;|lt;|gt;|quot;)", svg)
    assert "NaN" not in svg and "inf" not in svg
    parser = Check()
    parser.feed(svg)
    parser.close()
    assert parser.open == [], parser.open
    parts = json.loads(picture.json())
    parts = parts if isinstance(parts, list) else [parts]
    for part in parts:
        assert all(0 <= arrow["from"] < len(part["nodes"]) for arrow in part["arrows"])
        assert all(0 <= arrow["to"] < len(part["nodes"]) for arrow in part["arrows"])
    nodes = sum(len(part["nodes"]) for part in parts)
    arrows = sum(len(part["arrows"]) for part in parts)
    assert picture._repr_svg_() == svg
    # Arrows from one node to another are drawn as one.
    bundles = {(i, arrow["from"], arrow["to"], arrow["changed"]) for i, part in enumerate(parts) for arrow in part["arrows"]}
    drawn = svg.count("marker-end=")
    print(nodes, arrows, drawn, drawn == len(bundles), svg.count("arrow changed"))


class Odd:
    def __repr__(self):
        raise RuntimeError("never asked")


a = ["<&>\"'", 1]
check(theseus.graph(a))
b = {"<key & 'quotes'>": a, "line\nend": a, Odd(): a}
check(theseus.graph(a))
a.append(a)
check(theseus.graph(a))
many = [[a] for i in range(50)]
check(theseus.graph(a, depth=1, most=5))
check(theseus.graph(a, direction="both"))
check(theseus.graph(a, b, Odd(), direction="out"))
check(theseus.graph())
first = theseus.graph(a, most=5, caption="<before>")
b.clear()
check(first.beside(theseus.graph(a, most=5, caption="after & later")))
for bad in {"direction": "up"}, {"depth": "x"}, {"nothing": 1}:
    try:
        theseus.graph(a, **bad)
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)
try:
    first.beside(a)
except TypeError as e:
    print(e)
