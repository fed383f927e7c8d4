//! The arguments of a native call, and how they are bound to parameters; errors in the words of CPython's
//! argument parsing.

use std::array;

use smallvec::SmallVec;

use crate::cx::Cx;
use crate::error::{PyResult, Raised};
use crate::refs::ObjRef;

/// Arguments of a native call: positional values, then those of the keywords in `names`.
#[derive(Clone, Copy)]
pub struct Args<'a> {
    pub values: &'a [ObjRef],
    pub names: &'a [ObjRef],
}

/// Parameters of a native function for [`Args::bind`]: `R` that must be given, then `O` that may.
pub struct Params<const R: usize, const O: usize> {
    pub required: [&'static str; R],
    pub optional: [&'static str; O],
    /// How many leading parameters no keyword names.
    pub posonly: usize,
    /// Index of the first keyword-only parameter; `R + O` if there is none.
    pub kwonly: usize,
}

impl<'a> Args<'a> {
    pub const NONE: Args<'static> = Args { values: &[], names: &[] };

    pub fn positional_only(values: &'a [ObjRef]) -> Args<'a> {
        Args { values, names: &[] }
    }

    /// Number of positional arguments.
    #[inline(always)]
    pub fn positional(&self) -> usize {
        self.values.len() - self.names.len()
    }

    pub fn pos(&self) -> &'a [ObjRef] {
        &self.values[..self.positional()]
    }

    /// Keyword arguments with their names.
    pub fn keywords(&self) -> impl Iterator<Item = (&'a ObjRef, &'a ObjRef)> {
        self.names.iter().zip(&self.values[self.positional()..])
    }

    /// Value of a keyword argument.
    pub fn keyword(&self, name: &str) -> Option<&'a ObjRef> {
        self.keywords().find(|(n, _)| n.ascii() == Some(name)).map(|(_, v)| v)
    }

    /// Without the first `n` positional arguments.
    pub fn skip(&self, n: usize) -> Args<'a> {
        Args { values: &self.values[n.min(self.positional())..], names: self.names }
    }

    /// With one more argument in front.
    pub fn with_first<R>(&self, first: ObjRef, f: impl FnOnce(&Args) -> R) -> R {
        let mut values: SmallVec<[ObjRef; 8]> = SmallVec::with_capacity(self.values.len() + 1);
        values.push(first);
        values.extend(self.values.iter().cloned());
        f(&Args { values: &values, names: self.names })
    }

    /// TypeError if there are keyword arguments.
    pub fn no_keywords(&self, cx: &mut Cx, name: &str) -> PyResult<()> {
        if self.names.is_empty() {
            Ok(())
        } else {
            Err(cx.type_error(format!("{name}() takes no keyword arguments")))
        }
    }

