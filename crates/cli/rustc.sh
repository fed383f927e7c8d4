#!/bin/sh
# The compiler, as cargo calls it for the crates of the workspace. What `build.rs` links at fixed addresses is
# also compiled for them: the dispatch loop then jumps through its table, and compares with the object of
# empty registers, by constants, which saves a tenth of the instructions. As `rustflags` the option would
# reach procedural macros too, and those are shared libraries.
compiler=$1
shift
case " $* " in
*" link-arg=-no-pie "*) set -- "$@" -C relocation-model=static ;;
esac
exec "$compiler" "$@"
