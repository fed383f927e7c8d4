//! The heap explorer: sets of objects, partitions, paths, dominators and pictures.
//!
//! It reads. What it finds out is built on a [`graph::Graph`], the objects of the heap as numbers with
//! labelled edges, which is thrown away when the question is answered. What it keeps for the asker are
//! [`set::ObjectSet`]s, objects of a type that the explorer itself passes over.

pub mod dominate;
pub mod draw;
pub mod graph;
pub mod kind;
pub mod names;
pub mod partition;
pub mod path;
pub mod pymod;
pub mod relation;
pub mod render;
pub mod roots;
pub mod set;
