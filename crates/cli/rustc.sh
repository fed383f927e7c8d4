#!/bin/sh
# The compiler, as cargo calls it for the crates of the workspace: release builds get what cargo has no setting
# for (as `rustflags` it would reach procedural macros too, and those are shared libraries).
compiler=$1
shift

# Optimised for what runs often: `theseus.profdata` holds how often each branch was taken when `benches/train.sh`
# recorded it. A build for recording counts instead, into the folder that THESEUS_TRAIN names. Functions that
# have changed since go without, and so does a compiler that says something about the file.
profile=$(dirname "$0")/theseus.profdata

# The names of functions hold what cargo tells crates apart by, which differs from folder to folder: the profile
# would fit no other clone. The names of our crates tell them apart well enough, but that a crate and its tests
# have the same.
case " $* " in
*" --test "*) ;;
*" opt-level=3 "*)
    for argument; do
        shift
        case $argument in
        metadata=*) argument=metadata=theseus ;;
        esac
        set -- "$@" "$argument"
    done
    ;;
esac

case " $* " in
*" opt-level=3 "*)
    trained="-C profile-use=$profile -C llvm-args=-no-pgo-warn-mismatch"
    if [ -n "${THESEUS_TRAIN:-}" ]; then
        set -- "$@" -C profile-generate="$THESEUS_TRAIN"
    elif said=$("$compiler" - --crate-name probe --crate-type lib --emit obj -O $trained -o /dev/null </dev/null 2>&1) &&
        [ -z "$said" ]; then
        set -- "$@" $trained
    fi
    ;;
esac

# What `build.rs` links at fixed addresses is compiled in two ways that serve the dispatch loop and save some
# 5 % of its time:
# - addresses are constants, so that it jumps through its table, and compares with the object of empty
#   registers, without holding them in registers;
# - each handler ends in a jump of its own, which processors predict better than one that all share. LLVM
#   does this by itself, but for functions as large as the loop only if it is told so.
case " $* " in
*" link-arg=-no-pie "*)
    set -- "$@" -C relocation-model=static
    jumps='-C llvm-args=-tail-dup-pred-size=10000 -C llvm-args=-tail-dup-succ-size=10000'
    # Options of LLVM come and go with its versions.
    if "$compiler" $jumps --print sysroot >/dev/null 2>&1; then
        set -- "$@" $jumps
    fi
    ;;
esac
exec "$compiler" "$@"
