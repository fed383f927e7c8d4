# [slow] TOML, good and bad.
import tomllib

t = tomllib.loads(
    'a = 1\nb = [1, 2.5, "x"]\n[t]\nd = 2020-01-02T03:04:05Z\ne = {k = true}\n[[arr]]\nn=1\n[[arr]]\nn=2\nf = """m\nl"""\ng=0xff\nh=inf\n'
)
print(t)
for bad in ["a = ", "a = 1\na = 2", "[t", 'x = "unclosed', "a.b = 1\na = 2", "a = 01"]:
    try:
        tomllib.loads(bad)
    except tomllib.TOMLDecodeError as e:
        print(e)
