//! The strategies: ways to guard one assumption, which differ in who pays and when.

use crate::optimisation::Assumption;
use crate::settings::Recheck;

macro_rules! strategies {
    ($($variant:ident $name:literal $steady:literal $mutation:literal,)*) => {
        /// A way of guarding.
        #[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
        #[repr(u8)]
        pub enum Strategy { $(#[doc = concat!("Pays at use: ", $steady, ". A mutation costs: ", $mutation, ".")] $variant,)* }

        impl Strategy {
            pub const ALL: &[Strategy] = &[$(Strategy::$variant,)*];

            /// Its name in options and statistics.
            pub fn name(self) -> &'static str {
                match self { $(Strategy::$variant => $name,)* }
            }

            /// What each use pays.
            pub fn steady(self) -> &'static str {
                match self { $(Strategy::$variant => $steady,)* }
            }

            /// What a mutation costs.
            pub fn mutation(self) -> &'static str {
                match self { $(Strategy::$variant => $mutation,)* }
            }
        }
    };
}

strategies! {
    Off "off" "the full look-up" "nothing",
    Unchecked "none" "nothing" "nothing, and the old answer stays",
    Entry "entry" "a compare of each dict's tag when the function is entered" "a check of all values, or the removal of the function's sites",
    Epoch "epoch" "a load and a compare" "a miss of every site of the program",
    DictVer "dictver" "a compare for each dict" "a miss of every site that reads the dict, whatever was written",
    KeysVer "keysver" "a compare for each dict, and of the value with nothing" "a miss of every site that reads the dict, if a key came or went",
    Cell "cell" "a load, and a compare with nothing" "a store into the name's cell",
    WatchDict "watch-dict" "nothing" "a walk over all sites that read the dict",
    WatchKey "watch-key" "nothing" "a walk over the sites that read the name",
    WatchKeySet "watch-keyset" "a load" "a walk over the sites that read the dict, if a key came or went",
    Kind "kind" "a compare of the operand's type" "nothing: it cannot happen",
}

/// Whether an optimisation can be guarded in a way, and may be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Soundness {
    Sound,
    /// It may give the answer from before a mutation; it never crashes.
    Unsound,
    /// There is no such combination, for this reason.
    NotApplicable(&'static str),
}

impl Strategy {
    pub fn from_name(name: &str) -> Option<Strategy> {
        Strategy::ALL.iter().copied().find(|s| s.name() == name)
    }

    /// What becomes of an assumption that is guarded in this way.
    pub fn soundness(self, assumption: Assumption, recheck: Recheck) -> Soundness {
        use Soundness::{NotApplicable, Sound, Unsound};
        use Strategy::{Entry, KeysVer, Kind, Off, Unchecked, WatchKeySet};
        match (assumption, self) {
            (_, Off) | (Assumption::Kind, Kind) => Sound,
            (Assumption::Kind, _) => NotApplicable("no mutation changes an operand's type"),
            (_, Kind) => NotApplicable("what is assumed is no operand's type"),
            (Assumption::Place, KeysVer) => Sound,
            (Assumption::Place, _) => NotApplicable("memory safety rests on the keys' version"),
            (Assumption::Attribute | Assumption::Code, WatchKeySet) => {
                NotApplicable("what is assumed is no name of a namespace")
            }
            (_, Unchecked) => Unsound,
            (_, Entry) if recheck != Recheck::Call => Unsound,
            _ => Sound,
        }
    }
}
