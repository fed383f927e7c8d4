"""[slow] Strings: concatenation, join, split, replace, find, slices, case, strip."""
import sys


def main(n):
    check = 0
    words = ["alpha", "beta", "gamma", "delta", "eps", "zeta", "eta", "theta"]
    for r in range(n):
        line = ""
        for i in range(40):
            line += words[(i * 3 + r) & 7] + ","
        parts = line.split(",")
        joined = "-".join(parts)
        swapped = joined.replace("eta", "ETA").strip("-")
        check += swapped.find("gamma") + swapped.count("ETA") + len(swapped[5:60:2])
        if swapped.startswith("alpha") or swapped.endswith("theta"):
            check += 1
        upper = swapped.upper()
        head, sep, tail = upper.partition("-DELTA-")
        check += len(head) * 3 + len(tail)
        chars = []
        for ch in line[:60]:
            if ch != ",":
                chars.append(ch)
        check += len("".join(chars))
        check = check % 1000000007
    return check


n = int(sys.argv[1]) if len(sys.argv) > 1 else 4000
print("checksum", main(n))
