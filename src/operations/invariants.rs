//! The audit: what must hold over the whole store, each as a row.
