//! What may be assumed, how an assumption is guarded, and what follows when it breaks: tables and
//! settings, without any machinery. The machine reads them, and so does whoever measures it.

mod optimisation;
mod policy;
mod settings;
mod strategy;

pub use optimisation::{Assumption, Optimisation};
pub use policy::{Backoff, Decision, Policy};
pub use settings::{Recheck, Settings};
pub use strategy::{Soundness, Strategy};
