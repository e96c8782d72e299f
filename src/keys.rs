//! Key spelling, keymap files, layers and actions.
