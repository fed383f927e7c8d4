"""[slow] Sorting: plain, by key function, by tuple, reversed, strings, then bisect by hand."""
import sys


def numbers(n, seed):
    out = []
    for _ in range(n):
        seed = (seed * 69069 + 1) & 0xFFFFFFFF
        out.append(seed >> 8)
    return out


def main(n):
    check = 0
    for r in range(4):
        data = numbers(n, r + 11)
        plain = sorted(data)
        by_low = sorted(data, key=lambda x: x & 1023)
        pairs = [(x % 100, x) for x in data]
        pairs.sort()
        pairs.sort(key=lambda p: p[1] % 7, reverse=True)
        texts = [str(x) for x in data[:n // 3]]
        texts.sort()
        texts.sort(key=len)
        floats = [x * 0.5 for x in data]
        floats.sort(reverse=True)
        check = (check * 31 + plain[n // 2] + by_low[n // 3] * 3 + pairs[n // 4][1]
                 + len(texts[-1]) + int(floats[7])) % 1000000007
    return check


n = int(sys.argv[1]) if len(sys.argv) > 1 else 5000
print("checksum", main(n))
