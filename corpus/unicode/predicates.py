"""[slow] Predicates and case of str, over a sample of the code space with every block in it."""
NAMES = "isalpha isdigit isnumeric isdecimal isidentifier isprintable isspace isalnum islower isupper istitle".split()
MAPS = "upper lower title casefold swapcase capitalize".split()
sums = dict.fromkeys(NAMES + MAPS, 0)
count = 0
for c in list(range(0, 0x600)) + list(range(0x600, 0x110000, 997)) + list(range(0x1e00, 0x2000, 3)) + list(range(0x10400, 0x10450)):
    ch = chr(c)
    count += 1
    for name in NAMES:
        sums[name] = (sums[name] * 31 + getattr(ch, name)()) & 0xffffffff
    for name in MAPS:
        for d in getattr("A" + ch + "b", name)():
            sums[name] = (sums[name] * 31 + ord(d)) & 0xffffffff
print(count, sums)
for text in ["ΑΣ", "ΑΣ.", "ΑΣΑ", "ß", "ŉ", "ﬃ", "İi", "ǆǅǄ", "ͅΑ", "ᾳ", "ῼ", "ẞ"]:
    print(text, *(ascii(getattr(text, m)()) for m in MAPS))
