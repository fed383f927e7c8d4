"""[slow] Small programs that live off re: a log report, a template engine, markdown, a calculator, an INI reader."""
import re
from collections import Counter

LOG = "\n".join(f'10.0.{i % 3}.{i % 7} - - [10/Oct/2000:13:55:{i % 60:02d} -0700] "{("GET", "POST")[i % 2]} /p{i % 5}.html HTTP/1.1" {(200, 404, 500)[i % 3]} {i * 37 % 1000}' for i in range(40))
LINE = re.compile(r'^(?P<host>\S+) \S+ \S+ \[(?P<time>[^\]]+)\] "(?P<method>[A-Z]+) (?P<path>\S+) [^"]*" (?P<status>\d{3}) (?P<size>\d+|-)$', re.M)
hits, sizes = Counter(), Counter()
for m in LINE.finditer(LOG):
    hits[m["status"], m["method"]] += 1
    sizes[m["path"]] += int(m["size"])
print(sorted(hits.items()), sorted(sizes.items()))

def render(template, **names):
    def loop(m):
        return "".join(render(m["body"], **names, **{m["var"]: item}) for item in names[m["seq"]])
    template = re.sub(r"\{% for (?P<var>\w+) in (?P<seq>\w+) %\}(?P<body>.*?)\{% end %\}", loop, template, flags=re.S)
    return re.sub(r"\{\{\s*(\w+)(?:\|(\w+))?\s*\}\}", lambda m: getattr(str(names.get(m[1], "?")), m[2] or "__str__")(), template)
print(render("Hi {{ name|upper }}: {% for x in items %}<{{x}}>{% end %} {{nope}}", name="ann", items=[1, 2, 3]))

def markdown(text):
    text = re.sub(r"^(#{1,6})\s+(.*)$", lambda m: f"<h{len(m[1])}>{m[2]}</h{len(m[1])}>", text, flags=re.M)
    text = re.sub(r"\*\*(?=\S)(.+?)(?<=\S)\*\*", r"<b>\1</b>", text)
    text = re.sub(r"(?<!\w)_(\S.*?\S|\S)_(?!\w)", r"<i>\1</i>", text)
    text = re.sub(r"`([^`]+)`", r"<code>\1</code>", text)
    return re.sub(r"\[([^\]]+)\]\(([^)\s]+)\)", r'<a href="\2">\1</a>', text)
print(markdown("# Title\nSome **bold** and _italic text_ and snake_case_name, `x*y` [link](http://a.b/c).\n### Sub"))

TOKEN = re.compile(r"\s*(?:(\d+\.?\d*)|(.))")
def calculate(text):
    tokens = [(float(n) if "." in n else int(n)) if n else op for n, op in TOKEN.findall(text)] + [None]
    at = 0
    def take(*wanted):
        nonlocal at
        if tokens[at] in wanted:
            at += 1
            return tokens[at - 1]
    def atom():
        nonlocal at
        if take("-"):
            return -atom()
        if take("("):
            value = total()
            assert take(")"), "expected )"
            return value
        at += 1
        return tokens[at - 1]
    def product():
        value = atom()
        while op := take("*", "/"):
            value = value * atom() if op == "*" else value / atom()
        return value
    def total():
        value = product()
        while op := take("+", "-"):
            value = value + product() if op == "+" else value - product()
        return value
    return total()
print([calculate(e) for e in ("1 + 2 * 3", "(1+2)*-3", "10/4 - 1.5", "2*(3+(4-1))*5")])

SECTION = re.compile(r"\[(?P<name>[^\]]+)\]")
OPTION = re.compile(r"(?P<key>[^:=\s][^:=]*?)\s*(?:[:=]\s*(?P<value>.*))?$")
config, section = {}, None
for line in "[a b]\nx = 1\ny: two words\nflag\n; comment\n[c]\nurl = http://x?y=z".splitlines():
    if line.startswith((";", "#")):
        continue
    if m := SECTION.match(line):
        section = config.setdefault(m["name"], {})
    elif m := OPTION.match(line):
        section[m["key"]] = m["value"]
print(config)

print(re.sub(r"(?<=\d)(?=(?:\d{3})+\b)", ",", "1234567 12 1000"), re.sub(r"(?<!^)(?=[A-Z])", "_", "CamelCaseName").lower(), re.sub(r"_(\w)", lambda m: m[1].upper(), "snake_case_name"))
print([bool(re.fullmatch(r"(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!$)|$)){4}", ip)) for ip in ("1.2.3.4", "256.1.1.1", "1.2.3", "10.20.30.255")])
print(re.findall(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}", "a@b.co, x.y+z@mail.example.org; bad@x, @y.com"))
print(re.findall(r'"((?:[^"\\]|\\.)*)"|([^,\s]+)', r'"a \"q\" b", c ,"", d'), re.split(r'[,;]\s*(?=(?:[^"]*"[^"]*")*[^"]*$)', 'a, "b, c"; d'))
