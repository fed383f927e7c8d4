"""[slow] Character work: ord, chr, a Caesar shift, run lengths, palindromes."""
import sys


def shift(text, k):
    out = []
    for ch in text:
        if "a" <= ch <= "z":
            out.append(chr((ord(ch) - 97 + k) % 26 + 97))
        else:
            out.append(ch)
    return "".join(out)


def run_lengths(text):
    out = []
    i = 0
    while i < len(text):
        j = i
        while j < len(text) and text[j] == text[i]:
            j += 1
        out.append((text[i], j - i))
        i = j
    return out


def is_mirror(text):
    i = 0
    j = len(text) - 1
    while i < j:
        if text[i] != text[j]:
            return False
        i += 1
        j -= 1
    return True


def main(n):
    text = "the quick brown fox jumps over the lazy dog; aaabbbcccdddd éèü "
    check = 0
    for r in range(n):
        moved = shift(text, r % 26)
        runs = run_lengths(moved)
        check = (check * 31 + len(runs) + ord(moved[r % len(moved)])) % 1000003
        if is_mirror(moved + moved[::-1]):
            check += 1
    return check


n = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
print("checksum", main(n))
