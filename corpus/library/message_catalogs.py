# [slow] Translations from a catalog made on the spot.
import gettext, io, struct


def mo(cat):
    ids = strs = b""
    offs = []
    for k in sorted(cat):
        a, b = (k.encode(), cat[k].encode())
        offs.append((len(ids), len(a), len(strs), len(b)))
        ids += a + b"\x00"
        strs += b + b"\x00"
    n = len(offs)
    ks = 28 + 16 * n
    vs = ks + len(ids)
    ko = []
    vo = []
    for o1, l1, o2, l2 in offs:
        ko += [l1, o1 + ks]
        vo += [l2, o2 + vs]
    return (
        struct.pack("Iiiiiii", 2500072158, 0, n, 28, 28 + n * 8, 0, 0)
        + struct.pack(f"{len(ko + vo)}i", *ko + vo)
        + ids
        + strs
    )


t = gettext.GNUTranslations(
    io.BytesIO(
        mo(
            {
                "": "Content-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=2; plural=n!=1;\nLanguage: xx\n",
                "hello": "hallo",
                "a\x00as": "ein\x00viele",
                "ctx\x04hello": "ctxhallo",
            }
        )
    )
)
print(
    t.gettext("hello"),
    t.gettext("nothing"),
    t.ngettext("a", "as", 1),
    t.ngettext("a", "as", 3),
    t.ngettext("x", "xs", 2),
)
print(
    t.pgettext("ctx", "hello"),
    t.pgettext("no", "hello"),
    t.npgettext("c", "q", "qs", 5),
    t.charset(),
    t.info()["language"],
)
n = gettext.NullTranslations()
n.add_fallback(t)
print(n.gettext("hello"), n.info(), n.charset())
print(gettext.find("nodomain", "/nonexistent"), gettext.gettext("plain"), gettext.ngettext("a", "b", 2))
try:
    gettext.translation("nodomain", "/nonexistent")
except FileNotFoundError as e:
    print(e)
f = gettext.c2py("n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2")
print([f(i) for i in range(25)])
for bad in ("n+", "x", "n?1", "(n", "1n"):
    try:
        gettext.c2py(bad)
    except ValueError as e:
        print(e)
print(gettext.textdomain(), gettext.bindtextdomain("a", "/x"), gettext.dgettext("a", "m"))
