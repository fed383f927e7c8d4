//! `sys.settrace` and `sys.setprofile`.

use crate::frame::Value;
use crate::machine::Vm;

/// A value passes a frame that delegates.
pub fn yields(_: &mut Vm, _: Value) {}
