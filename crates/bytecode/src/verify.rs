//! The verifier of code objects.
