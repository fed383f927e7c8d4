#!/bin/sh
# The compiler, as cargo calls it for the crates of the workspace. What `build.rs` links at fixed addresses is
# compiled in two ways that cargo has no setting for (as `rustflags` they would reach procedural macros too,
# and those are shared libraries). Both serve the dispatch loop and save some 5 % of its time:
# - addresses are constants, so that it jumps through its table, and compares with the object of empty
#   registers, without holding them in registers;
# - each handler ends in a jump of its own, which processors predict better than one that all share. LLVM
#   does this by itself, but for functions as large as the loop only if it is told so.
compiler=$1
shift
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
