//! Replacement: every reference to one object becomes one to another.

use std::collections::BTreeMap;

use theseus_replace::act::{self, Ask, Call, Found, Refused};
use theseus_replace::{KeyPolicy, Place, Reason, Summary, refusal};

use crate::object::{Exception, Object};
use crate::python::{Python, Result};

/// What is to be replaced, and what is to be left alone.
///
/// ```
/// use theseus_runtime::{Builder, KeyPolicy, Object, Place, Replacement};
///
/// let mut interpreter = Builder::new().build()?;
/// let mut py = interpreter.python();
/// py.run("old, new = ['old'], ['new']\nregistry = {'a': old}\nothers = (1, old)")?;
/// let [old, new, others] = [py.get::<Object>("old")?, py.get("new")?, py.get("others")?];
///
/// let replacement = Replacement::of(&old, &new).keep(&others);
/// let plan = py.plan(&replacement)?;
/// assert_eq!(plan.count, 2);
/// assert!(plan.conflicts.is_empty());
///
/// let report = py.apply(&replacement)?;
/// assert_eq!(py.eval::<String>("registry['a'][0] + others[1][0]")?, "newold");
/// let places: Vec<_> = report.places(&mut py)?.into_iter().map(|r| r.place).collect();
/// assert!(places.contains(&Place::Value("'a'".to_string())));
///
/// report.undo(&mut py)?;
/// assert_eq!(py.eval::<String>("registry['a'][0]")?, "old");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Replacement {
    pairs: Vec<(Object, Object)>,
    keep: Vec<Object>,
    keys: KeyPolicy,
}

impl Replacement {
    /// Of one object by another.
    pub fn of(old: &Object, new: &Object) -> Replacement {
        Replacement::default().and(old, new)
    }

    /// Of each of two objects by the other.
    pub fn swap(a: &Object, b: &Object) -> Replacement {
        Replacement::of(a, b).and(b, a)
    }

    /// One more pair. All are replaced at once: each reference moves one step.
    pub fn and(mut self, old: &Object, new: &Object) -> Replacement {
        self.pairs.push((old.clone(), new.clone()));
        self
    }

    /// What this object itself holds stays.
    pub fn keep(mut self, holder: &Object) -> Replacement {
        self.keep.push(holder.clone());
        self
    }

    /// What becomes of a dict that would have a key twice; without a word it is a conflict.
    pub fn on_key_conflict(mut self, policy: KeyPolicy) -> Replacement {
        self.keys = policy;
        self
    }

    fn ask(&self, py: &mut Python) -> Result<Ask> {
        let mut ask = Ask { keys: self.keys, ..Ask::default() };
        for (old, new) in &self.pairs {
            ask.pairs.push((py.own(old)?, py.own(new)?));
        }
        for holder in &self.keep {
            ask.keep.push(py.own(holder)?);
        }
        Ok(ask)
    }
}

/// A reference: who holds it, and where.
#[derive(Clone, Debug)]
pub struct Reference {
    /// Nothing for what the interpreter itself holds.
    pub holder: Option<Object>,
    pub place: Place,
}

impl Reference {
    fn new((holder, place): Found) -> Reference {
        Reference { holder: holder.map(Object), place }
    }
}

/// Something that stands against a replacement.
#[derive(Clone, Debug)]
pub struct Conflict {
    pub reason: Reason,
    /// The object whose reference cannot follow, if it is one object's.
    pub holder: Option<Object>,
    /// Holder and reason in words.
    pub text: String,
}

impl Conflict {
    fn new(c: theseus_replace::Conflict) -> Conflict {
        Conflict { reason: c.reason, holder: c.holder.map(Object), text: c.text }
    }
}

/// What a replacement would write.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Places that would be written.
    pub count: usize,
    /// The same by kind of place: `dict value`, `list item`, `local`.
    pub by_relation: BTreeMap<&'static str, usize>,
    /// Everything that stands against it; empty if it can be done.
    pub conflicts: Vec<Conflict>,
    /// References that running native functions hold, and the embedder.
    pub pinned: usize,
    /// The plan as it is printed, like a diff.
    pub text: String,
    plan: Object,
}

impl Plan {
    /// The places that would be written.
    pub fn places(&self, py: &mut Python) -> Result<Vec<Reference>> {
        places(py, &self.plan)
    }

    /// Replaces. What has changed since is planned again.
    pub fn apply(&self, py: &mut Python) -> std::result::Result<Report, ReplaceError> {
        let plan = py.own(&self.plan)?;
        let report = act::apply(py.cx(), &plan);
        report_of(py, report)
    }
}

/// What a replacement wrote. It holds the old object, which dies with it unless somebody else has it.
#[derive(Clone, Debug)]
pub struct Report {
    /// Places that were written.
    pub count: usize,
    /// The same by kind of place: `dict value`, `list item`, `local`.
    pub by_relation: BTreeMap<&'static str, usize>,
    /// References that running native functions hold, and the embedder: they stay with the old object.
    pub pinned: usize,
    /// Dicts and sets that were hashed anew.
    pub reindexed: usize,
    /// Weak references that followed.
    pub weak_references: usize,
    report: Object,
}

