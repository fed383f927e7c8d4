#!/usr/bin/env bash
# Counts the instructions each kernel of corpus/bench executes, start-up taken off. Unlike times,
# counts are the same on a busy machine: keep the output, change something, compare.
#
#     benches/counts.sh [part of a name]...          prints the counts
#     benches/counts.sh check [part of a name]...    fails where one is 3 % above benches/counts.txt
#     benches/counts.sh record                       writes benches/counts.txt
#
# Needs valgrind. THESEUS=path counts another build, e.g. one of the commit before.
set -eu
cd "$(dirname "$0")/.."

table=benches/counts.txt
tolerance=3

case "${1:-}" in
check | record) mode=$1 && shift ;;
*) mode=show ;;
esac
if ! command -v valgrind >/dev/null; then
    echo "counts: no valgrind here, nothing is counted" >&2
    exit 0
fi
if [ -z "${THESEUS:-}" ]; then
    cargo build --quiet --release -p theseus-cli
    THESEUS=${CARGO_TARGET_DIR:-target}/release/theseus
fi
printed=$(mktemp)
fresh=$(mktemp)
trap 'rm -f "$printed" "$fresh"' EXIT

# The instructions of one run; what the program prints goes into a file.
count() {
    PYTHONHASHSEED=0 valgrind --tool=callgrind --callgrind-out-file=/dev/null "$THESEUS" "$@" 2>&1 >"$printed" |
        sed -n 's/.*Collected : *//p'
}

# A line of output, and in mode check the comparison with the table's.
failed=0
line() {
    local known note=
    known=$(awk -v name="$1" '$1 == name { print $2 }' "$table" 2>/dev/null || true)
    if [ "$2" = failed ]; then
        note='  <- wrong output'
        failed=1
    elif [ "$mode" = check ] && [ -z "$known" ]; then
        note='  <- not in the table'
        failed=1
    elif [ "$mode" = check ] && (($2 * 100 > known * (100 + tolerance))); then
        note="  <- more than $known"
        failed=1
    elif [ "$mode" = check ] && (($2 * 100 < known * (100 - tolerance))); then
        note="  (less than $known: record it)"
    fi
    printf '%-20s %15s\n' "$1" "$2" >>"$fresh"
    printf '%-20s %15s%s\n' "$1" "$2" "$note"
}

empty=$(count -c pass)
line start-up "$empty"
for script in corpus/bench/*.py; do
    name=$(basename "$script" .py)
    chosen=$(($# == 0))
    for part in "$@"; do
        [[ $name == *"$part"* ]] && chosen=1
    done
    ((chosen)) || continue
    all=$(count "$script")
    if [ -n "$all" ] && cmp -s "$printed" "${script%.py}.out"; then
        line "$name" "$((all - empty))"
    else
        line "$name" failed
    fi
done
if [ "$mode" = record ] && ((failed == 0)) && (($# == 0)); then
    {
        echo "# Instructions of a release build on each kernel of corpus/bench; see counts.sh."
        cat "$fresh"
    } >"$table"
fi
exit "$failed"
