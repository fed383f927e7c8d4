//! The optimisations, each of which can be switched by itself.

use crate::strategy::Strategy;

/// What an optimisation takes for granted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Assumption {
    /// A name of the globals or the builtins means the same object.
    Name,
    /// A name stands at the same place of the globals.
    Place,
    /// A class and its bases say the same about an attribute.
    Attribute,
    /// A function has the same code, a class the same `__init__`.
    Code,
    /// An operand is of the same builtin type: no mutation changes that, so it is checked where it
    /// is used, and memory safety rests on the check.
    Kind,
}

macro_rules! optimisations {
    ($($variant:ident $name:literal $assumption:ident $doc:literal,)*) => {
        /// An optimisation.
        #[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
        #[repr(u8)]
        pub enum Optimisation { $(#[doc = $doc] $variant,)* }

        impl Optimisation {
            pub const ALL: &[Optimisation] = &[$(Optimisation::$variant,)*];

            /// Its name in options and statistics.
            pub fn name(self) -> &'static str {
                match self { $(Optimisation::$variant => $name,)* }
            }

            pub fn assumption(self) -> Assumption {
                match self { $(Optimisation::$variant => Assumption::$assumption,)* }
            }

            /// What it does, for people.
            pub fn doc(self) -> &'static str {
                match self { $(Optimisation::$variant => $doc,)* }
            }
        }
    };
}

optimisations! {
    BuiltinLoad "builtin-load" Name "A name of the builtins is read without looking it up.",
    GlobalLoad "global-load" Name "A name of the globals is read without looking it up.",
    CallFold "call-fold" Name "A call of a pure builtin with constant arguments becomes its result.",
    DeadBranch "dead-branch" Name "A branch on a global or builtin constant is taken without reading it.",
    RangeUnroll "range-unroll" Name "A loop over a constant range begins without making the range; a short one runs copies of its body, one for each number.",
    GlobalStore "global-store" Place "A name of the globals is written without looking it up.",
    CallBuiltin "call-builtin" Kind "A native function is called where its arguments stand.",
    CallPy "call-py" Code "A Python function's frame is pushed without matching arguments.",
    Inline "inline" Code "The body of a small Python function is evaluated where it is called, without a frame.",
    MethodLoad "method-load" Attribute "A method is taken from its class without looking it up, nor bound.",
    AttrLoad "attr-load" Attribute "An attribute is read at its place in the instance, class or module.",
    AttrStore "attr-store" Attribute "An attribute is written at its place in the instance.",
    IterType "iter-type" Kind "The next item of a builtin iterator is taken directly.",
    BinopType "binop-type" Kind "Operators and comparisons work directly on numbers and strings.",
    SubscrType "subscr-type" Kind "Items of builtin containers are read and written directly.",
}

impl Optimisation {
    pub fn from_name(name: &str) -> Option<Optimisation> {
        Optimisation::ALL.iter().copied().find(|o| o.name() == name)
    }

    /// Its bit in a mask of optimisations.
    pub const fn bit(self) -> u32 {
        1 << self as u32
    }

    /// How it is guarded if it is on, and nothing else is asked for.
    pub fn own_strategy(self) -> Strategy {
        match self.assumption() {
            Assumption::Kind => Strategy::Kind,
            Assumption::Name => Strategy::WatchKeySet,
            Assumption::Place | Assumption::Attribute | Assumption::Code => Strategy::KeysVer,
        }
    }

    /// How it is guarded by default. A frame costs about as much as doing without one, so that inlining
    /// is left to those who want to measure it.
    pub fn default_strategy(self) -> Strategy {
        if self == Optimisation::Inline { Strategy::Off } else { self.own_strategy() }
    }
}
