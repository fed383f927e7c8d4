#!/usr/bin/env bash
# Records which functions start-up and the kernels of corpus/bench run: crates/cli/functions.txt,
# those that most programs run first. The build script has them linked in this order. An old list
# costs memory, nothing else; write it anew when the resident size of `-c pass` has grown.
#
#     benches/order.sh
#
# Needs valgrind. THESEUS=path runs another build.
set -eu
cd "$(dirname "$0")/.."

list=crates/cli/functions.txt
if [ -z "${THESEUS:-}" ]; then
    cargo build --quiet --release -p theseus-cli
    THESEUS=${CARGO_TARGET_DIR:-target}/release/theseus
fi
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# The mangled names of the functions that a run enters, without what differs from build to build.
functions() {
    valgrind --tool=callgrind --demangle=no --callgrind-out-file="$folder/counts" "$THESEUS" "$@" >/dev/null 2>&1
    sed -n 's/^c\?fn=([0-9]*) \(_ZN\|_R\)/\1/p' "$folder/counts" |
        sed -e "s/'[0-9]*\$//" -e 's/17h[0-9a-f]\{16\}E.*$/17h*/' -e 's/Cs[0-9A-Za-z]*_/Cs*_/g' |
        sort -u
}

functions -c pass >"$folder/names"
for script in corpus/bench/*.py; do
    functions "$script" >>"$folder/names"
done
{
    echo "# Functions that start-up and the kernels run; see benches/order.sh."
    LC_ALL=C sort "$folder/names" | uniq -c | LC_ALL=C sort -k1,1nr -k2 | awk '{ print $2 }'
} >"$folder/list"
mv "$folder/list" "$list"
