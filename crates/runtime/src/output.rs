//! Where the embedder's callback gets what programs write.

use std::fmt;
use std::sync::Arc;

/// Which of the standard streams was written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stream {
    Output,
    Error,
}

/// The embedder's callback; builders share it.
#[derive(Clone)]
pub(crate) struct Output(Arc<dyn Fn(Stream, &[u8]) + Send + Sync>);

impl Output {
    pub fn new(f: impl Fn(Stream, &[u8]) + Send + Sync + 'static) -> Output {
        Output(Arc::new(f))
    }

    /// The same by file descriptor.
    pub fn for_host(&self) -> theseus_host::Output {
        let f = self.0.clone();
        Box::new(move |fd, bytes| f(if fd == 1 { Stream::Output } else { Stream::Error }, bytes))
    }
}

impl fmt::Debug for Output {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("Output")
    }
}
