#!/usr/bin/env bash
# Builds an interpreter whose hooks, which tell of mutations, can be dropped one at a time, and has
# tests/mutants.rs see that each of these mutants is killed. It has a target directory of its own.
set -eu
cd "$(dirname "$0")/.."
target=${CARGO_TARGET_DIR:-target}
THESEUS_MUTANTS=1 CARGO_TARGET_DIR=$target/mutants cargo build --quiet -p theseus-cli
THESEUS_MUTANT=$(realpath "$target/mutants/debug/theseus") cargo test --quiet -p theseus-cli --test mutants
