# [slow] HTML, cookies, requests, robots.
import html, html.parser, http, http.cookies, urllib.robotparser, urllib.request, urllib.error

print(html.escape('<a href="x">\'&'), html.unescape("&lt;&eacute;&#65;&#x42;&notanentity;&amp"))


class H(html.parser.HTMLParser):

    def handle_starttag(self, t, a):
        print("S", t, a, self.getpos())

    def handle_endtag(self, t):
        print("E", t)

    def handle_data(self, d):
        print("D", repr(d))

    def handle_comment(self, d):
        print("C", d)

    def handle_decl(self, d):
        print("!", d)

    def handle_entityref(self, n):
        print("&", n)


H(convert_charrefs=False).feed(
    '<!DOCTYPE html><p class="a" id=b disabled>x&amp;y<br/><!-- c --></p><script>if (a<b) {}</script>'
)
c = http.cookies.SimpleCookie('a=1; b="x y"')
c["n"] = "v"
c["n"]["path"] = "/"
c["n"]["max-age"] = 5
print(c.output(), c["b"].value, repr(c["a"]))
print(
    http.HTTPStatus(404).phrase,
    http.HTTPStatus.OK,
    http.HTTPStatus.OK.is_success,
    http.HTTPMethod.GET,
    http.HTTPStatus.NOT_FOUND.description,
    repr(http.HTTPStatus.IM_A_TEAPOT),
)
r = urllib.robotparser.RobotFileParser()
r.parse("User-agent: *\nDisallow: /x\nCrawl-delay: 3".splitlines())
print(r.can_fetch("me", "/x/y"), r.can_fetch("me", "/z"), r.crawl_delay("me"))
q = urllib.request.Request("http://h/p?q", data=b"x", headers={"A-b": "c"}, method="PUT")
print(
    q.get_method(),
    q.host,
    q.selector,
    q.headers,
    q.full_url,
    q.type,
    q.get_header("A-b"),
    urllib.request.pathname2url("/a b"),
    urllib.request.url2pathname("/a%20b"),
)
print(
    urllib.request.urlopen("data:text/plain;base64,aGk=").read(),
    urllib.error.HTTPError("u", 404, "NF", {}, None),
    urllib.error.URLError("why"),
)
