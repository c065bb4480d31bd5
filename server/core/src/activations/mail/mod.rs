//! The mail that an account begins with.

mod activation;

pub(crate) use activation::Activation;
