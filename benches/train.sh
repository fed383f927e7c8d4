#!/usr/bin/env bash
# Records how often programs take each branch of the interpreter: crates/cli/theseus.profdata, by which release
# builds are optimised (see crates/cli/rustc.sh). The programs are the corpus, its benchmarks above all. An old
# profile costs speed, nothing else; record it anew when much of the dispatch loop has changed.
#
#     benches/train.sh
#
# Needs the component `llvm-tools` of the toolchain (`rustup component add llvm-tools`) and some ten minutes.
set -eu
cd "$(dirname "$0")/.."

merge=$(find "$(rustc --print sysroot)" -name llvm-profdata)
if [ -z "$merge" ]; then
    echo "train: no llvm-profdata here: rustup component add llvm-tools" >&2
    exit 1
fi
counts=$(mktemp -d)
trap 'rm -rf "$counts"' EXIT

target=${CARGO_TARGET_DIR:-target}/training
THESEUS_TRAIN=$counts cargo build --quiet --release -p theseus-cli --target-dir "$target"

# Each process adds its counts to one of four files.
export LLVM_PROFILE_FILE="$counts/%4m.profraw" THESEUS="$PWD/$target/release/theseus" PYTHONHASHSEED=0
"$THESEUS" -c pass
cd corpus
find . -name '*.py' -not -path '*/support/*' -print0 |
    xargs -0 -P "$(nproc)" -n 1 sh -c 'timeout 60 "$THESEUS" "$0" </dev/null >/dev/null 2>&1; true'
cd ..
"$merge" merge -sparse -o crates/cli/theseus.profdata "$counts"/*.profraw
