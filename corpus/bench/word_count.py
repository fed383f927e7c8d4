"""[slow] Word frequencies in generated text: dict updates with string keys, sorting."""
import sys


def make_text(n):
    stems = ["run", "walk", "swim", "fly", "read", "sing", "draw", "cook", "jump", "sleep"]
    ends = ["", "s", "ed", "ing", "er", "ers", "able"]
    seed = 7
    words = []
    for _ in range(n):
        seed = (seed * 1103515245 + 12345) & 0x7FFFFFFF
        a = (seed >> 16) % 10
        b = (seed >> 8) % 7
        words.append(stems[a] + ends[b] + str((seed >> 20) % 50))
    return " ".join(words)


def main(n):
    text = make_text(n)
    check = 0
    for _ in range(3):
        counts = {}
        for word in text.split():
            counts[word] = counts.get(word, 0) + 1
        lengths = {}
        for word in text.split():
            key = len(word)
            if key in lengths:
                lengths[key] += 1
            else:
                lengths[key] = 1
        top = sorted(counts.items(), key=lambda kv: (-kv[1], kv[0]))[:20]
        for word, c in top:
            check = (check * 31 + c * len(word) + ord(word[0])) % 1000003
        for k in sorted(lengths):
            check = (check * 7 + k * lengths[k]) % 1000003
    return check


n = int(sys.argv[1]) if len(sys.argv) > 1 else 29000
print("checksum", main(n))