impl Report {
    /// The places that were written.
    pub fn places(&self, py: &mut Python) -> Result<Vec<Reference>> {
        places(py, &self.report)
    }

    /// Gives every place that still holds what was written what it held before. Once is enough.
    pub fn undo(&self, py: &mut Python) -> Result<()> {
        let report = py.own(&self.report)?;
        act::undo(py.cx(), &report);
        Ok(())
    }
}

/// Why nothing was replaced.
#[derive(Debug)]
pub enum ReplaceError {
    /// These stand against it.
    Refused(Vec<Conflict>),
    /// Python code that planning called, such as a `__hash__`, raised this.
    Exception(Exception),
}

impl From<Exception> for ReplaceError {
    fn from(e: Exception) -> ReplaceError {
        ReplaceError::Exception(e)
    }
}

impl std::fmt::Display for ReplaceError {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        match self {
            ReplaceError::Refused(list) => f.write_str(&refusal(list.iter().map(|c| c.text.as_str()))),
            ReplaceError::Exception(e) => e.fmt(f),
        }
    }
}

impl std::error::Error for ReplaceError {}

fn places(py: &mut Python, o: &Object) -> Result<Vec<Reference>> {
    let o = py.own(o)?;
    Ok(act::places(py.cx(), &o).into_iter().map(Reference::new).collect())
}

fn report_of(
    py: &mut Python,
    report: std::result::Result<theseus_object::ObjRef, Refused>,
) -> std::result::Result<Report, ReplaceError> {
    match report {
        Ok(report) => {
            let told = act::summary(py.cx(), &report).cloned().unwrap_or_default();
            Ok(Report {
                count: told.count(),
                reindexed: told.dicts + told.sets,
                weak_references: told.weak,
                pinned: told.pinned,
                by_relation: told.places,
                report: Object(report),
            })
        }
        Err(Refused::Conflicts(list)) => {
            Err(ReplaceError::Refused(list.into_iter().map(Conflict::new).collect()))
        }
        Err(Refused::Raised(_)) => Err(ReplaceError::Exception(py.caught())),
    }
}

/// Replacement; the rules are those of Python's `theseus.replace`.
impl Python<'_> {
    /// The types of reports and plans are made with the module.
    fn prepare_replacement(&mut self) -> Result<()> {
        self.import("_replace").map(drop)
    }

    /// Makes every reference to `old` one to `new`, at once. References of `new` itself stay.
    ///
    /// # Errors
    /// Something stands against it, and nothing was touched:
    ///
    /// ```
    /// # use theseus_runtime::{Builder, Object, Reason, ReplaceError};
    /// # let mut interpreter = Builder::new().build()?;
    /// # let mut py = interpreter.python();
    /// py.run("key, unhashable = object(), []\nd = {key: 1}")?;
    /// let [key, unhashable, d] = [py.get::<Object>("key")?, py.get("unhashable")?, py.get("d")?];
    /// let Err(ReplaceError::Refused(conflicts)) = py.replace(&key, &unhashable) else { panic!() };
    /// assert_eq!(conflicts[0].reason, Reason::Unhashable);
    /// assert!(conflicts[0].holder.as_ref().unwrap().is(&d));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn replace(&mut self, old: &Object, new: &Object) -> std::result::Result<Report, ReplaceError> {
        self.apply(&Replacement::of(old, new))
    }

    /// Exchanges all references to two objects.
    pub fn swap(&mut self, a: &Object, b: &Object) -> std::result::Result<Report, ReplaceError> {
        self.apply(&Replacement::swap(a, b))
    }

    /// Does what a replacement says.
    pub fn apply(&mut self, replacement: &Replacement) -> std::result::Result<Report, ReplaceError> {
        self.prepare_replacement()?;
        let ask = replacement.ask(self)?;
        let report = act::replace(self.cx(), ask, Call::default());
        report_of(self, report)
    }

    /// Tells what a replacement would write and what stands against it; touches nothing.
    ///
    /// # Errors
    /// What Python code raises that planning calls.
    pub fn plan(&mut self, replacement: &Replacement) -> Result<Plan> {
        self.prepare_replacement()?;
        let ask = replacement.ask(self)?;
        let plan = act::plan(self.cx(), ask, Call::default());
        let plan = self.or_caught(plan)?;
        let told: Summary = act::summary(self.cx(), &plan).cloned().unwrap_or_default();
        let conflicts = act::conflicts(self.cx(), &plan).into_iter().map(Conflict::new).collect();
        Ok(Plan {
            count: told.count(),
            text: told.text(),
            pinned: told.pinned,
            by_relation: told.places,
            conflicts,
            plan: Object(plan),
        })
    }

    /// Every reference to an object: the places that a plan would write.
    pub fn referrers(&mut self, o: &Object) -> Result<Vec<Reference>> {
        let o = self.own(o)?;
        Ok(act::referrers(self.cx(), &o).into_iter().map(Reference::new).collect())
    }
}
