# [slow] Taking URLs apart and putting them together.
from urllib.parse import *

u = urlsplit("https://user:p%20w@Host.com:8080/p/a;x?q=1&r=a+b#frag")
print(u, u.hostname, u.port, u.username, u.password, u.geturl(), u._replace(scheme="http").geturl())
print(
    urlparse("http://a/b;p?q#f"),
    urlunparse(("s", "n", "/p", "", "q", "")),
    urljoin("http://a/b/c/d", "../g?x"),
    urljoin("http://a/b", "//h/x"),
    urljoin("http://a/b/", "c"),
    urljoin("http://a", ""),
    urldefrag("http://a#b"),
    quote("a b/é?&"),
    quote("/", safe=""),
    quote_plus("a b&c"),
    unquote("a%20b%C3%A9%zz"),
    unquote_plus("a+b"),
    urlencode({"a": [1, 2], "b": "x y"}, doseq=True),
    urlencode([("k", "é")]),
    parse_qs("a=1&a=2&b=&c"),
    parse_qs("a=1&b=", keep_blank_values=True),
    parse_qsl("x=1;y=2", separator=";"),
    unquote_to_bytes("%ff"),
)
for f in (
    lambda: urlsplit("http://[::1"),
    lambda: urlsplit("http://h:99999/").port,
    lambda: urlsplit("http://h:x/").port,
    lambda: parse_qs("a", strict_parsing=True),
    lambda: urlencode(5),
    lambda: quote(5),
    lambda: urlsplit("//[fe80::1%25]/x").netloc,
    lambda: parse_qsl("a=1&b=2", max_num_fields=1),
    lambda: urljoin("a", b"b"),
):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)
print(
    urlsplit("mailto:a@b"),
    urlsplit("//x/y"),
    urlsplit("path:notport"),
    urlsplit("HTTP://X/")[:2],
    urlsplit(b"http://b/?q").query,
    urlparse("tel:123;x"),
    urlunsplit(("", "", "//x", "", "")),
    urlunsplit(("file", "", "/p", "", "")),
)
