# difflib: differences in all forms, matching blocks, close matches.  [slow]
import difflib as d
a, b = "one\ntwo\nthree\nfour\n".splitlines(True), "one\n2\nthree\nfour\nfive\n".splitlines(True)
print("".join(d.unified_diff(a, b, "a.txt", "b.txt", "2020", "2021", n=1))); print("".join(d.context_diff(a, b, "a", "b"))); print("".join(d.ndiff(a, b))); print("".join(d.restore(d.ndiff(a, b), 2)), end="")
print(list(d.unified_diff(["a"], ["b"], lineterm="")), list(d.unified_diff(a, a)), "".join(d.ndiff(["abcdef\n"], ["abcXef\n"])), list(d.diff_bytes(d.unified_diff, [b"a"], [b"b"], b"x", b"y", lineterm=b"")))
s = d.SequenceMatcher(None, "abxcd", "abcd"); print(s.ratio(), s.quick_ratio(), s.real_quick_ratio(), s.get_matching_blocks(), s.get_opcodes(), s.find_longest_match(), s.find_longest_match(0, 2, 1, 4), list(s.get_grouped_opcodes(1)))
s.set_seq1("xyz"); print(s.ratio()); s.set_seqs("ab", "ab"); print(s.ratio()); print(d.SequenceMatcher(lambda x: x == " ", "a b c", "a  b").get_opcodes(), d.SequenceMatcher(a="a" * 300, b="a" * 300).ratio(), d.SequenceMatcher(a="a" * 300, b="a" * 300, autojunk=False).ratio(), d.SequenceMatcher(None, [], []).ratio())
print(d.get_close_matches("appel", ["ape", "apple", "peach", "puppy"]), d.get_close_matches("x", ["y"], 1, 0), d.get_close_matches("wheel", ["heel", "while", "wheels"], n=2, cutoff=0.8))
for f in (lambda: d.get_close_matches("a", [], 0), lambda: d.get_close_matches("a", [], 1, 2), lambda: list(d.unified_diff(5, 5)), lambda: d.restore([], 5).__next__(), lambda: list(d.unified_diff([1], [2])), lambda: list(d.unified_diff([b"a"], ["a"])), lambda: d.SequenceMatcher(None, [[]], [[]]).ratio()):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
h = d.HtmlDiff(wrapcolumn=20).make_table(a, b, "From", "To", context=True, numlines=1); print(h); print(len(d.HtmlDiff().make_file(a, b)), d.IS_LINE_JUNK("#\n"), d.IS_CHARACTER_JUNK("\t"), d.Match(1, 2, 3))
print("".join(d.Differ().compare(["ab cd\n", "x\n"], ["ab  cd\n", "y\n"])))