    /// The one argument, which no keyword names.
    pub fn only(&self, cx: &mut Cx, name: &str) -> PyResult<&'a ObjRef> {
        self.no_keywords(cx, name)?;
        match self.values {
            [o] => Ok(o),
            v => {
                let n = v.len();
                Err(cx.type_error(format!("{name}() takes exactly one argument ({n} given)")))
            }
        }
    }

    /// TypeError if there are any arguments.
    pub fn nothing(&self, cx: &mut Cx, name: &str) -> PyResult<()> {
        self.no_keywords(cx, name)?;
        match self.values.len() {
            0 => Ok(()),
            n => Err(cx.type_error(format!("{name}() takes no arguments ({n} given)"))),
        }
    }

    /// Positional arguments, `least..=most` of them and no keywords; the words are those of
    /// CPython's argument parsing. Wrappers of slots have no name.
    pub fn exact_range(&self, cx: &mut Cx, name: &str, least: usize, most: usize) -> PyResult<&'a [ObjRef]> {
        if !self.names.is_empty() {
            return Err(cx.type_error(format!("{name}() takes no keyword arguments")));
        }
        let n = self.values.len();
        if (least..=most).contains(&n) {
            return Ok(self.values);
        }
        let text = if least == most {
            let name = if name.is_empty() { String::new() } else { format!("{name} ") };
            format!("{name}expected {least} argument{}, got {n}", plural(least))
        } else if n < least {
            format!("{name} expected at least {least} argument{}, got {n}", plural(least))
        } else {
            format!("{name} expected at most {most} argument{}, got {n}", plural(most))
        };
        Err(cx.type_error(text))
    }

    /// Binds arguments to parameters: the values of the required ones, then those of the optional ones
    /// that were given.
    pub fn bind<const R: usize, const O: usize>(
        &self,
        cx: &mut Cx,
        name: &str,
        p: &Params<R, O>,
    ) -> PyResult<([ObjRef; R], [Option<ObjRef>; O])> {
        let mut required: [Option<ObjRef>; R] = array::from_fn(|_| None);
        let mut optional: [Option<ObjRef>; O] = array::from_fn(|_| None);
        let given = self.positional();
        if given > p.positional() || self.values.len() > R + O {
            return Err(p.too_many(cx, name, given, self.names.len()));
        }
        for (slot, v) in required.iter_mut().chain(&mut optional).zip(self.pos()) {
            *slot = Some(v.clone());
        }
        // What is missing is said before what is too much.
        let (mut unknown, mut twice) = (None, None);
        for (key, value) in self.keywords() {
            let key = key.text_or_empty();
            let mut slots =
                p.names().zip(required.iter_mut().chain(&mut optional)).enumerate().skip(p.posonly);
            match slots.find(|(_, (name, _))| *name == key) {
                None => unknown = unknown.or(Some(key)),
                Some((i, (_, Some(_)))) => twice = twice.or(Some((key, i + 1))),
                Some((_, (_, slot))) => *slot = Some(value.clone()),
            }
        }
        if let Some(i) = required.iter().position(Option::is_none) {
            return Err(p.missing(cx, name, given, i));
        }
        if let Some((key, at)) = twice {
            let text = format!("argument for {name}() given by name ('{key}') and position ({at})");
            return Err(cx.type_error(text));
        }
        if let Some(key) = unknown {
            return Err(cx.type_error(format!("'{key}' is an invalid keyword argument for {name}()")));
        }
        // All are there: None takes the place of nothing.
        Ok((required.map(|v| v.unwrap_or_else(|| cx.none.clone())), optional))
    }
}

impl<const R: usize, const O: usize> Params<R, O> {
    /// All names, in their order.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        self.required.iter().chain(&self.optional).copied()
    }

    /// How many arguments positions can give.
    fn positional(&self) -> usize {
        self.kwonly.min(R + O)
    }

    /// The required parameter `i` was not given, but `given` positional arguments.
    #[cold]
    fn missing(&self, cx: &mut Cx, name: &str, given: usize, i: usize) -> Raised {
        let text = if i < self.posonly {
            let n = R.min(self.posonly);
            let how = if n == self.positional() { "exactly" } else { "at least" };
            format!("{name}() takes {how} {n} positional argument{} ({given} given)", plural(n))
        } else {
            format!("{name}() missing required argument '{}' (pos {})", self.required[i], i + 1)
        };
        cx.type_error(text)
    }

    /// There are more arguments than parameters, or more positional ones than positions.
    #[cold]
    fn too_many(&self, cx: &mut Cx, name: &str, given: usize, keywords: usize) -> Raised {
        let (most, all, total) = (self.positional(), R + O, given + keywords);
        let text = if total > all {
            let kind = if given == 0 { "keyword " } else { "" };
            format!("{name}() takes at most {all} {kind}argument{} ({total} given)", plural(all))
        } else if most == 0 {
            format!("{name}() takes no positional arguments")
        } else {
            let how = if R == most { "exactly" } else { "at most" };
            format!("{name}() takes {how} {most} positional argument{} ({given} given)", plural(most))
        };
        cx.type_error(text)
    }
}

/// The ending of a noun that is counted.
pub(crate) fn plural(n: usize) -> &'static str {
    if n == 1 { "" } else { "s" }
}
